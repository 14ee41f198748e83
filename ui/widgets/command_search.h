// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <QLineEdit>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace descant::ui {

/// A field that finds any of the actions it is given by a part of its name and does it on Enter; the list under it
/// shows their keys. Esc empties and leaves it.
class CommandSearch : public QLineEdit {
    Q_OBJECT
public:
    CommandSearch(const QList<QAction*>& actions, QWidget* parent = nullptr);
    void ask();     ///< takes the keyboard for a command
    void askTime(); ///< takes the keyboard for a time such as 1:05.2

Q_SIGNALS:
    void timeEntered(descant::MediaTime time);
    void refused(const QString& sentence);
    void left(); ///< done, one way or the other: the keyboard may go where it was

protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void makeCompleter();
    void giveUp();
    void wantCommands();
    void perform(const QString& name);
    void leave();
    QList<QAction*> m_actions;
    enum class Purpose { Command, Time } m_purpose = Purpose::Command;
};

} // namespace descant::ui
