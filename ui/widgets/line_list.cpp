// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/line_list.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QStringListModel>

#include <algorithm>

namespace descant::ui {

LineList::LineList(QWidget* parent) : QListView(parent), m_model(new QStringListModel(this))
{
    setProperty("look", "glance");
    setModel(m_model);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setSelectionMode(QAbstractItemView::ExtendedSelection);
    setUniformItemSizes(true);
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
    QGuiApplication::clipboard()->setText((words.size() > 1 ? words : lines()).join('\n'));
}

void LineList::keyPressEvent(QKeyEvent* event)
{
    if (event->matches(QKeySequence::Copy))
        copy();
    else
        QListView::keyPressEvent(event);
}

} // namespace descant::ui
