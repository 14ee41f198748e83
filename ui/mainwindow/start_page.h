// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

QT_BEGIN_NAMESPACE
class QFileInfo;
class QVBoxLayout;
QT_END_NAMESPACE

namespace descant::ui {

class ActionSet;

/// What a list of recent projects calls one: its name, and whether its file is missing.
QString recentName(const QFileInfo& project);

/// What is shown while no project is open: open videos, open a project, try the sample, or go on with a recent one.
class StartPage : public QWidget {
    Q_OBJECT
public:
    explicit StartPage(const ActionSet& actions, QWidget* parent = nullptr);
    void setRecent(const QStringList& projects);

Q_SIGNALS:
    void projectChosen(const QString& path);

private:
    QWidget* m_recent;
    QVBoxLayout* m_recentColumn;
};

} // namespace descant::ui
