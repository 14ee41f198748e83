// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/captions/caption_values.h"
#include "ui/widgets/fitted_list.h"

#include <QAbstractListModel>

namespace descant::ui {

/// The candidates of one segment. Roles: the text (display), the whole row in words (accessible).
class CandidateModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    /// `humanText` is what the candidates are compared with.
    void setCandidates(const QList<CandidateValue>& candidates, const QString& humanText);
    const CandidateValue& candidate(int row) const { return m_candidates[row]; }
    const QString& humanText() const { return m_humanText; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QList<CandidateValue> m_candidates;
    QString m_humanText;
};

/// The list "proposals": dashed cards with their keys 1–9, scores, evidence and word comparison.
class CandidateList : public FittedList {
    Q_OBJECT
public:
    explicit CandidateList(QWidget* parent = nullptr);
    void setCandidates(const QList<CandidateValue>& candidates, const QString& humanText);

Q_SIGNALS:
    /// A click or Enter on candidate `index` (0-based).
    void taken(int index);

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    CandidateModel* m_model;
};

} // namespace descant::ui
