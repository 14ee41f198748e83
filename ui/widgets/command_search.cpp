// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/command_search.h"

#include "ui/support/conversions.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QStringListModel>
#include <QTimer>

namespace descant::ui {

CommandSearch::CommandSearch(const QList<QAction*>& actions, QWidget* parent) : QLineEdit(parent), m_actions(actions)
{
    setPlaceholderText(tr("Search commands (Ctrl+K)"));
    setAccessibleName(tr("Search commands"));
    setProperty("look", "search");
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

void CommandSearch::ask()
{
    m_purpose = Purpose::Command;
    setPlaceholderText(tr("Search commands (Ctrl+K)"));
    setFocus();
    selectAll();
}

void CommandSearch::askTime()
{
    m_purpose = Purpose::Time;
    clear();
    setPlaceholderText(tr("Time, such as 1:05.2"));
    setFocus();
}

void CommandSearch::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    clear();
    leave();
}

void CommandSearch::leave()
{
    m_purpose = Purpose::Command;
    setPlaceholderText(tr("Search commands (Ctrl+K)"));
    Q_EMIT left();
}

void CommandSearch::perform(const QString& name)
{
    if (name.trimmed().isEmpty())
        return;
    // Cleared after the completer has written its choice into the field.
    QTimer::singleShot(0, this, &QLineEdit::clear);
    const Purpose purpose = m_purpose;
    leave();
    if (const auto time = parseTime(name)) {
        Q_EMIT timeEntered(*time);
        return;
    }
    if (purpose == Purpose::Time) {
        Q_EMIT refused(tr("“%1” is not a time: write seconds, or minutes and seconds such as 1:05.2").arg(name));
        return;
    }
    QAction* found = nullptr;
    for (QAction* action : m_actions) {
        if (action->text().compare(name, Qt::CaseInsensitive) == 0)
            found = action;
        else if (found == nullptr && action->text().contains(name, Qt::CaseInsensitive))
            found = action;
    }
    if (found == nullptr)
        Q_EMIT refused(tr("No command is called “%1”").arg(name));
    else if (!found->isEnabled())
        Q_EMIT refused(tr("“%1” has nothing to act on now").arg(found->text()));
    else
        found->trigger();
}

} // namespace descant::ui
