// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/clip_range.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace descant::project {

using nlohmann::json;

TimeRange rangeInFile(TimeRange range, MediaTime duration)
{
    if (range.end > duration + kRoundingTolerance || range.start >= duration)
        return {MediaTime{0}, duration};
    return {range.start, std::min(range.end, duration)};
}

Segment fittedTo(Segment segment, MediaTime duration)
{
    const TimeRange fitting = rangeInFile(segment.range, duration);
    if (fitting == segment.range)
        return segment;
    json extra = json::parse(segment.extra.empty() ? "{}" : segment.extra, nullptr, false);
    if (!extra.is_object())
        extra = json::object();
    extra["source"] = {{"start time", toSeconds(segment.range.start)},
                       {"end time", toSeconds(segment.range.end)},
                       {"start", fitting.start.count()},
                       {"end", fitting.end.count()}};
    segment.extra = extra.dump(-1, ' ', false, json::error_handler_t::replace);
    segment.range = fitting;
    return segment;
}

} // namespace descant::project
