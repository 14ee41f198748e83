// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/part_clock.h"

namespace descant::cli {

ProgressSink PartClock::sink()
{
    return [this](const Progress& progress) {
        begin(progress.what.substr(0, progress.what.find_first_of("0123456789")));
        if (m_further)
            m_further(progress);
    };
}

PartClock::Parts PartClock::end()
{
    begin({});
    return m_parts;
}

void PartClock::begin(std::string what)
{
    const auto now = std::chrono::steady_clock::now();
    if (m_running)
        m_parts.back().second += std::chrono::duration<double>(now - m_start).count();
    m_start = now;
    what.erase(what.find_last_not_of(' ') + 1);
    m_running = !what.empty();
    if (m_running && (m_parts.empty() || m_parts.back().first != what))
        m_parts.emplace_back(std::move(what), 0.0);
}

} // namespace descant::cli
