// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/size_table.h"

#include "ui/releases/release_words.h"
#include "ui/support/conversions.h"

#include <QEvent>
#include <QHeaderView>
#include <QLocale>

namespace descant::ui {
namespace {

enum Column { Split, Groups, Videos, Captions, Share, ColumnCount };

QString shareText(qulonglong part, qulonglong whole)
{
    return whole == 0
        ? QString()
        : leftToRight(SizeTable::tr("%1 %").arg(QLocale().toString(100.0 * double(part) / double(whole), 'f', 1)));
}

} // namespace

SizeTable::SizeTable(Columns columns, QWidget* parent) : QTableWidget(0, ColumnCount, parent), m_columns(columns)
{
    setAccessibleName(tr("splits"));
    setHorizontalHeaderLabels({tr("Split"), tr("Groups"), tr("Videos"), tr("Captions"), tr("Share")});
    setColumnHidden(Groups, columns == Columns::WithoutGroups);
    setEditTriggers(NoEditTriggers);
    setSelectionBehavior(SelectRows);
    setSelectionMode(SingleSelection);
    setTabKeyNavigation(false);
    setShowGrid(false);
    setFrameShape(NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalHeader()->hide();
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    horizontalHeader()->setSectionResizeMode(Split, QHeaderView::ResizeToContents);
    horizontalHeader()->setDefaultAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    horizontalHeaderItem(Split)->setTextAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void SizeTable::setCell(int row, int column, const QString& words)
{
    auto* item = new QTableWidgetItem(words);
    item->setTextAlignment((column == Split ? Qt::AlignLeading : Qt::AlignTrailing) | Qt::AlignVCenter);
    item->setData(Qt::AccessibleTextRole, SplitWords::tr("%1: %2").arg(horizontalHeaderItem(column)->text(), words));
    setItem(row, column, item);
}

void SizeTable::setSizes(const QList<SplitSize>& sizes)
{
    qulonglong videos = 0;
    for (const SplitSize& size : sizes)
        videos += size.videos;
    setRowCount(int(sizes.size()));
    for (int row = 0; row < sizes.size(); ++row) {
        const SplitSize& size = sizes[row];
        setCell(row, Split, splitText(size.split));
        setCell(row, Groups, QLocale().toString(size.groups));
        setCell(row, Videos, QLocale().toString(size.videos));
        setCell(row, Captions, QLocale().toString(size.captions));
        setCell(row, Share, shareText(size.videos, videos));
    }
    setCurrentCell(0, 0);
    updateGeometry();
}

QSize SizeTable::sizeHint() const
{
    int height = horizontalHeader()->sizeHint().height() + 2 * frameWidth() + 4;
    for (int row = 0; row < rowCount(); ++row)
        height += rowHeight(row);
    return {QTableWidget::sizeHint().width(), height};
}

QSize SizeTable::minimumSizeHint() const { return {160, sizeHint().height()}; }

void SizeTable::changeEvent(QEvent* event)
{
    QTableWidget::changeEvent(event);
    if (event->type() == QEvent::StyleChange || event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace descant::ui
