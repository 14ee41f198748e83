// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;
QT_END_NAMESPACE

namespace descant::ui {

/// What a place shows while it is empty: an icon, what it is for, what to do, and the buttons that do it.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& icon, const QString& title, const QString& sentence, QWidget* parent = nullptr);
    void addButton(QPushButton* button);
    /// Something below the buttons, such as recent projects.
    void addBelow(QWidget* widget);

private:
    void retint();
    QString m_iconName;
    QLabel* m_icon;
    QHBoxLayout* m_buttons;
    QVBoxLayout* m_column;
};

} // namespace descant::ui
