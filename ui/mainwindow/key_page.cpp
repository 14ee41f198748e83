// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/key_page.h"

#include "ui/support/action_table.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QTableWidget>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

QString labels(const QList<QKeySequence>& keys)
{
    QStringList parts;
    for (const QKeySequence& key : keys)
        parts.append(keyLabel(key));
    parts.removeDuplicates();
    return parts.join("   ");
}

} // namespace

KeyPage::KeyPage(QWidget* parent) : QDialog(parent), m_table(new QTableWidget(this))
{
    setWindowTitle(tr("Keys"));
    setAttribute(Qt::WA_DeleteOnClose);
    resize(860, 640);
    auto* search = new QLineEdit(this);
    search->setPlaceholderText(tr("Search actions and keys"));
    search->setAccessibleName(tr("Search actions and keys"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addWidget(search);
    column->addWidget(m_table, 1);
    m_table->setAccessibleName(tr("keys"));
    m_table->setColumnCount(4);
    m_table->setHorizontalHeaderLabels({tr("Action"), tr("List and timeline"), tr("Anywhere"), tr("What it does")});
    m_table->verticalHeader()->hide();
    m_table->setShowGrid(false);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setRowCount(int(actionTable().size()));
    int row = 0;
    for (const ActionSpecification& action : actionTable()) {
        const QStringList cells{menuPath(action).first() + " › " + actionText(action), labels(listKeys(action)),
                                labels(anywhereKeys(action)), actionHelp(action)};
        for (int cell = 0; cell < cells.size(); ++cell)
            m_table->setItem(row, cell, new QTableWidgetItem(cells[cell]));
        ++row;
    }
    m_table->resizeColumnsToContents();
    m_table->horizontalHeader()->setStretchLastSection(true);
    connect(search, &QLineEdit::textChanged, this, &KeyPage::filter);
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
