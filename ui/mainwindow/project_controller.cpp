// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/project_controller.h"

#include "core/workflows/project_session.h"
#include "ui/mainwindow/window_services.h"
#include "ui/support/background.h"
#include "ui/support/conversions.h"
#include "ui/support/settings.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <system_error>

namespace descant::ui {
namespace {

using workflows::ProjectSession;

constexpr std::size_t kHistorySteps = 5000; ///< how far back a segment's history is looked for
constexpr qsizetype kHistoryLines = 50;

Result<std::shared_ptr<ProjectSession>> openSession(const QString& path, bool make, ProjectSession::Callbacks callbacks)
{
    const std::filesystem::path file = toPath(path);
    auto session =
        make ? ProjectSession::create(file, std::move(callbacks)) : ProjectSession::open(file, std::move(callbacks));
    if (!session)
        return fail(std::move(session.error()));
    return std::shared_ptr<ProjectSession>(std::move(*session));
}

bool concerns(const project::Step& step, const std::string& segmentId)
{
    return std::any_of(step.changes.begin(), step.changes.end(), [&](const project::Change& change) {
        const auto about = [&](const std::optional<project::Entity>& entity) {
            if (!entity)
                return false;
            const auto* proposal = std::get_if<project::Proposal>(&*entity);
            return project::idOf(*entity) == segmentId || (proposal != nullptr && proposal->segmentId == segmentId);
        };
        return about(change.before) || about(change.after);
    });
}

QString localTime(const std::string& utc)
{
    return QLocale().toString(QDateTime::fromString(toQString(utc), Qt::ISODateWithMs).toLocalTime().time(), "HH:mm");
}

/// A step as the history names it; a step that takes another back says so.
QString historyWords(const std::vector<project::Step>& steps, std::size_t index)
{
    const project::Step& step = steps[index];
    const QString name = toQString(step.name);
    if (step.undoes.empty())
        return name;
    const auto end = steps.rend();
    const auto taken = std::find_if(steps.rbegin() + std::ptrdiff_t(steps.size() - index), end,
                                    [&](const project::Step& other) { return other.id == step.undoes; });
    return taken != end && !taken->undoes.empty() ? ProjectController::tr("Redo: %1").arg(name)
                                                  : ProjectController::tr("Undo: %1").arg(name);
}

/// Copies a closed project so that the target is the old file or the whole new one.
Result<void> copyProject(const QString& from, const QString& to)
{
    const std::filesystem::path half = toPath(to + ".part");
    std::error_code trouble;
    std::filesystem::copy_file(toPath(from), half, std::filesystem::copy_options::overwrite_existing, trouble);
    if (!trouble)
        std::filesystem::rename(half, toPath(to), trouble);
    if (trouble)
        return fail(ErrorCode::FileNotWritable, fromQString(to), trouble.message());
    return {};
}

} // namespace

ProjectController::ProjectController(const WindowServices& services, Background& background, QObject* parent)
    : QObject(parent), m_services(services), m_background(background)
{
}

ProjectController::~ProjectController() = default;

const project::Document& ProjectController::document() const
{
    static const project::Document kEmpty;
    return m_session ? m_session->document() : kEmpty;
}

QString ProjectController::name() const { return isUntitled() ? tr("Untitled") : QFileInfo(m_path).completeBaseName(); }

bool ProjectController::isUntitled() const { return m_path.startsWith(Settings::dataFolder("untitled")); }

void ProjectController::open(const QString& path, IfAbsent ifAbsent, std::function<void()> then)
{
    load(QFileInfo(path).absoluteFilePath(), ifAbsent, std::move(then));
}

void ProjectController::create(const QString& path, std::function<void()> then)
{
    // The dialog has asked before about a file that is there already; making one there is refused in words.
    load(QFileInfo(path).absoluteFilePath(), IfAbsent::Make, std::move(then));
}

void ProjectController::createUntitled(std::function<void()> then)
{
    const QString stamp = QDateTime::currentDateTime().toString("yyyy-MM-dd HH.mm.ss.zzz");
    load(Settings::dataFolder("untitled") + "/Untitled " + stamp + ".descant", IfAbsent::Make, std::move(then));
}

void ProjectController::load(const QString& path, IfAbsent ifAbsent, std::function<void()> then)
{
    if (isOpen() && path == m_path) {
        if (then)
            then();
        return;
    }
    Q_EMIT busyChanged(tr("Opening %1…").arg(QFileInfo(path).fileName()));
    ProjectSession::Callbacks callbacks;
    callbacks.saved = posted<>(this, [this] { Q_EMIT saved(); });
    callbacks.saveFailed = [report = posted<Error>(this, [this](Error error) { Q_EMIT failed(sentence(error)); })](
                               const Error& error) { report(error); };
    const bool make = ifAbsent == IfAbsent::Make;
    m_background.run<Result<SessionPointer>>(
        this, [path, make, callbacks] { return openSession(path, make && !QFileInfo::exists(path), callbacks); },
        [this, path, then](Result<SessionPointer> session) {
            Q_EMIT busyChanged({});
            if (!session) {
                Q_EMIT failed(sentence(session.error()));
                return;
            }
            use(std::move(*session), path);
            if (then)
                then();
        });
}

void ProjectController::use(SessionPointer session, const QString& path)
{
    if (isOpen())
        close();
    m_session = std::move(session);
    m_path = path;
    m_missing.clear();
    Settings::addRecentProject(path);
    lookForFiles();
    Q_EMIT opened();
}

void ProjectController::release()
{
    // Closing waits for the disk; that happens beside.
    m_background.run([session = std::move(m_session)]() mutable { session.reset(); });
    m_session.reset();
    m_path.clear();
}

void ProjectController::close()
{
    if (!isOpen())
        return;
    release();
    Q_EMIT closed();
}

void ProjectController::saveAs(const QString& path)
{
    if (!isOpen() || path == m_path)
        return;
    const QString from = m_path;
    const bool move = isUntitled();
    close();
    m_background.run<Result<void>>(
        this,
        [from, path, move] {
            auto copied = copyProject(from, path);
            if (copied && move)
                QFile::remove(from);
            return copied;
        },
        [this, from, path](Result<void> copied) {
            if (!copied)
                Q_EMIT failed(sentence(copied.error()));
            open(copied ? path : from, IfAbsent::Fail);
        });
}

bool ProjectController::perform(Result<project::Step> step)
{
    if (!isOpen())
        return false;
    const Result<void> done = m_session->perform(std::move(step));
    if (!done)
        Q_EMIT failed(sentence(done.error()));
    else
        Q_EMIT changed();
    return done.has_value();
}

void ProjectController::undo()
{
    if (!isOpen())
        return;
    const Result<std::string> name = m_session->undo();
    if (!name)
        Q_EMIT failed(sentence(name.error()));
    else if (!name->empty())
        Q_EMIT result(tr("Undone: %1").arg(toQString(*name)));
    Q_EMIT changed();
}

void ProjectController::redo()
{
    if (!isOpen())
        return;
    const Result<std::string> name = m_session->redo();
    if (!name)
        Q_EMIT failed(sentence(name.error()));
    else if (!name->empty())
        Q_EMIT result(tr("Done again: %1").arg(toQString(*name)));
    Q_EMIT changed();
}

QString ProjectController::nextUndo() const
{
    const project::Step* step = isOpen() ? m_session->history().nextUndo() : nullptr;
    return step == nullptr ? QString() : toQString(step->name);
}

QString ProjectController::nextRedo() const
{
    const project::Step* step = isOpen() ? m_session->history().nextRedo() : nullptr;
    return step == nullptr ? QString() : toQString(step->name);
}

QStringList ProjectController::history(const QString& segmentId) const
{
    QStringList lines;
    if (!isOpen())
        return lines;
    const auto& steps = m_session->history().steps();
    const std::size_t oldest = steps.size() > kHistorySteps ? steps.size() - kHistorySteps : 0;
    for (std::size_t i = steps.size(); i-- > oldest && lines.size() < kHistoryLines;)
        if (concerns(steps[i], fromQString(segmentId)))
            lines.append(localTime(steps[i].time) + "  " + historyWords(steps, i));
    return lines;
}

} // namespace descant::ui
