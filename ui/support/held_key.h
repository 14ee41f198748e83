// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace descant::ui {

/// Whether a key is down right now, wherever the keyboard is in the program. UI thread.
class HeldKey : public QObject {
    Q_OBJECT
public:
    HeldKey(Qt::Key key, QObject* parent);
    bool isDown() const { return m_down; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    Qt::Key m_key;
    bool m_down = false;
};

} // namespace descant::ui
