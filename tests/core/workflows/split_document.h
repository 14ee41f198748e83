// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"

#include <stdexcept>

namespace descant::test {

/// Adds a medium whose file is nowhere, with one accepted segment of three seconds in `split` for each text. Names that
/// hold the same "[id]" are of the same source.
inline void addFilm(project::Document& document, const std::string& id, const std::string& name,
                    const std::string& split, const std::vector<std::string>& texts)
{
    project::Medium medium;
    medium.id = id;
    medium.name = name;
    medium.path = "/nowhere/" + name;
    medium.duration = fromSeconds(60);
    project::Step step;
    step.changes.push_back({std::nullopt, medium});
    for (std::size_t i = 0; i < texts.size(); ++i) {
        project::Segment segment;
        segment.id = id + "-" + std::to_string(i);
        segment.mediumId = id;
        segment.range = {fromSeconds(3.0 * double(i)), fromSeconds(3.0 * double(i) + 3.0)};
        segment.text = texts[i];
        segment.split = split;
        segment.status = project::SegmentStatus::Accepted;
        step.changes.push_back({std::nullopt, segment});
    }
    if (!document.apply(step))
        throw std::logic_error("the film of the test is wrong");
}

} // namespace descant::test
