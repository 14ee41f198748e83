// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/line_list.h"

#include "ui/support/conversions.h"
#include "ui/support/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QPainter>
#include <QStringListModel>
#include <QStyledItemDelegate>
#include <QTextLayout>

#include <algorithm>
#include <cmath>

namespace descant::ui {
namespace {

constexpr int kBeside = 4;  ///< pixels to the left and right of a line
constexpr int kBetween = 2; ///< above and below
constexpr int kLeastWidth = 80;

/// A line in as many rows as it needs: long paths break where they must.
void layOut(QTextLayout& layout, int width, Qt::LayoutDirection direction)
{
    // A layout knows no leading edge.
    QTextOption option(direction == Qt::RightToLeft ? Qt::AlignRight : Qt::AlignLeft);
    option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    option.setTextDirection(direction);
    layout.setTextOption(option);
    layout.beginLayout();
    double top = 0.0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(kLeastWidth, width));
        line.setPosition({0.0, top});
        top += line.height();
    }
    layout.endLayout();
}

class LineDelegate : public QStyledItemDelegate {
public:
    explicit LineDelegate(QListView* view) : QStyledItemDelegate(view), m_view(view) { }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const int width = m_view->viewport()->width();
        QTextLayout layout(index.data().toString(), Theme::current().font(TextRole::Glance));
        layOut(layout, width - 2 * kBeside, option.direction);
        return {width, int(std::ceil(layout.boundingRect().height())) + 2 * kBetween};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        const bool chosen = option.state.testFlag(QStyle::State_Selected);
        if (chosen)
            painter->fillRect(option.rect, tokens().raised);
        QTextLayout layout(index.data().toString(), Theme::current().font(TextRole::Glance));
        layOut(layout, option.rect.width() - 2 * kBeside, option.direction);
        painter->setPen(chosen ? tokens().text : tokens().text2);
        layout.draw(painter, option.rect.topLeft() + QPointF(kBeside, kBetween));
    }

private:
    QListView* m_view;
};

} // namespace

LineList::LineList(QWidget* parent) : QListView(parent), m_model(new QStringListModel(this))
{
    setProperty("look", "glance");
    setModel(m_model);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setItemDelegate(new LineDelegate(this));
    setResizeMode(QListView::Adjust);
    setLayoutMode(QListView::Batched);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void LineList::setLines(const QStringList& lines) { m_model->setStringList(lines); }

QStringList LineList::lines() const { return m_model->stringList(); }

void LineList::copy() const
{
    QModelIndexList chosen = selectionModel()->selectedRows();
    std::sort(chosen.begin(), chosen.end());
    QStringList words;
    for (const QModelIndex& index : chosen)
        words.append(index.data().toString());
    QGuiApplication::clipboard()->setText(withoutMarks((words.size() > 1 ? words : lines()).join('\n')));
}

void LineList::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QListView::keyPressEvent(event);
}

} // namespace descant::ui
