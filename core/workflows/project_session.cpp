// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/project_session.h"

#include "core/storage/project_file.h"
#include "core/workflows/person_at_work.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace descant::workflows {

using project::Document;
using project::History;
using project::Step;

/// Owns the file and brings steps to it in order, on its own thread.
class ProjectSession::Writer {
public:
    Writer(storage::ProjectFile file, Callbacks callbacks)
        : m_file(std::move(file)), m_callbacks(std::move(callbacks)), m_thread([this] { run(); })
    {
    }

    ~Writer()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
            m_problem.reset();
        }
        m_wake.notify_all();
        m_thread.join();
    }

    /// `incremental`: where the step was written already in part; nothing = all of its changes are new.
    void add(Step step, std::optional<std::vector<project::Change>> incremental = {})
    {
        {
            const std::lock_guard lock(m_mutex);
            m_waiting.push_back({std::move(step), std::move(incremental)});
            m_problem.reset();
        }
        m_wake.notify_all();
    }

    Result<void> flush()
    {
        std::unique_lock lock(m_mutex);
        m_problem.reset();
        m_wake.notify_all();
        m_idle.wait(lock, [this] { return !m_telling && (m_waiting.empty() || m_problem); });
        if (m_problem)
            return fail(*m_problem);
        return {};
    }

    bool isIdle() const
    {
        const std::lock_guard lock(m_mutex);
        return m_waiting.empty();
    }

    const std::filesystem::path& path() const { return m_file.path(); }

private:
    struct Item {
        Step step;
        std::optional<std::vector<project::Change>> incremental;
    };

    void run()
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_wake.wait(lock, [this] { return m_stopping || (!m_waiting.empty() && !m_problem); });
            if (m_waiting.empty() || m_problem)
                return;
            const Item& item = m_waiting.front(); // stays where it is while others are added behind it
            lock.unlock();
            const Result<void> result =
                m_file.commit(item.step, item.incremental ? *item.incremental : item.step.changes);
            lock.lock();
            if (result)
                m_waiting.pop_front();
            else
                m_problem = result.error();
            m_telling = true;
            lock.unlock();
            tell(result);
            lock.lock();
            m_telling = false;
            m_idle.notify_all();
        }
    }

    void tell(const Result<void>& result) const
    {
        if (result && m_callbacks.saved)
            m_callbacks.saved();
        if (!result && m_callbacks.saveFailed)
            m_callbacks.saveFailed(result.error());
    }

    storage::ProjectFile m_file;
    Callbacks m_callbacks;
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::condition_variable m_idle;
    std::deque<Item> m_waiting;     ///< the front is being written; it leaves when it is on disk
    std::optional<Error> m_problem; ///< why the front could not be written; the next step tries again
    bool m_telling = false;         ///< flush() returns only when the callbacks know as much as it does
    bool m_stopping = false;
    std::thread m_thread; ///< last: it uses everything above
};

namespace {

/// Who the project is, and who works on it.
struct Names {
    std::string project, person;
};

Result<Names> namesOf(storage::ProjectFile& file)
{
    DESCANT_TRY(std::string id, file.id());
    DESCANT_TRY(const std::optional<project::PackageOrigin> origin, file.packageOrigin());
    return Names{std::move(id), personAtWork(origin ? origin->person : std::string())};
}

} // namespace

struct ProjectSession::State {
    Document document;
    History history;
    Writer writer;

    std::string projectId, person;

    State(Document loaded, History past, Names names, storage::ProjectFile file, Callbacks callbacks)
        : document(std::move(loaded)),
          history(std::move(past)),
          writer(std::move(file), std::move(callbacks)),
          projectId(std::move(names.project)),
          person(std::move(names.person))
    {
    }
};

ProjectSession::ProjectSession(std::unique_ptr<State> state) : m_state(std::move(state)) { }
ProjectSession::~ProjectSession() = default;

Result<std::unique_ptr<ProjectSession>> ProjectSession::create(const std::filesystem::path& path, Callbacks callbacks)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::create(path));
    DESCANT_TRY(Names names, namesOf(file));
    return std::unique_ptr<ProjectSession>(new ProjectSession(
        std::make_unique<State>(Document{}, History{}, std::move(names), std::move(file), std::move(callbacks))));
}

Result<std::unique_ptr<ProjectSession>> ProjectSession::open(const std::filesystem::path& path, Callbacks callbacks)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(path));
    DESCANT_TRY(Names names, namesOf(file));
    DESCANT_TRY(Document document, file.load());
    DESCANT_TRY(std::vector<Step> steps, file.journal());
    History history;
    for (Step& step : steps)
        history.add(std::move(step));
    return std::unique_ptr<ProjectSession>(new ProjectSession(std::make_unique<State>(
        std::move(document), std::move(history), std::move(names), std::move(file), std::move(callbacks))));
}

const std::filesystem::path& ProjectSession::path() const { return m_state->writer.path(); }
const std::string& ProjectSession::projectId() const { return m_state->projectId; }
const Document& ProjectSession::document() const { return m_state->document; }
const History& ProjectSession::history() const { return m_state->history; }

Result<void> ProjectSession::perform(Result<Step> step)
{
    if (!step)
        return fail(step.error());
    return perform(*std::move(step));
}

Result<void> ProjectSession::perform(Step step)
{
    if (step.changes.empty())
        return {};
    if (step.person.empty())
        step.person = m_state->person;
    std::optional<Step> merged = m_state->history.merged(step);
    if (!merged)
        return performAsIs(std::move(step));
    DESCANT_CHECK(m_state->document.apply(step));
    m_state->history.replaceLast(*merged);
    m_state->writer.add(*std::move(merged), std::move(step.changes));
    return {};
}

Result<void> ProjectSession::performAsIs(Step step)
{
    DESCANT_CHECK(m_state->document.apply(step));
    m_state->history.add(step);
    m_state->writer.add(std::move(step));
    return {};
}

/// Whoever did a step, taking it back is the work of the person at work.
Result<std::string> ProjectSession::takeBack(std::optional<project::Step> step)
{
    if (!step)
        return std::string();
    step->person = m_state->person;
    std::string name = step->name;
    DESCANT_CHECK(performAsIs(*std::move(step)));
    return name;
}

Result<std::string> ProjectSession::undo() { return takeBack(m_state->history.makeUndo()); }

Result<std::string> ProjectSession::redo() { return takeBack(m_state->history.makeRedo()); }

Result<void> ProjectSession::flush() { return m_state->writer.flush(); }
bool ProjectSession::isSaved() const { return m_state->writer.isIdle(); }

} // namespace descant::workflows
