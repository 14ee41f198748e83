// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/downloads/download.h"

namespace descant::test {

/// Pauses of a few milliseconds, so that giving up takes no time.
inline downloads::Patience impatience()
{
    downloads::Patience patience;
    patience.attempts = 4;
    patience.attemptsToReach = 2;
    patience.firstPause = std::chrono::milliseconds(1);
    patience.longestPause = std::chrono::milliseconds(5);
    return patience;
}

} // namespace descant::test
