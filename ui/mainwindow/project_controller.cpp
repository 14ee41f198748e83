// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/project_controller.h"

#include "core/workflows/project_session.h"
#include "ui/mainwindow/document_view.h"
#include "ui/support/background.h"
#include "ui/support/conversions.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

namespace descant::ui {
namespace {

constexpr std::size_t kHistorySteps = 5000; ///< how far back a segment's history is looked for
constexpr qsizetype kHistoryLines = 50;

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

} // namespace

ProjectController::ProjectController(const WindowServices& services, Background& background, QObject* parent)
    : QObject(parent), m_services(services), m_background(background), m_reading(std::make_unique<Background>())
{
}

ProjectController::~ProjectController() { m_stopReading.request_stop(); }

const project::Document& ProjectController::document() const
{
    static const project::Document kEmpty;
    return m_session ? m_session->document() : kEmpty;
}

std::string ProjectController::projectId() const { return m_session ? m_session->projectId() : std::string(); }

std::string ProjectController::lastStep() const
{
    return m_session && !m_session->history().steps().empty() ? m_session->history().steps().back().id : std::string();
}

std::shared_ptr<const project::Document> ProjectController::snapshot()
{
    if (m_snapshot == nullptr)
        m_snapshot = std::make_shared<const project::Document>(document());
    return m_snapshot;
}

std::shared_ptr<const std::vector<project::Step>> ProjectController::journal() const
{
    using Steps = std::vector<project::Step>;
    return document().readings().empty() ? std::make_shared<const Steps>()
                                         : std::make_shared<const Steps>(m_session->history().steps());
}

void ProjectController::dropSnapshot()
{
    // Letting go of a large document takes a while as well.
    if (m_snapshot != nullptr)
        m_background.run([old = std::exchange(m_snapshot, nullptr)]() mutable { old.reset(); });
}

bool ProjectController::perform(Result<project::Step> step)
{
    if (!isOpen())
        return false;
    const QString segment = step ? rewrittenSegment(*step) : QString();
    dropSnapshot();
    const Result<void> done = m_session->perform(std::move(step));
    if (!done)
        Q_EMIT failed(sentence(done.error()));
    else if (!segment.isEmpty())
        Q_EMIT rewritten(segment);
    else
        Q_EMIT changed();
    return done.has_value();
}

void ProjectController::undo()
{
    if (!isOpen())
        return;
    dropSnapshot();
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
    dropSnapshot();
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
