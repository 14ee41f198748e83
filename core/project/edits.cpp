// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/edits.h"

#include "core/base/identifier.h"
#include "core/project/clip_range.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace descant::project {
namespace {

Step named(std::string name) { return {newIdentifier(), std::move(name), timestampNow(), {}, {}, {}, {}}; }

template <typename Value>
void replace(Step& step, const Value& before, Value after)
{
    if (before != after)
        step.changes.push_back({Entity(before), Entity(std::move(after))});
}

template <typename Value>
void make(Step& step, Value value)
{
    step.changes.push_back({std::nullopt, Entity(std::move(value))});
}

template <typename Value>
void remove(Step& step, const Value& value)
{
    step.changes.push_back({Entity(value), std::nullopt});
}

Result<Segment> segmentOf(const Document& document, const std::string& id)
{
    if (const Segment* segment = document.segment(id))
        return *segment;
    return fail(ErrorCode::ItemNotFound, "segment " + id);
}

Result<TimeRange> within(const Document& document, const std::string& mediumId, TimeRange range)
{
    const Medium* medium = document.medium(mediumId);
    if (!medium)
        return fail(ErrorCode::ItemNotFound, "file " + mediumId);
    range.start = std::max(range.start, MediaTime{0});
    if (medium->duration > MediaTime{0})
        range.end = std::min(range.end, medium->duration);
    if (range.empty())
        return fail(ErrorCode::EmptyRange, medium->name, "from " + formatSeconds(range.start) + " to " + formatSeconds(range.end));
    return range;
}

void setStates(Step& step, const Document& document, const std::string& segmentId, ProposalState from, ProposalState to)
{
    for (const Proposal* proposal : document.proposalsOf(segmentId)) {
        if (proposal->state != from)
            continue;
        Proposal changed = *proposal;
        changed.state = to;
        replace(step, *proposal, std::move(changed));
    }
}

void removeWithProposals(Step& step, const Document& document, const Segment& segment)
{
    for (const Proposal* proposal : document.proposalsOf(segment.id))
        remove(step, *proposal);
    remove(step, segment);
}

const Proposal* bestOpen(const Document& document, const std::string& segmentId)
{
    for (const Proposal* proposal : document.proposalsOf(segmentId)) {
        if (proposal->state == ProposalState::Open)
            return proposal;
    }
    return nullptr;
}

/// The open proposal that a text grew from: the very text, else the one that was taken last (kept as Edited).
const Proposal* originOf(const Document& document, const Segment& segment)
{
    const Proposal* taken = nullptr;
    for (const Proposal* proposal : document.proposalsOf(segment.id)) {
        if (proposal->state != ProposalState::Open && proposal->state != ProposalState::Edited)
            continue;
        if (proposal->text == segment.text)
            return proposal;
        if (proposal->state == ProposalState::Edited && !taken)
            taken = proposal;
    }
    return taken;
}

} // namespace

Result<Step> addMedia(const Document& document, std::vector<Medium> media)
{
    Step step = named(media.size() == 1 ? "Add " + media.front().name : "Add " + std::to_string(media.size()) + " files");
    for (Medium& medium : media) {
        const auto known = document.media();
        const bool there = std::any_of(known.begin(), known.end(), [&](const Medium* other) {
            return !medium.fingerprint.empty() && other->fingerprint == medium.fingerprint && other->path == medium.path;
        });
        if (there)
            continue;
        if (medium.id.empty())
            medium.id = newIdentifier();
        make(step, std::move(medium));
    }
    return step;
}

Result<Step> replaceMedia(const Document& document, std::vector<Medium> media)
{
    Step step = named(media.size() == 1 ? "Find " + media.front().name : "Find " + std::to_string(media.size()) + " files");
    for (Medium& medium : media) {
        const Medium* before = document.medium(medium.id);
        if (!before)
            return fail(ErrorCode::ItemNotFound, "file " + medium.id);
        const bool firstTime = before->duration == MediaTime{0} && medium.duration > MediaTime{0};
        const MediaTime duration = medium.duration;
        replace(step, *before, std::move(medium));
        for (const Segment* segment : document.segmentsOf(before->id)) {
            if (firstTime)
                replace(step, *segment, fittedTo(*segment, duration));
        }
    }
    return step;
}

