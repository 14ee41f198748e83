// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace descant::training {

/// Makes batches ahead on one thread of its own, in order, at most `ahead` of them. take(step) waits for that step's batch;
/// steps are asked for in order, beginning anywhere. What `make` throws is thrown again by take.
template <typename Batch>
class Prefetch {
public:
    Prefetch(std::function<Batch(std::int64_t)> make, std::size_t ahead) : m_make(std::move(make)), m_ahead(ahead) {}

    Batch take(std::int64_t step)
    {
        if (!m_thread.joinable())
            m_thread = std::jthread([this, step](std::stop_token stop) { run(stop, step); });
        std::unique_lock lock(m_mutex);
        m_ready.wait(lock, [this] { return !m_batches.empty() || m_problem; });
        if (m_batches.empty())
            std::rethrow_exception(m_problem);
        Batch batch = std::move(m_batches.front());
        m_batches.pop_front();
        m_room.notify_one();
        return batch;
    }

private:
    void run(std::stop_token stop, std::int64_t step)
    try {
        while (!stop.stop_requested()) {
            Batch batch = m_make(step++);
            std::unique_lock lock(m_mutex);
            if (!m_room.wait(lock, stop, [this] { return m_batches.size() < m_ahead; }))
                return;
            m_batches.push_back(std::move(batch));
            m_ready.notify_one();
        }
    } catch (...) {
        const std::lock_guard lock(m_mutex);
        m_problem = std::current_exception();
        m_ready.notify_one();
    }

    std::function<Batch(std::int64_t)> m_make;
    std::size_t m_ahead;
    std::mutex m_mutex;
    std::condition_variable m_ready;
    std::condition_variable_any m_room;
    std::deque<Batch> m_batches;
    std::exception_ptr m_problem;
    std::jthread m_thread;   ///< last: it uses everything above
};

} // namespace descant::training
