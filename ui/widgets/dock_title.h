// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QDockWidget;
class QLabel;
class QToolButton;
QT_END_NAMESPACE

namespace descant::ui {

/// The head of a panel that can be moved: its name, and a button that hides it. Dragging it moves the panel, a double
/// click lets it float. View → Panels brings a hidden one back.
class DockTitle : public QWidget {
    Q_OBJECT
public:
    explicit DockTitle(QDockWidget* dock);

private:
    void retint();
    QLabel* m_name;
    QToolButton* m_hide;
};

} // namespace descant::ui
