// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/project_summary.h"

namespace descant::cli {

Json summaryOf(const project::Document& document)
{
    using project::SegmentStatus;
    Json byStatus = Json::object();
    for (const SegmentStatus status : {SegmentStatus::Draft, SegmentStatus::Accepted, SegmentStatus::Reviewed,
                                       SegmentStatus::Flagged, SegmentStatus::Rejected})
        byStatus[std::string(project::nameOf(status))] = 0;
    std::size_t texts = 0;
    for (const project::Medium* medium : document.media()) {
        for (const project::Segment* segment : document.segmentsOf(medium->id)) {
            texts += segment->text.empty() ? 0 : 1;
            Json& count = byStatus[std::string(project::nameOf(segment->status))];
            count = count.get<int>() + 1;
        }
    }
    return {{"media", document.mediaCount()},
            {"segments", document.segmentCount()},
            {"texts", texts},
            {"proposals", document.proposalCount()},
            {"by_status", std::move(byStatus)}};
}

} // namespace descant::cli
