// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project_view.h"

#include <utility>

namespace descant::formats {

/// Changes on their way out of a reader; remembers why one could not be taken, after which no other is sent.
class PlannedChanges {
public:
    explicit PlannedChanges(project::ChangeSink& sink) : m_sink(sink) { }

    void add(project::Change change)
    {
        if (m_state)
            m_state = m_sink.add(std::move(change));
    }
    const Result<void>& state() const { return m_state; }

private:
    project::ChangeSink& m_sink;
    Result<void> m_state;
};

} // namespace descant::formats
