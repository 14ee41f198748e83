// SPDX-License-Identifier: GPL-3.0-or-later
// The file of a project: opening, making, copying and closing it.
#include "core/workflows/project_copy.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/support/background.h"
#include "ui/support/conversions.h"
#include "ui/support/settings.h"

#include <QFile>
#include <QFileInfo>

#include <utility>

namespace descant::ui {
namespace {

/// Copies what was done to `to` and closes the session; a session that cannot be copied stays open.
Result<void> moveSession(SessionPointer& session, const std::filesystem::path& to)
{
    DESCANT_CHECK(session->flush() ? workflows::copyProject(session->path(), to)
                                   : workflows::writeProject(session->history().steps(), to));
    session.reset();
    return {};
}

} // namespace

QString ProjectController::name() const { return QFileInfo(m_path).completeBaseName(); }

bool ProjectController::isUntitled() const { return isUntitledProject(m_path); }

void ProjectController::open(const QString& path, IfAbsent ifAbsent, std::function<void()> then)
{
    const QString file = QFileInfo(path).absoluteFilePath();
    if (file != m_path)
        load(file, ifAbsent == IfAbsent::Make ? openOrMakeProject(file) : openProject(file), std::move(then));
    else if (then)
        then();
}

void ProjectController::create(const QString& path, std::function<void()> then)
{
    const QString file = QFileInfo(path).absoluteFilePath();
    load(file, makeProject(file), std::move(then));
}

void ProjectController::createUntitled(const QString& name, std::function<void()> then)
{
    load(untitledPath(name), makeUntitledProject(name), std::move(then));
}

void ProjectController::openUntitledOf(const project::Medium& medium, std::function<void()> then)
{
    load(untitledPath(untitledName(toQString(medium.name))), openUntitledProjectOf(medium), std::move(then));
}

void ProjectController::load(const QString& path, ProjectOpener opener, std::function<void()> then)
{
    m_leave([this, path, opener = std::move(opener), then = std::move(then)] { startOpening(path, opener, then); });
}

void ProjectController::startOpening(const QString& path, const ProjectOpener& opener, std::function<void()> then)
{
    QList<std::function<void()>>& waiting = m_opening[path];
    waiting.append(std::move(then));
    // A second click while a file is being opened asks for what is under way.
    if (waiting.size() > 1)
        return;
    Q_EMIT busyChanged(tr("Opening %1…").arg(QFileInfo(path).fileName()));
    const int number = ++m_lastNumber;
    m_background.run<Result<SessionPointer>>(
        this, [opener, callbacks = callbacksOf(number)] { return opener(callbacks); },
        [this, path, number](Result<SessionPointer> session) {
            const QList<std::function<void()>> thens = m_opening.take(path);
            Q_EMIT busyChanged({});
            if (!session) {
                Q_EMIT failed(sentence(session.error()));
                return;
            }
            use(std::move(*session), number);
            for (const std::function<void()>& next : thens)
                if (next)
                    next();
        });
}

workflows::ProjectSession::Callbacks ProjectController::callbacksOf(int number)
{
    workflows::ProjectSession::Callbacks callbacks;
    callbacks.saved = posted<>(this, [this, number] {
        if (number == m_number && isSaved())
            Q_EMIT saved();
    });
    callbacks.saveFailed = [report = posted<Error>(this, [this, number](Error error) {
                                if (number == m_number)
                                    Q_EMIT saveFailed(sentence(error));
                            })](const Error& error) { report(error); };
    return callbacks;
}

void ProjectController::use(SessionPointer session, int number)
{
    closeNow();
    dropSnapshot();
    m_session = std::move(session);
    m_number = number;
    m_path = toQString(m_session->path());
    m_missing.clear();
    Settings::addRecentProject(m_path);
    lookForFiles();
    lookBeside();
    readUnseenMedia();
    Q_EMIT opened();
}

SessionPointer ProjectController::takeSession()
{
    dropSnapshot();
    m_stopReading.request_stop();
    m_path.clear();
    m_number = 0;
    return std::exchange(m_session, nullptr);
}

void ProjectController::close()
{
    m_leave([this] { closeNow(); });
}

void ProjectController::askBeforeLeaving(std::function<void(std::function<void()>)> question)
{
    m_leave = std::move(question);
}

void ProjectController::trySaving(std::function<void(const Result<void>&)> then)
{
    m_background.run<Result<void>>(
        this, [session = m_session] { return session == nullptr ? Result<void>() : session->flush(); },
        [then = std::move(then)](const Result<void>& saved) { then(saved); });
}

void ProjectController::closeNow()
{
    if (!isOpen())
        return;
    // Closing waits for the disk; that happens beside.
    m_background.run([session = takeSession()]() mutable { session.reset(); });
    Q_EMIT closed();
}

bool ProjectController::isSaved() const { return !isOpen() || m_session->isSaved(); }

void ProjectController::saveAs(const QString& path)
{
    const QString to = QFileInfo(path).absoluteFilePath();
    if (!isOpen() || to == m_path)
        return;
    const QString untitled = isUntitled() ? m_path : QString();
    const int number = m_number;
    // Nothing may be done to the project that would not be in the copy.
    const auto held = std::make_shared<SessionPointer>(takeSession());
    Q_EMIT closed();
    Q_EMIT busyChanged(tr("Saving %1…").arg(QFileInfo(to).fileName()));
    m_background.run<Result<void>>(
        this, [held, to] { return moveSession(*held, toPath(to)); },
        [this, held, number, untitled, to](Result<void> moved) {
            Q_EMIT busyChanged({});
            if (moved) {
                open(to, IfAbsent::Fail, [this, untitled] { forget(untitled); });
                return;
            }
            use(std::move(*held), number);
            Q_EMIT failed(sentence(moved.error()));
        });
}

void ProjectController::forget(const QString& path)
{
    if (path.isEmpty())
        return;
    Settings::removeRecentProject(path);
    QFile::remove(path);
}

} // namespace descant::ui