Result<Step> addSegment(const Document& document, const std::string& mediumId, TimeRange range)
{
    DESCANT_TRY(const TimeRange inside, within(document, mediumId, range));
    Step step = named("New segment");
    Segment segment;
    segment.id = newIdentifier();
    segment.mediumId = mediumId;
    segment.range = inside;
    make(step, std::move(segment));
    return step;
}

Result<Step> setRange(const Document& document, const std::string& segmentId, TimeRange range)
{
    DESCANT_TRY(const Segment before, segmentOf(document, segmentId));
    DESCANT_TRY(const TimeRange inside, within(document, before.mediumId, range));
    Step step = named("Move segment edge");
    Segment after = before;
    after.range = inside;
    replace(step, before, after);
    if (before.range == inside)
        return step;
    // Whatever became of them: what they saw and heard belongs to the times before.
    for (const ProposalState state : {ProposalState::Open, ProposalState::Edited, ProposalState::Accepted})
        setStates(step, document, segmentId, state, ProposalState::Stale);
    return step;
}

Result<Step> setText(const Document& document, const std::string& segmentId, std::string text)
{
    DESCANT_TRY(const Segment before, segmentOf(document, segmentId));
    Step step = named("Typing");
    step.mergeKey = "text " + segmentId;
    Segment after = before;
    after.text = std::move(text);
    if (after.text != before.text && before.status != SegmentStatus::Flagged)
        after.status = SegmentStatus::Draft;
    replace(step, before, std::move(after));
    return step;
}

Result<Step> setStatus(const Document& document, const std::string& segmentId, SegmentStatus status)
{
    DESCANT_TRY(const Segment before, segmentOf(document, segmentId));
    Step step = named("Mark segment as " + std::string(nameOf(status)));
    Segment after = before;
    after.status = status;
    replace(step, before, std::move(after));
    return step;
}

Result<Step> splitSegment(const Document& document, const std::string& segmentId, MediaTime time)
{
    DESCANT_TRY(const Segment before, segmentOf(document, segmentId));
    if (time <= before.range.start || time >= before.range.end)
        return fail(ErrorCode::EditRefused, "segment", "the playhead is not inside it", "move the playhead into the segment");
    Step step = named("Split segment");
    Segment first = before;
    first.range.end = time;
    Segment second = before;
    second.id = newIdentifier();
    second.range.start = time;
    second.text.clear();
    second.status = SegmentStatus::Draft;
    replace(step, before, std::move(first));
    make(step, std::move(second));
    setStates(step, document, segmentId, ProposalState::Open, ProposalState::Stale);
    return step;
}

Result<Step> mergeWithNext(const Document& document, const std::string& segmentId)
{
    DESCANT_TRY(const Segment before, segmentOf(document, segmentId));
    const auto segments = document.segmentsOf(before.mediumId);
    auto next = std::find_if(segments.begin(), segments.end(), [&](const Segment* other) { return other->id == segmentId; });
    if (next == segments.end() || ++next == segments.end())
        return fail(ErrorCode::EditRefused, "segment", "no segment follows it", "choose an earlier one");
    const Segment& other = **next;
    Step step = named("Merge segments");
    setStates(step, document, segmentId, ProposalState::Open, ProposalState::Stale);
    for (const Proposal* proposal : document.proposalsOf(other.id)) {
        Proposal moved = *proposal;
        moved.segmentId = segmentId;
        moved.state = moved.state == ProposalState::Open ? ProposalState::Stale : moved.state;
        replace(step, *proposal, std::move(moved));
    }
    Segment after = before;
    after.range.end = std::max(before.range.end, other.range.end);
    after.text += (after.text.empty() || other.text.empty() ? "" : " ") + other.text;
    after.status = before.status == other.status ? before.status : SegmentStatus::Draft;
    remove(step, other);
    replace(step, before, std::move(after));
    return step;
}

