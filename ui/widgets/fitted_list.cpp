// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/fitted_list.h"

#include <QKeyEvent>
#include <QResizeEvent>

namespace descant::ui {

FittedList::FittedList(QWidget* parent) : QListView(parent)
{
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setResizeMode(QListView::Adjust);
    setMouseTracking(true);
    setFrameShape(QFrame::NoFrame);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
}

void FittedList::setModel(QAbstractItemModel* newModel)
{
    QListView::setModel(newModel);
    connect(newModel, &QAbstractItemModel::modelReset, this, [this] { updateGeometry(); });
    connect(newModel, &QAbstractItemModel::dataChanged, this, [this] { updateGeometry(); });
}

int FittedList::contentHeight() const
{
    int height = 4;
    for (int row = 0; model() != nullptr && row < model()->rowCount(); ++row)
        height += sizeHintForRow(row) + 2 * spacing();
    return height;
}

QSize FittedList::sizeHint() const { return {240, contentHeight()}; }

QSize FittedList::minimumSizeHint() const { return {120, std::min(contentHeight(), 96)}; }

bool isEnter(const QKeyEvent& event)
{
    return (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter)
        && (event.modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
}

void FittedList::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    // Rows wrap: another width, another height.
    if (event->oldSize().width() != event->size().width()) {
        scheduleDelayedItemsLayout();
        updateGeometry();
    }
}

} // namespace descant::ui
