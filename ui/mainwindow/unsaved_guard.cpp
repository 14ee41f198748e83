// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/unsaved_guard.h"

#include "ui/mainwindow/project_controller.h"
#include "ui/support/conversions.h"

#include <QMessageBox>
#include <QPushButton>

#include <utility>

namespace descant::ui {

UnsavedGuard::UnsavedGuard(ProjectController& project, QWidget* window)
    : QObject(window), m_project(project), m_window(window)
{
}

void UnsavedGuard::leave(std::function<void()> then)
{
    if (m_project.isSaved()) {
        then();
        return;
    }
    if (m_question) {
        m_question->raise();
        return;
    }
    // The latest wish counts: while the disk is waited for, a window may be closed after its project.
    if (std::exchange(m_then, std::move(then)))
        return;
    m_project.trySaving([this](const Result<void>& saved) {
        if (!saved)
            ask(sentence(saved.error()));
        else
            std::exchange(m_then, nullptr)();
    });
}

void UnsavedGuard::ask(const QString& sentence)
{
    m_question = new QMessageBox(QMessageBox::Warning, tr("Not saved"),
                                 tr("The last changes of “%1” could not be saved.").arg(m_project.name()),
                                 QMessageBox::NoButton, m_window);
    m_question->setTextFormat(Qt::PlainText);
    m_question->setInformativeText(sentence);
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    const auto offer = [this](const QString& words, QMessageBox::ButtonRole role, std::function<void()> action) {
        QPushButton* button = m_question->addButton(words, role);
        connect(button, &QPushButton::clicked, this, std::move(action));
        return button;
    };
    const std::function<void()> then = std::exchange(m_then, nullptr);
    const auto again = [this, then] {
        m_question = nullptr;
        leave(then);
    };
    m_question->setDefaultButton(offer(tr("Try again"), QMessageBox::AcceptRole, again));
    offer(tr("Save a copy as…"), QMessageBox::ActionRole, [this] { Q_EMIT copyRequested(); });
    offer(tr("Leave without saving"), QMessageBox::DestructiveRole, then);
    m_question->addButton(QMessageBox::Cancel);
    m_question->open();
}

} // namespace descant::ui