Result<Step> removeSegment(const Document& document, const std::string& segmentId)
{
    DESCANT_TRY(const Segment segment, segmentOf(document, segmentId));
    Step step = named("Delete segment");
    removeWithProposals(step, document, segment);
    return step;
}

namespace {

/// Forced tokens have a log-probability of minus infinity, and broken models give NaN; neither can be stored.
void makeFinite(double& number)
{
    if (!std::isfinite(number))
        number = number > 0 ? std::numeric_limits<double>::max() : std::numeric_limits<double>::lowest();
}

void makeFinite(Proposal& proposal)
{
    makeFinite(proposal.score);
    for (ProposalToken& token : proposal.tokens)
        makeFinite(token.logProbability);
}

} // namespace

Result<Step> storeProposals(const Document& document, const std::string& segmentId, std::vector<Proposal> proposals)
{
    DESCANT_TRY(const Segment segment, segmentOf(document, segmentId));
    Step step = named("Propose captions");
    setStates(step, document, segmentId, ProposalState::Open, ProposalState::Stale);
    for (Proposal& proposal : proposals) {
        proposal.segmentId = segmentId;
        makeFinite(proposal);
        if (proposal.id.empty())
            proposal.id = newIdentifier();
        make(step, std::move(proposal));
    }
    return step;
}

Result<Step> takeProposal(const Document& document, const std::string& proposalId)
{
    const Proposal* proposal = document.proposal(proposalId);
    if (!proposal)
        return fail(ErrorCode::ItemNotFound, "proposal " + proposalId);
    DESCANT_TRY(const Segment before, segmentOf(document, proposal->segmentId));
    Step step = named("Take proposal");
    Segment after = before;
    after.text = proposal->text;
    after.status = before.status == SegmentStatus::Flagged ? before.status : SegmentStatus::Draft;
    replace(step, before, std::move(after));
    setStates(step, document, before.id, ProposalState::Edited, ProposalState::Open);
    // "Edited" means from now on: the human text began with this one. A change that was just queued is left out.
    std::erase_if(step.changes, [&](const Change& change) { return change.before && idOf(*change.before) == proposalId; });
    Proposal taken = *proposal;
    taken.state = ProposalState::Edited;
    replace(step, *proposal, std::move(taken));
    return step;
}

Result<Step> acceptSegment(const Document& document, const std::string& segmentId)
{
    DESCANT_TRY(const Segment before, segmentOf(document, segmentId));
    Step step = named("Accept caption");
    Segment after = before;
    if (const Proposal* best = bestOpen(document, segmentId); after.text.empty() && best)
        after.text = best->text;
    if (after.text.empty())
        return fail(ErrorCode::EditRefused, "segment", "it has no text yet", "write a caption, or press G for proposals");
    after.status = SegmentStatus::Accepted;
    const Proposal* origin = originOf(document, after);
    for (const Proposal* proposal : document.proposalsOf(segmentId)) {
        if (proposal->state != ProposalState::Open && proposal->state != ProposalState::Edited)
            continue;
        Proposal judged = *proposal;
        judged.state = proposal != origin ? ProposalState::Rejected
            : proposal->text == after.text ? ProposalState::Accepted : ProposalState::Edited;
        replace(step, *proposal, std::move(judged));
    }
    replace(step, before, std::move(after));
    return step;
}

Result<Step> rejectProposals(const Document& document, const std::string& segmentId)
{
    DESCANT_TRY(const Segment before, segmentOf(document, segmentId));
    Step step = named("Reject proposals");
    setStates(step, document, segmentId, ProposalState::Open, ProposalState::Rejected);
    Segment after = before;
    if (after.text.empty())
        after.status = SegmentStatus::Rejected;
    replace(step, before, std::move(after));
    return step;
}

} // namespace descant::project
