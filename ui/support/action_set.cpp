// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/action_set.h"

#include "ui/support/icons.h"
#include "ui/support/key_button.h"
#include "ui/support/theme.h"

#include <QMenu>
#include <QMenuBar>

namespace descant::ui {
namespace {

/// "&File": the first letter of the title that no menu before it took; Alt with it opens the menu.
QString withMnemonic(QString title, QString& taken)
{
    for (qsizetype i = 0; i < title.size(); ++i) {
        const QChar letter = title[i].toLower();
        if (!letter.isLetter() || taken.contains(letter))
            continue;
        taken += letter;
        return title.insert(i, '&');
    }
    return title;
}

} // namespace

ActionSet::ActionSet(QWidget* window) : QObject(window), m_window(window)
{
    for (const ActionSpecification& row : actionTable()) {
        auto* action = new QAction(actionText(row), this);
        action->setObjectName(row.id);
        action->setShortcuts(allKeys(row));
        action->setShortcutContext(Qt::WindowShortcut);
        action->setAutoRepeat(row.held == Held::Repeats);
        action->setToolTip(tooltipOf(row));
        action->setStatusTip(actionHelp(row));
        action->setMenuRole(QAction::NoRole);
        window->addAction(action);
        m_actions.insert(row.id, action);
    }
    retint();
    connect(&Theme::current(), &Theme::changed, this, &ActionSet::retint);
}

void ActionSet::retint()
{
    for (const ActionSpecification& row : actionTable())
        m_actions.value(row.id)->setIcon(menuIcon(row.icon));
}

QAction* ActionSet::action(const QString& id) const
{
    Q_ASSERT_X(m_actions.contains(id), "ActionSet::action", qPrintable(id));
    return m_actions.value(id);
}

void ActionSet::connectTo(const QString& id, QObject* context, std::function<void()> function)
{
    connect(action(id), &QAction::triggered, context, std::move(function));
}

void ActionSet::enable(const std::function<bool(Needs)>& available)
{
    for (const ActionSpecification& row : actionTable())
        m_actions.value(row.id)->setEnabled(available(row.needs));
}

void ActionSet::fill(QMenuBar* bar)
{
    QString letters;
    for (const ActionSpecification& row : actionTable()) {
        QMenu* menu = nullptr;
        QString path;
        for (const QString& title : menuPath(row)) {
            path += path.isEmpty() ? title : "/" + title;
            QMenu*& known = m_menus[path];
            if (known == nullptr) {
                if (menu != nullptr && beginsGroup(row))
                    menu->addSeparator();
                known = menu == nullptr ? bar->addMenu(withMnemonic(title, letters)) : menu->addMenu(title);
                known->setToolTipsVisible(true);
            } else if (title == menuPath(row).last() && beginsGroup(row) && !known->isEmpty()) {
                known->addSeparator();
            }
            menu = known;
        }
        menu->addAction(m_actions.value(row.id));
    }
}

QMenu* ActionSet::menu(const QString& path) const { return m_menus.value(path); }

QMenu* ActionSet::popUp(ContextMenu which, QPoint globalPosition) const
{
    auto* menu = new QMenu(m_window);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    for (const QString& id : contextMenuIds(which)) {
        if (id.isEmpty())
            menu->addSeparator();
        else
            menu->addAction(action(id));
    }
    menu->popup(globalPosition);
    return menu;
}

QPushButton* ActionSet::button(const QString& id, const QString& look, QWidget* parent, KeyShown shown) const
{
    QAction* source = action(id);
    auto* button = new KeyButton(parent);
    button->setProperty("look", look);
    button->setText(source->text());
    button->setToolTip(source->toolTip());
    button->setAccessibleDescription(actionHelp(actionSpecification(id)));
    const auto anywhere = anywhereKeys(actionSpecification(id));
    const auto keys = allKeys(actionSpecification(id));
    button->setKey(keys.isEmpty() ? QString()
                                  : keyLabel(shown == KeyShown::Anywhere && !anywhere.isEmpty() ? anywhere.first()
                                                                                                : keys.first()));
    button->setEnabled(source->isEnabled());
    connect(source, &QAction::changed, button, [button, source] { button->setEnabled(source->isEnabled()); });
    connect(button, &QPushButton::clicked, source, &QAction::trigger);
    return button;
}

} // namespace descant::ui
