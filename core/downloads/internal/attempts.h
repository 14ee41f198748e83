// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloads/internal/http_transfer.h"

namespace descant::downloads {

/// Whether a transfer that failed is tried again, and the pause before that. One for each download.
class Attempts {
public:
    enum class Next { Again, GiveUp, Stopped };

    Attempts(const Patience& patience, std::stop_token stop) : m_patience(patience), m_stop(std::move(stop)) { }

    /// Call after each failure with the bytes that came since the one before; waits where it is tried again.
    Next after(const HttpFailure& failure, std::uint64_t gained);
    /// A server has answered: it is there, so that one that cannot be reached for a while is worth more attempts.
    void reached() { m_reached = true; }

private:
    Next waitFor(std::chrono::milliseconds pause);

    Patience m_patience;
    std::stop_token m_stop;
    int m_inVain = 0; ///< attempts in a row that brought next to nothing
    bool m_reached = false;
};

} // namespace descant::downloads
