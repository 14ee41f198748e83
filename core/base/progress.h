// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>

namespace descant {

/// How far a piece of work is. `fraction` is 0…1, or negative while it cannot be known.
struct Progress {
    std::string what;         ///< what is being done now, as words: "Looking at frame 7 of 16"
    double fraction = -1.0;
};

/// Receives progress on the thread that does the work; must be quick and must not throw. May be empty.
using ProgressSink = std::function<void(const Progress&)>;

inline void report(const ProgressSink& sink, std::string what, double fraction)
{
    if (sink)
        sink(Progress{std::move(what), fraction});
}

} // namespace descant
