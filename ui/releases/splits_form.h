// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/corpus_splits.h"
#include "ui/widgets/path_row.h"

#include <QWidget>

#include <array>
#include <map>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QDoubleSpinBox;
class QFormLayout;
class QLabel;
class QLineEdit;
QT_END_NAMESPACE

namespace descant::ui {

/// How media are grouped and split: the fields of workflows::SplitOptions.
class SplitsForm : public QWidget {
    Q_OBJECT
public:
    SplitsForm(const AskPath& frozen, QWidget* parent = nullptr);
    /// What holds where the person has said nothing.
    void showSettings(const workflows::SplitSettings& settings);
    workflows::SplitOptions options() const;
    bool isPossible() const; ///< whether there is a share

Q_SIGNALS:
    void changed(); ///< by a person

private:
    QWidget* makeCriteria();
    QWidget* makeSigns();
    QWidget* makeShares();
    void showShares();
    double sum() const;
    QFormLayout* m_form;
    QCheckBox* m_alike;
    QCheckBox* m_series;
    std::map<splits::SeriesSign, QCheckBox*> m_signBoxes;
    QWidget* m_signs;
    std::array<QDoubleSpinBox*, 3> m_shares{};
    QLabel* m_sum = nullptr;
    QLineEdit* m_salt;
    PathRow* m_frozen;
    QCheckBox* m_anew;
    /// What the person has said; the rest is as the last plan or the frozen file has it.
    bool m_saidBy = false, m_saidShares = false, m_saidSalt = false;
};

} // namespace descant::ui
