// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <stop_token>

namespace descant::jobs {

/// What a job does, on a worker thread. It looks at the stop token often, tells its progress and throws nothing;
/// what it throws all the same becomes an Internal error.
using Work = std::function<Outcome<void>(std::stop_token, const ProgressSink&)>;

/// What the caller hears of a job. All on the thread that runs it; quick, and never throwing. May be empty.
struct Listener {
    ProgressSink progress;                           ///< at most 15 times a second, the end (fraction 1) always
    std::function<void(const Outcome<void>&)> ended; ///< exactly once: done, an Error, or Cancelled
};

/// A job that was handed in. Copies mean the same job; letting go of it does not stop the job.
class JobHandle {
public:
    JobHandle() = default;
    /// Asks the job to stop; one that waits ends as Cancelled without having begun. Any thread, any number of times.
    void cancel();
    /// Waits until `ended` has returned. Not from the job itself.
    void wait() const;
    bool hasEnded() const;

private:
    friend class JobQueue;
    struct Job;
    std::shared_ptr<Job> m_job;
};

/// Runs jobs in the order in which they come, on its own threads. Any thread may hand jobs in.
class JobQueue {
public:
    /// `workers` = 0 runs every job inside submit(): for tests and the command line. At most `waiting` jobs wait.
    explicit JobQueue(std::size_t workers, std::size_t waiting = 1000);
    /// Cancels what waits and asks what runs to stop; every job has ended when it returns.
    ~JobQueue();
    JobQueue(const JobQueue&) = delete;
    JobQueue& operator=(const JobQueue&) = delete;

    /// EditRefused when too many jobs wait already; then the listener hears nothing.
    Result<JobHandle> submit(Work work, Listener listener = {});
    void cancelAll();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace descant::jobs
