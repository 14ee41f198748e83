// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/captions/segment_list.h"

#include "ui/support/conversions.h"
#include "ui/support/theme.h"
#include "ui/widgets/fitted_list.h"
#include "ui/widgets/painting.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QSignalBlocker>

#include <algorithm>

namespace descant::ui {
namespace {

QColor statusColor(const SegmentRow& row)
{
    switch (row.status) {
    case CaptionStatus::Accepted:
    case CaptionStatus::Reviewed:
        return tokens().ok;
    case CaptionStatus::Flagged:
        return tokens().warn;
    case CaptionStatus::Rejected:
        return tokens().bad;
    case CaptionStatus::Empty:
    case CaptionStatus::Draft:
        break;
    }
    return row.proposed ? tokens().proposal : tokens().outline;
}

/// The state in one word; of a segment that only the model has described, "proposal".
QString stateWords(const SegmentRow& row)
{
    if (!row.proposed)
        return statusText(row.status);
    const QString proposal = SegmentListModel::tr("proposal");
    return row.status == CaptionStatus::Empty ? proposal : statusText(row.status) + ", " + proposal;
}

/// A mark for the state, told by its shape as well as its colour.
QString statusMark(CaptionStatus status)
{
    switch (status) {
    case CaptionStatus::Accepted:
        return "✓";
    case CaptionStatus::Reviewed:
        return "✓✓";
    case CaptionStatus::Flagged:
        return "⚑";
    case CaptionStatus::Rejected:
        return "✕";
    case CaptionStatus::Empty:
        return "○";
    case CaptionStatus::Draft:
        break;
    }
    return "•";
}

/// Model text is dashed wherever it stands: a ring of dashes in the place of the other marks.
void paintProposalMark(QPainter& painter, const QRect& box)
{
    constexpr double kRing = 9.0;
    const double left =
        painter.layoutDirection() == Qt::RightToLeft ? box.right() - kRing - 1 : static_cast<double>(box.left()) + 1;
    QPen pen(tokens().proposal, 1.5);
    pen.setDashPattern({2.0, 1.5});
    pen.setCapStyle(Qt::FlatCap);
    painter.setRenderHint(QPainter::Antialiasing, true);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawEllipse(QRectF(left, box.center().y() - kRing / 2 + 0.5, kRing, kRing));
    painter.setRenderHint(QPainter::Antialiasing, false);
}

bool sameRow(const SegmentRow& one, const SegmentRow& other)
{
    return one.id == other.id && one.number == other.number && one.range == other.range && one.text == other.text
        && one.proposed == other.proposed && one.status == other.status;
}

} // namespace

void SegmentListModel::setRows(QList<SegmentRow> rows)
{
    const bool sameIds = rows.size() == m_rows.size()
        && std::equal(rows.begin(), rows.end(), m_rows.begin(),
                      [](const SegmentRow& one, const SegmentRow& other) { return one.id == other.id; });
    if (!sameIds) {
        beginResetModel();
        m_rows = std::move(rows);
        endResetModel();
        return;
    }
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (sameRow(rows[i], m_rows[i]))
            continue;
        m_rows[i] = rows[i];
        Q_EMIT dataChanged(index(int(i)), index(int(i)));
    }
}

void SegmentListModel::putRow(const SegmentRow& row)
{
    // Rows stand in order of their numbers; only one that has moved must be looked for.
    const qsizetype place = row.number - 1;
    const bool there = place >= 0 && place < m_rows.size() && m_rows[place].id == row.id;
    const int found = there ? int(place) : indexOf(row.id);
    if (found < 0)
        return;
    m_rows[found] = row;
    Q_EMIT dataChanged(index(found), index(found));
}

int SegmentListModel::indexOf(const QString& id) const
{
    for (qsizetype i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].id == id)
            return int(i);
    return -1;
}

int SegmentListModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_rows.size()); }

