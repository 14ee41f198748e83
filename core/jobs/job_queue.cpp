// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jobs/job_queue.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace descant::jobs {

namespace {

constexpr std::chrono::milliseconds kBetweenReports{1000 / 15 + 1}; // rounded up: not 16 in any second

/// Lets through what a person can see: 15 reports a second, and the last one. Used by the job's own thread only.
ProgressSink throttled(ProgressSink sink)
{
    if (!sink)
        return {};
    using Clock = std::chrono::steady_clock;
    return [sink = std::move(sink), last = Clock::time_point::min()](const Progress& progress) mutable {
        const auto now = Clock::now();
        const bool due = last == Clock::time_point::min() || now - last >= kBetweenReports;
        if (!due && progress.fraction < 1.0)
            return;
        last = now;
        sink(progress);
    };
}

} // namespace

struct JobHandle::Job {
    Work work;
    Listener listener;
    std::stop_source stop;
    std::mutex mutex;
    std::condition_variable changed;
    bool ended = false;

    Outcome<void> perform()
    try {
        if (stop.stop_requested())
            return cancelled();
        return work(stop.get_token(), throttled(listener.progress));
    } catch (const std::exception& problem) {
        return fail(ErrorCode::Internal, "job", problem.what());
    } catch (...) {
        return fail(ErrorCode::Internal, "job", "an unknown exception");
    }

    /// Called once a job, by whoever took it from the queue.
    void run()
    {
        const Outcome<void> outcome = perform();
        // What the job holds on to (files, models) goes before its end is told.
        work = {};
        if (listener.ended)
            listener.ended(outcome);
        listener = {};
        const std::lock_guard lock(mutex);
        ended = true;
        changed.notify_all();
    }
};

void JobHandle::cancel()
{
    if (m_job)
        m_job->stop.request_stop();
}

void JobHandle::wait() const
{
    if (!m_job)
        return;
    std::unique_lock lock(m_job->mutex);
    m_job->changed.wait(lock, [this] { return m_job->ended; });
}

bool JobHandle::hasEnded() const
{
    if (!m_job)
        return true;
    const std::lock_guard lock(m_job->mutex);
    return m_job->ended;
}

struct JobQueue::State {
    using JobPointer = std::shared_ptr<JobHandle::Job>;

    const std::size_t mostWaiting;
    std::mutex mutex;
    std::condition_variable wake;
    std::deque<JobPointer> waiting;
    std::vector<JobPointer> running;
    bool stopping = false;
    std::vector<std::thread> workers;

    explicit State(std::size_t most) : mostWaiting(most) { }

    void work()
    {
        std::unique_lock lock(mutex);
        while (true) {
            wake.wait(lock, [this] { return stopping || !waiting.empty(); });
            if (waiting.empty())
                return;
            const JobPointer job = std::move(waiting.front());
            waiting.pop_front();
            running.push_back(job);
            lock.unlock();
            job->run();
            lock.lock();
            std::erase(running, job);
        }
    }

    /// With the lock held.
    void stopEverything()
    {
        for (const JobPointer& job : waiting)
            job->stop.request_stop();
        for (const JobPointer& job : running)
            job->stop.request_stop();
    }
};

JobQueue::JobQueue(std::size_t workers, std::size_t waiting) : m_state(std::make_unique<State>(waiting))
{
    for (std::size_t i = 0; i < workers; ++i)
        m_state->workers.emplace_back([state = m_state.get()] { state->work(); });
}

JobQueue::~JobQueue()
{
    {
        const std::lock_guard lock(m_state->mutex);
        m_state->stopping = true;
        m_state->stopEverything();
    }
    m_state->wake.notify_all();
    // The workers empty the queue first: a cancelled job ends at once, and it does end.
    for (std::thread& worker : m_state->workers)
        worker.join();
}

Result<JobHandle> JobQueue::submit(Work work, Listener listener)
{
    JobHandle handle;
    handle.m_job = std::make_shared<JobHandle::Job>();
    handle.m_job->work = std::move(work);
    handle.m_job->listener = std::move(listener);
    if (m_state->workers.empty()) {
        handle.m_job->run();
        return handle;
    }
    {
        const std::lock_guard lock(m_state->mutex);
        if (m_state->stopping)
            return fail(ErrorCode::EditRefused, "job", "the program is closing", "start it again");
        if (m_state->waiting.size() >= m_state->mostWaiting)
            return fail(ErrorCode::EditRefused, "job", "too many jobs are waiting", "wait until some have ended");
        m_state->waiting.push_back(handle.m_job);
    }
    m_state->wake.notify_one();
    return handle;
}

void JobQueue::cancelAll()
{
    const std::lock_guard lock(m_state->mutex);
    m_state->stopEverything();
}

} // namespace descant::jobs
