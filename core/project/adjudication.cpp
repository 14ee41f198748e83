// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/adjudication.h"

#include "core/base/identifier.h"

#include <algorithm>
#include <tuple>

namespace descant::project {
namespace {

Step settling(std::string name) { return {newIdentifier(), std::move(name), timestampNow(), {}, {}, {}, {}}; }

Result<const Reading*> openReading(const Document& document, const std::string& id)
{
    const Reading* reading = document.reading(id);
    if (!reading)
        return fail(ErrorCode::ItemNotFound, "reading " + id);
    if (reading->state != ReadingState::Open)
        return fail(ErrorCode::EditRefused, "reading " + id, "it is settled already", "undo brings it back");
    return reading;
}

void settle(Step& step, const Reading& reading, ReadingState state)
{
    Reading settled = reading;
    settled.state = state;
    step.changes.push_back({Entity(reading), Entity(std::move(settled))});
}

void makeStale(Step& step, const Document& document, const std::string& segmentId)
{
    for (const Proposal* proposal : document.proposalsOf(segmentId)) {
        if (proposal->state == ProposalState::Stale || proposal->state == ProposalState::Rejected)
            continue;
        Proposal stale = *proposal;
        stale.state = ProposalState::Stale;
        step.changes.push_back({Entity(*proposal), Entity(std::move(stale))});
    }
}

/// Puts `after` where the segment is, or makes it where there is none.
void put(Step& step, const Document& document, Segment after)
{
    const Segment* before = document.segment(after.id);
    if (before && before->range != after.range)
        makeStale(step, document, after.id);
    if (!before || *before != after)
        step.changes.push_back({before ? std::optional<Entity>(*before) : std::nullopt, Entity(std::move(after))});
}

/// The segment here as the reading has it.
Segment asRead(const Document& document, const Reading& reading)
{
    Segment segment;
    if (const Segment* here = document.segment(reading.segmentId))
        segment = *here;
    else
        segment.mediumId = reading.mediumId;
    segment.id = reading.segmentId;
    segment.range = reading.range;
    segment.text = reading.text;
    segment.status = reading.status;
    segment.language = reading.language;
    segment.tier = reading.tier;
    return segment;
}

void removeWithProposals(Step& step, const Document& document, const std::string& segmentId)
{
    for (const Proposal* proposal : document.proposalsOf(segmentId))
        step.changes.push_back({Entity(*proposal), std::nullopt});
    if (const Segment* segment = document.segment(segmentId))
        step.changes.push_back({Entity(*segment), std::nullopt});
}

} // namespace

std::vector<const Reading*> openReadings(const Document& document)
{
    std::vector<const Reading*> open;
    for (const Reading* reading : document.readings()) {
        if (reading->state == ReadingState::Open)
            open.push_back(reading);
    }
    std::stable_sort(open.begin(), open.end(), [](const Reading* a, const Reading* b) {
        return std::tie(a->mediumId, a->range.start, a->range.end)
            < std::tie(b->mediumId, b->range.start, b->range.end);
    });
    return open;
}

Result<Step> settleLeft(const Document& document, const std::string& readingId)
{
    DESCANT_TRY(const Reading* reading, openReading(document, readingId));
    Step step = settling("Keep what is here");
    settle(step, *reading, ReadingState::Left);
    return step;
}

Result<Step> settleRight(const Document& document, const std::string& readingId)
{
    DESCANT_TRY(const Reading* reading, openReading(document, readingId));
    Step step = settling("Take the other reading");
    if (reading->kind == ReadingKind::Removed)
        removeWithProposals(step, document, reading->segmentId);
    else
        put(step, document, asRead(document, *reading));
    settle(step, *reading, ReadingState::Right);
    return step;
}

Result<Step> settleMerged(const Document& document, const std::string& readingId, std::string text, TimeRange range)
{
    DESCANT_TRY(const Reading* reading, openReading(document, readingId));
    if (text.empty())
        return fail(ErrorCode::EditRefused, "segment", "it has no text yet", "write a caption of both readings");
    if (range.empty() || range.start < MediaTime{0})
        return fail(ErrorCode::EmptyRange, "segment");
    Step step = settling("Merge readings");
    Segment merged = asRead(document, *reading);
    merged.text = std::move(text);
    merged.range = range;
    merged.status = SegmentStatus::Reviewed;
    put(step, document, std::move(merged));
    settle(step, *reading, ReadingState::Merged);
    return step;
}

} // namespace descant::project
