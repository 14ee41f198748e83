// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPointer>

#include <functional>

QT_BEGIN_NAMESPACE
class QMessageBox;
class QWidget;
QT_END_NAMESPACE

namespace descant::ui {

class ProjectController;

/// Lets a project be left only when what was done is on disk, or when the person says that it may be lost.
class UnsavedGuard : public QObject {
    Q_OBJECT
public:
    UnsavedGuard(ProjectController& project, QWidget* window);

    /// Runs `then` when everything is saved: at once, or after the disk. Asks when that fails; while it asks, further
    /// requests only bring the question to the front.
    void leave(std::function<void()> then);

Q_SIGNALS:
    void copyRequested(); ///< the person wants to save in another place

private:
    void ask(const QString& sentence);
    ProjectController& m_project;
    QWidget* m_window;
    QPointer<QMessageBox> m_question;
    std::function<void()> m_then;
};

} // namespace descant::ui
