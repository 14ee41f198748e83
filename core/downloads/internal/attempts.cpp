// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloads/internal/attempts.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace descant::downloads {
namespace {

/// Less than this is no progress: a server that gives a byte at a time would never be given up.
constexpr std::uint64_t kWorthwhile = std::uint64_t(1) << 20;

} // namespace

Attempts::Next Attempts::after(const HttpFailure& failure, std::uint64_t gained)
{
    if (isCancelled(failure.failure) || m_stop.stop_requested())
        return Next::Stopped;
    if (failure.again == HttpFailure::Again::No)
        return Next::GiveUp;
    m_inVain = gained >= kWorthwhile ? 1 : m_inVain + 1;
    const bool reachable = m_reached || failure.again != HttpFailure::Again::OnceReachable;
    if (m_inVain >= (reachable ? m_patience.attempts : m_patience.attemptsToReach))
        return Next::GiveUp;
    const int doublings = std::min(m_inVain - 1, 20);
    const auto grown = m_patience.firstPause * (std::int64_t(1) << doublings);
    return waitFor(std::min(std::max<std::chrono::milliseconds>(grown, failure.wait), m_patience.longestPause));
}

Attempts::Next Attempts::waitFor(std::chrono::milliseconds pause)
{
    std::mutex mutex;
    std::condition_variable_any wake;
    std::unique_lock lock(mutex);
    wake.wait_for(lock, m_stop, pause, [] { return false; });
    return m_stop.stop_requested() ? Next::Stopped : Next::Again;
}

} // namespace descant::downloads
