// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project_view.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace descant::storage {

struct ChangeBatch {
    std::vector<project::Change> changes;
    std::string piece; ///< of the journal, ready to be written; empty = none is full yet
};

/// Hands batches of changes from one thread to another, a few at most at a time.
class ChangeQueue {
public:
    /// Waits for room; false when the taker has given up.
    bool put(ChangeBatch batch)
    {
        std::unique_lock lock(m_mutex);
        m_moved.wait(lock, [this] { return m_batches.size() < kMost || m_isClosed; });
        if (m_isClosed)
            return false;
        m_batches.push_back(std::move(batch));
        m_moved.notify_all();
        return true;
    }
    /// Waits for a batch; nothing when the queue is closed and empty.
    std::optional<ChangeBatch> take()
    {
        std::unique_lock lock(m_mutex);
        m_moved.wait(lock, [this] { return !m_batches.empty() || m_isClosed; });
        if (m_batches.empty())
            return std::nullopt;
        ChangeBatch batch = std::move(m_batches.front());
        m_batches.pop_front();
        m_moved.notify_all();
        return batch;
    }
    /// Nothing more is put; what is in it is still taken.
    void close()
    {
        const std::lock_guard lock(m_mutex);
        m_isClosed = true;
        m_moved.notify_all();
    }

private:
    static constexpr std::size_t kMost = 4;

    std::mutex m_mutex;
    std::condition_variable m_moved;
    std::deque<ChangeBatch> m_batches;
    bool m_isClosed = false;
};

} // namespace descant::storage
