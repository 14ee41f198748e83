// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/corpus_release.h"
#include "ui/widgets/path_row.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QCheckBox;
class QComboBox;
class QFormLayout;
class QLineEdit;
QT_END_NAMESPACE

namespace descant::ui {

class StatusBoxes;
struct ReleasePickers;

/// What a release is made of: the fields of workflows::ReleaseOptions but the folder.
class ReleaseForm : public QWidget {
    Q_OBJECT
public:
    ReleaseForm(const ReleasePickers& pickers, QWidget* parent = nullptr);
    void chooseFormat(const QString& name);
    /// The name that stands where none is given.
    void setUsualName(const QString& name);
    /// The release before, as a suggestion.
    void setPrevious(const QString& folder);
    workflows::ReleaseOptions options() const;

Q_SIGNALS:
    void changed(); ///< by a person
    void typed();   ///< more may follow

private:
    void fillFormats();
    void showFields();
    QLineEdit* makeLine(const QString& name, const char* objectName);
    QFormLayout* m_form;
    QComboBox* m_format;
    QLineEdit* m_name;
    QLineEdit* m_licence;
    StatusBoxes* m_statuses;
    QComboBox* m_clips;
    PathRow* m_previous;
    PathRow* m_frozen;
    QCheckBox* m_leaks;
};

} // namespace descant::ui
