// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/key_page.h"

#include "ui/support/action_table.h"
#include "ui/support/conversions.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QStyledItemDelegate>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace descant::ui {
namespace {

QString labels(const QList<QKeySequence>& keys)
{
    QStringList parts;
    for (const QKeySequence& key : keys)
        parts.append(leftToRight(keyLabel(key)));
    parts.removeDuplicates();
    return parts.join("   ");
}

/// Cells with room around their words: style sheets give none to cells that are sized by their contents.
class PaddedDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyleOptionViewItem inner = option;
        inner.rect.setWidth(std::max(1, option.rect.width() - 2 * kMargin));
        return QStyledItemDelegate::sizeHint(inner, index) + QSize(2 * kMargin, kMargin);
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        if (option.state.testFlag(QStyle::State_Selected))
            painter->fillRect(option.rect, option.palette.highlight());
        QStyleOptionViewItem inner = option;
        inner.rect.adjust(kMargin, 0, -kMargin, 0);
        QStyledItemDelegate::paint(painter, inner, index);
    }

private:
    static constexpr int kMargin = 8;
};

} // namespace

KeyPage::KeyPage(QWidget* parent) : QDialog(parent), m_table(new QTableWidget(this))
{
    setWindowTitle(tr("Keys"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(1080, 680);
    auto* search = new QLineEdit(this);
    search->setPlaceholderText(tr("Search actions and keys"));
    search->setAccessibleName(tr("Search actions and keys"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addWidget(search);
    column->addWidget(m_table, 1);
    fill();
    connect(search, &QLineEdit::textChanged, this, &KeyPage::filter);
    search->setFocus();
}

void KeyPage::fill()
{
    m_table->setAccessibleName(tr("keys"));
    m_table->setColumnCount(4);
    m_table->setHorizontalHeaderLabels({tr("Action"), tr("List and timeline"), tr("Anywhere"), tr("What it does")});
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setItemDelegate(new PaddedDelegate(m_table));
    m_table->setRowCount(int(actionTable().size()));
    int row = 0;
    for (const ActionSpecification& action : actionTable()) {
        const QStringList cells{menuPath(action).first() + " › " + actionText(action), labels(listKeys(action)),
                                labels(anywhereKeys(action)), actionHelp(action)};
        for (int cell = 0; cell < cells.size(); ++cell)
            m_table->setItem(row, cell, new QTableWidgetItem(cells[cell]));
        ++row;
    }
    // The sentences take what the others leave, in as many lines as they need.
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(3, QHeaderView::Stretch);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
}

void KeyPage::filter(const QString& words)
{
    for (int row = 0; row < m_table->rowCount(); ++row) {
        bool found = false;
        for (int cell = 0; cell < m_table->columnCount(); ++cell)
            found = found || m_table->item(row, cell)->text().contains(words, Qt::CaseInsensitive);
        m_table->setRowHidden(row, !found);
    }
}

} // namespace descant::ui
