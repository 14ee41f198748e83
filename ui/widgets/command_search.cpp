// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/command_search.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QStringListModel>
#include <QTimer>

namespace descant::ui {

CommandSearch::CommandSearch(const QList<QAction*>& actions, QWidget* parent) : QLineEdit(parent), m_actions(actions)
{
    setPlaceholderText(tr("Search commands (Ctrl+K)"));
    setAccessibleName(tr("Search commands"));
    setClearButtonEnabled(true);
    setFixedWidth(264);
    QStringList names;
    for (const QAction* action : actions)
        names.append(action->text());
    auto* completer = new QCompleter(names, this);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setMaxVisibleItems(12);
    setCompleter(completer);
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &CommandSearch::perform);
    connect(this, &QLineEdit::returnPressed, this, [this] { perform(text()); });
}

void CommandSearch::perform(const QString& name)
{
    if (name.trimmed().isEmpty())
        return;
    QAction* found = nullptr;
    for (QAction* action : m_actions) {
        if (action->text().compare(name, Qt::CaseInsensitive) == 0)
            found = action;
        else if (found == nullptr && action->text().contains(name, Qt::CaseInsensitive))
            found = action;
    }
    // Cleared after the completer has written its choice into the field.
    QTimer::singleShot(0, this, &QLineEdit::clear);
    clearFocus();
    if (found != nullptr)
        found->trigger();
}

} // namespace descant::ui