QVariant SegmentListModel::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || index.row() >= m_rows.size())
        return {};
    const SegmentRow& segment = m_rows[index.row()];
    if (role == Qt::DisplayRole)
        return segment.text;
    if (role == Qt::AccessibleTextRole)
        return QString("%1, %2, %3, %4")
            .arg(segment.number)
            .arg(rangeSpoken(segment.range), stateWords(segment), segment.text);
    if (role == Qt::ToolTipRole)
        return QString("%1 · %2\n%3").arg(rangeText(segment.range), stateWords(segment), segment.text);
    return {};
}

QSize SegmentDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {160, 44}; }

void SegmentDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const SegmentRow& row = static_cast<const SegmentListModel*>(index.model())->row(index.row());
    painter->save();
    painter->setLayoutDirection(option.direction);
    paintRowBackground(*painter, option.rect, option.state.testFlag(QStyle::State_Selected),
                       option.state.testFlag(QStyle::State_MouseOver));
    const auto place = [&](const QRect& box) { return QStyle::visualRect(option.direction, option.rect, box); };
    const QRect body = option.rect.adjusted(16, 4, -12, -4);
    const int half = body.height() / 2;
    painter->setFont(Theme::current().font(TextRole::Glance));
    paintLine(*painter, place(QRect(body.left(), body.top(), 22, half)), QString::number(row.number), tokens().text2);
    paintLine(*painter, place(QRect(body.left() + 24, body.top(), body.width() - 48, half)), rangeText(row.range),
              tokens().text2);
    const QRect mark = place(QRect(body.right() - 20, body.top(), 24, half));
    if (row.proposed && row.status == CaptionStatus::Empty)
        paintProposalMark(*painter, mark);
    else
        paintLine(*painter, mark, statusMark(row.status), statusColor(row));
    painter->setFont(Theme::current().font(TextRole::Interface));
    const QColor color = row.proposed ? tokens().proposal : row.text.isEmpty() ? tokens().text2 : tokens().text;
    paintLine(*painter, place(QRect(body.left() + 24, body.top() + half, body.width() - 24, half)),
              row.text.isEmpty() ? statusText(CaptionStatus::Empty) : row.text, color);
    painter->restore();
}

SegmentList::SegmentList(QWidget* parent) : QListView(parent), m_model(new SegmentListModel(this))
{
    setAccessibleName("segments");
    setModel(m_model);
    setItemDelegate(new SegmentDelegate(this));
    setUniformItemSizes(true);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex& current) {
        if (current.isValid() && hasFocus())
            Q_EMIT chosen(m_model->row(current.row()).id);
    });
    connect(this, &QListView::clicked, this,
            [this](const QModelIndex& index) { Q_EMIT chosen(m_model->row(index.row()).id); });
}

void SegmentList::keyPressEvent(QKeyEvent* event)
{
    if (!isEnter(*event))
        QListView::keyPressEvent(event);
    else if (!event->isAutoRepeat() && currentIndex().isValid())
        Q_EMIT editRequested();
}

void SegmentList::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex row = byKey ? currentIndex() : indexAt(event->pos());
    if (!row.isValid())
        return;
    if (row != currentIndex())
        setCurrentIndex(row);
    Q_EMIT chosen(m_model->row(row.row()).id);
    Q_EMIT menuRequested(byKey ? viewport()->mapToGlobal(visualRect(row).center()) : event->globalPos());
}

void SegmentList::setRows(const QList<SegmentRow>& rows) { m_model->setRows(rows); }

void SegmentList::putRow(const SegmentRow& row) { m_model->putRow(row); }

void SegmentList::setCurrent(const QString& id)
{
    const int row = m_model->indexOf(id);
    const QSignalBlocker quiet(selectionModel());
    if (row < 0)
        selectionModel()->clear();
    else
        selectionModel()->setCurrentIndex(m_model->index(row), QItemSelectionModel::ClearAndSelect);
    if (row >= 0)
        scrollTo(m_model->index(row));
    viewport()->update();
}

} // namespace descant::ui
