// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/command_search.h"

#include "ui/support/action_table.h"
#include "ui/support/conversions.h"
#include "ui/support/theme.h"

#include <QAbstractItemView>
#include <QAction>
#include <QCompleter>
#include <QKeyEvent>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QTimer>

namespace descant::ui {

namespace {

constexpr int kKeyRole = Qt::UserRole + 1;
constexpr int kKeyMargin = 10;

bool isEscape(const QEvent* event, QEvent::Type type)
{
    return event->type() == type && static_cast<const QKeyEvent*>(event)->key() == Qt::Key_Escape;
}

/// A command with its key at the end of the row.
class CommandDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        const int key = option->fontMetrics.horizontalAdvance(index.data(kKeyRole).toString());
        option->text =
            option->fontMetrics.elidedText(option->text, Qt::ElideRight, option->rect.width() - key - 3 * kKeyMargin);
    }

    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index) + QSize(0, kKeyMargin);
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override
    {
        QStyledItemDelegate::paint(painter, option, index);
        painter->save();
        painter->setFont(option.font);
        painter->setPen(tokens().text2);
        painter->drawText(option.rect.adjusted(kKeyMargin, 0, -kKeyMargin, 0),
                          int(QStyle::visualAlignment(option.direction, Qt::AlignRight)) | Qt::AlignVCenter,
                          leftToRight(index.data(kKeyRole).toString()));
        painter->restore();
    }
};

} // namespace

CommandSearch::CommandSearch(const QList<QAction*>& actions, QWidget* parent) : QLineEdit(parent), m_actions(actions)
{
    setAccessibleName(tr("Search commands"));
    setProperty("look", "search");
    setFixedWidth(264);
    wantCommands();
    makeCompleter();
    connect(this, &QLineEdit::returnPressed, this, [this] { perform(text()); });
}

void CommandSearch::makeCompleter()
{
    auto* commands = new QStandardItemModel(this);
    for (const QAction* action : m_actions) {
        auto* row = new QStandardItem(action->text());
        const QString key = action->shortcut().isEmpty() ? QString() : keyLabel(action->shortcut());
        row->setData(key, kKeyRole);
        row->setData(key.isEmpty() ? action->text() : action->text() + ", " + key, Qt::AccessibleTextRole);
        commands->appendRow(row);
    }
    auto* completer = new QCompleter(commands, this);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    completer->setMaxVisibleItems(12);
    setCompleter(completer);
    completer->popup()->setItemDelegate(new CommandDelegate(completer->popup()));
    completer->popup()->installEventFilter(this);
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &CommandSearch::perform);
}

void CommandSearch::wantCommands()
{
    m_purpose = Purpose::Command;
    setPlaceholderText(tr("Search commands (Ctrl+K)"));
}

void CommandSearch::ask()
{
    wantCommands();
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

bool CommandSearch::event(QEvent* event)
{
    // Elsewhere Esc is a shortcut, which would act in place of the field.
    if (isEscape(event, QEvent::ShortcutOverride)) {
        event->accept();
        return true;
    }
    return QLineEdit::event(event);
}

bool CommandSearch::eventFilter(QObject* watched, QEvent* event)
{
    if (isEscape(event, QEvent::ShortcutOverride)) {
        event->accept();
        return true;
    }
    if (isEscape(event, QEvent::KeyPress)) {
        giveUp();
        return true;
    }
    return QLineEdit::eventFilter(watched, event);
}

void CommandSearch::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Escape)
        giveUp();
    else
        QLineEdit::keyPressEvent(event);
}

void CommandSearch::focusOutEvent(QFocusEvent* event)
{
    QLineEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason && event->reason() != Qt::ActiveWindowFocusReason)
        wantCommands();
}

void CommandSearch::giveUp()
{
    completer()->popup()->hide();
    clear();
    leave();
}

void CommandSearch::leave()
{
    wantCommands();
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
