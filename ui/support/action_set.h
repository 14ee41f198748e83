// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/support/action_table.h"

#include <QAction>
#include <QHash>
#include <QObject>
#include <QPushButton>

#include <functional>

QT_BEGIN_NAMESPACE
class QMenu;
class QMenuBar;
class QWidget;
QT_END_NAMESPACE

namespace descant::ui {

/// The rows of the action table as living QActions of one window, its menus and its buttons.
class ActionSet : public QObject {
    Q_OBJECT
public:
    /// Makes every action and adds it to `window`, so that its keys work there.
    explicit ActionSet(QWidget* window);

    QAction* action(const QString& id) const;
    /// What an action does. Each id is given one function.
    void connectTo(const QString& id, QObject* context, std::function<void()> function);
    /// Enables what can do something now. `available` says which needs are met.
    void enable(const std::function<bool(Needs)>& available);

    /// Fills the bar with the menus of the table. A submenu can be asked for afterwards with menu("File").
    void fill(QMenuBar* bar);
    QMenu* menu(const QString& path) const;
    /// Shows a context menu with the very actions of the menus, and lets it go when it closes.
    QMenu* popUp(ContextMenu menu, QPoint globalPosition) const;

    /// A button for an action: its icon and, with text, its name and key; it follows the action's state.
    enum class KeyShown { List, Anywhere };
    QPushButton* button(const QString& id, const QString& look, QWidget* parent, KeyShown shown = KeyShown::List) const;

private:
    void retint();
    QWidget* m_window;
    QHash<QString, QAction*> m_actions;
    QHash<QString, QMenu*> m_menus;
};

} // namespace descant::ui
