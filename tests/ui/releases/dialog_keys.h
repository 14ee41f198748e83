// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/patient_test.h"

#include <QAccessible>
#include <QApplication>
#include <QDialog>
#include <QWidget>

namespace descant::ui::test {

/// The classes of controls that can be reached with Tab and have no name for a screen reader.
inline QStringList namelessControls(const QWidget& window)
{
    QStringList nameless;
    for (QWidget* one : window.findChildren<QWidget*>()) {
        if (!one->isVisible() || !one->isEnabled() || (one->focusPolicy() & Qt::TabFocus) == 0
            || one->focusProxy() != nullptr)
            continue;
        QAccessibleInterface* shown = QAccessible::queryAccessibleInterface(one);
        if (shown == nullptr || shown->text(QAccessible::Name).isEmpty())
            nameless.append(QString("%1 %2").arg(one->metaObject()->className(), one->objectName()));
    }
    return nameless;
}

/// Goes to a control with Tab alone, as somebody without a mouse does; false when it cannot be reached.
inline bool tabTo(QWidget& window, const QWidget* wanted)
{
    constexpr int kEnough = 100;
    for (int i = 0; i < kEnough && window.focusWidget() != wanted; ++i)
        QTest::keyClick(window.focusWidget() == nullptr ? &window : window.focusWidget(), Qt::Key_Tab);
    return window.focusWidget() == wanted;
}

/// Presses what has the keyboard.
inline void press(QWidget& window) { QTest::keyClick(window.focusWidget(), Qt::Key_Space); }

} // namespace descant::ui::test
