// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstddef>
#include <future>
#include <thread>
#include <vector>

namespace descant::metrics {

/// Calls `work(first, last)` for parts of 0…count at the same time, as many as there are processors but none smaller
/// than `smallest` (when all of it is not). Returns when all are done; what a part throws comes through.
template <typename Work> void inParts(std::size_t count, std::size_t smallest, const Work& work)
{
    const std::size_t processors = std::max(1U, std::thread::hardware_concurrency());
    const std::size_t parts = std::clamp<std::size_t>(count / smallest, 1, processors);
    const auto borderOf = [=](std::size_t part) { return count * part / parts; };
    std::vector<std::future<void>> others;
    for (std::size_t part = 1; part < parts; ++part)
        others.push_back(std::async([&work, first = borderOf(part), last = borderOf(part + 1)] { work(first, last); }));
    work(std::size_t{0}, borderOf(1));
    for (std::future<void>& other : others)
        other.get();
}

} // namespace descant::metrics
