// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/captions/candidate_list.h"

#include "ui/captions/candidate_delegate.h"

#include <QKeyEvent>

namespace descant::ui {
namespace {

QString spoken(const CandidateValue& candidate, int row)
{
    QString words = CandidateModel::tr("%1. Candidate %2, score %3")
                        .arg(candidate.text)
                        .arg(row + 1)
                        .arg(candidate.score, 0, 'f', 2);
    if (candidate.seenShare >= 0.0)
        words += CandidateModel::tr(", %1 percent seen").arg(qRound(candidate.seenShare * 100));
    if (!candidate.doubtfulWords.isEmpty())
        words += CandidateModel::tr(", doubtful: %1").arg(candidate.doubtfulWords.join(", "));
    return candidate.stale ? words + CandidateModel::tr(", made for other times") : words;
}

} // namespace

void CandidateModel::setCandidates(const QList<CandidateValue>& candidates, const QString& humanText)
{
    beginResetModel();
    m_candidates = candidates;
    m_humanText = humanText;
    endResetModel();
}

int CandidateModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : int(m_candidates.size());
}

QVariant CandidateModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_candidates.size())
        return {};
    const CandidateValue& candidate = m_candidates[index.row()];
    if (role == Qt::DisplayRole)
        return candidate.text;
    if (role == Qt::AccessibleTextRole)
        return spoken(candidate, index.row());
    if (role == Qt::ToolTipRole)
        return tr("Click, or press %1 (Alt+%1 while writing), to make this your text. Undo gives your own words back.")
            .arg(index.row() + 1);
    return {};
}

CandidateList::CandidateList(QWidget* parent) : FittedList(parent), m_model(new CandidateModel(this))
{
    setAccessibleName("proposals");
    setModel(m_model);
    setItemDelegate(new CandidateDelegate(this));
    setSpacing(4);
    setSelectionMode(QAbstractItemView::SingleSelection);
    viewport()->setCursor(Qt::PointingHandCursor);
    connect(this, &QListView::clicked, this, [this](const QModelIndex& index) { Q_EMIT taken(index.row()); });
}

void CandidateList::keyPressEvent(QKeyEvent* event)
{
    if (!isEnter(*event))
        FittedList::keyPressEvent(event);
    else if (!event->isAutoRepeat() && currentIndex().isValid())
        Q_EMIT taken(currentIndex().row());
}

void CandidateList::setCandidates(const QList<CandidateValue>& candidates, const QString& humanText)
{
    m_model->setCandidates(candidates, humanText);
}

} // namespace descant::ui
