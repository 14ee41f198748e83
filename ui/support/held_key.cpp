// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/held_key.h"

#include <QCoreApplication>
#include <QKeyEvent>

namespace descant::ui {

HeldKey::HeldKey(Qt::Key key, QObject* parent) : QObject(parent), m_key(key) { qApp->installEventFilter(this); }

bool HeldKey::eventFilter(QObject*, QEvent* event)
{
    switch (event->type()) {
    case QEvent::ShortcutOverride: // a key that does an action comes as nothing else
    case QEvent::KeyPress:
        m_down = m_down || static_cast<QKeyEvent*>(event)->key() == m_key;
        break;
    case QEvent::KeyRelease: {
        const auto* key = static_cast<QKeyEvent*>(event);
        m_down = m_down && (key->key() != m_key || key->isAutoRepeat());
        break;
    }
    case QEvent::ApplicationDeactivate: // another program gets the release
        m_down = false;
        break;
    default:
        break;
    }
    return false;
}

} // namespace descant::ui
