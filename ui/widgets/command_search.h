// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

QT_BEGIN_NAMESPACE
class QAction;
QT_END_NAMESPACE

namespace descant::ui {

/// A field that finds any of the actions it is given by a part of its name and does it on Enter.
class CommandSearch : public QLineEdit {
    Q_OBJECT
public:
    CommandSearch(const QList<QAction*>& actions, QWidget* parent = nullptr);

private:
    void perform(const QString& name);
    QList<QAction*> m_actions;
};

} // namespace descant::ui
