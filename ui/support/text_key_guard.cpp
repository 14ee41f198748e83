// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/text_key_guard.h"

#include "ui/support/action_table.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSpinBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSlider>
#include <QTabBar>
#include <QTextEdit>

namespace descant::ui {

TextKeyGuard::TextKeyGuard(QObject* parent) : QObject(parent)
{
    for (const ActionSpecification& row : actionTable())
        for (const QKeySequence& key : listKeys(row))
            m_listOnly.insert(key);
    for (const ActionSpecification& row : actionTable())
        for (const QKeySequence& key : anywhereKeys(row))
            m_listOnly.remove(key);
}

bool TextKeyGuard::takesText(const QWidget* widget)
{
    if (const auto* line = qobject_cast<const QLineEdit*>(widget))
        return !line->isReadOnly();
    if (const auto* text = qobject_cast<const QTextEdit*>(widget))
        return !text->isReadOnly();
    if (const auto* text = qobject_cast<const QPlainTextEdit*>(widget))
        return !text->isReadOnly();
    if (const auto* combo = qobject_cast<const QComboBox*>(widget))
        return combo->isEditable();
    return qobject_cast<const QAbstractSpinBox*>(widget) != nullptr;
}

bool TextKeyGuard::keepsKey(const QWidget* widget, const QKeySequence& key) const
{
    if (takesText(widget))
        return m_listOnly.contains(key);
    static const QSet<QKeySequence> kPress{Qt::Key_Space, Qt::Key_Return, Qt::Key_Enter};
    static const QSet<QKeySequence> kMove{Qt::Key_Up, Qt::Key_Down, Qt::Key_Home, Qt::Key_End};
    static const QSet<QKeySequence> kSlide{Qt::Key_Left, Qt::Key_Right};
    if (qobject_cast<const QAbstractButton*>(widget) != nullptr)
        return kPress.contains(key);
    if (qobject_cast<const QAbstractItemView*>(widget) != nullptr)
        return kMove.contains(key) || (kPress.contains(key) && key != QKeySequence(Qt::Key_Space));
    if (qobject_cast<const QComboBox*>(widget) != nullptr || qobject_cast<const QSlider*>(widget) != nullptr)
        return kPress.contains(key) || kMove.contains(key) || kSlide.contains(key);
    return qobject_cast<const QTabBar*>(widget) != nullptr && kSlide.contains(key);
}

bool TextKeyGuard::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::ShortcutOverride)
        return false;
    const auto* widget = qobject_cast<const QWidget*>(watched);
    // The list that a box opens takes its Enter from this very event, and no shortcut works while it is open.
    if (widget != nullptr && widget->window()->windowType() == Qt::Popup)
        return false;
    const auto* key = static_cast<const QKeyEvent*>(event);
    // The number pad's plus is a plus.
    const auto modifiers = key->modifiers() & ~Qt::KeypadModifier;
    if (widget != nullptr && keepsKey(widget, QKeySequence(QKeyCombination(modifiers, Qt::Key(key->key()))))) {
        // True as well: a widget that does not know the event would let it go on to the shortcuts.
        event->accept();
        return true;
    }
    return false;
}

} // namespace descant::ui
