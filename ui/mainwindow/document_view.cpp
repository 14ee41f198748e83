// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/document_view.h"

#include "core/project/adjudication.h"

#include "ui/captions/word_diff.h"
#include "ui/support/conversions.h"

#include <algorithm>
#include <cmath>

namespace descant::ui {
namespace {

using project::Proposal;
using project::ProposalState;
using project::Segment;
using project::SegmentStatus;

constexpr std::size_t kMostCandidates = 9;
constexpr double kDoubtful = 1.0 / 3.0;

CaptionStatus captionStatus(const Segment& segment)
{
    switch (segment.status) {
    case SegmentStatus::Accepted:
        return CaptionStatus::Accepted;
    case SegmentStatus::Reviewed:
        return CaptionStatus::Reviewed;
    case SegmentStatus::Flagged:
        return CaptionStatus::Flagged;
    case SegmentStatus::Rejected:
        return CaptionStatus::Rejected;
    case SegmentStatus::Draft:
        break;
    }
    return segment.text.empty() ? CaptionStatus::Empty : CaptionStatus::Draft;
}

SegmentLook timelineLook(const Segment& segment, bool proposed)
{
    switch (captionStatus(segment)) {
    case CaptionStatus::Accepted:
        return SegmentLook::Accepted;
    case CaptionStatus::Reviewed:
        return SegmentLook::Reviewed;
    case CaptionStatus::Flagged:
        return SegmentLook::Flagged;
    case CaptionStatus::Rejected:
        return SegmentLook::Rejected;
    case CaptionStatus::Draft:
        return SegmentLook::Draft;
    case CaptionStatus::Empty:
        break;
    }
    return proposed ? SegmentLook::Proposal : SegmentLook::Empty;
}

CandidateValue candidateValue(const Proposal& proposal)
{
    CandidateValue value;
    value.id = toQString(proposal.id);
    value.text = toQString(proposal.text);
    value.score = std::exp(std::min(0.0, proposal.score));
    value.doubtfulWords = doubtfulWords(proposal);
    value.stale = proposal.state == ProposalState::Stale;
    double seen = 0.0;
    for (const project::ProposalEvidence& evidence : proposal.evidence)
        seen += evidence.visualShare;
    // What was seen and heard at other times says nothing about these.
    if (!proposal.evidence.empty() && !value.stale)
        value.seenShare = seen / double(proposal.evidence.size());
    return value;
}

QString bestProposal(const project::Document& document, const Segment& segment)
{
    const auto candidates = candidatesOf(document, segment.id);
    return candidates.empty() ? QString() : toQString(candidates.front()->text);
}

void addTo(std::vector<double>& sum, const std::vector<double>& values)
{
    sum.resize(std::max(sum.size(), values.size()), 0.0);
    for (std::size_t i = 0; i < values.size(); ++i)
        sum[i] += values[i];
}

void scaleToOne(std::vector<double>& values)
{
    const double most = values.empty() ? 0.0 : *std::max_element(values.begin(), values.end());
    for (double& value : values)
        value = most > 0.0 ? value / most : 0.0;
}

} // namespace

bool hasVerdict(const Segment& segment)
{
    return segment.status == SegmentStatus::Accepted || segment.status == SegmentStatus::Reviewed
        || segment.status == SegmentStatus::Rejected;
}

std::vector<const Proposal*> candidatesOf(const project::Document& document, const std::string& segmentId)
{
    std::vector<const Proposal*> candidates;
    const Proposal* previous = nullptr;
    for (const Proposal* proposal : document.proposalsOf(segmentId)) {
        // Newest run first: a best one after others begins an older run.
        if (previous != nullptr && proposal->rank <= previous->rank)
            break;
        previous = proposal;
        if (proposal->state != ProposalState::Rejected && candidates.size() < kMostCandidates)
            candidates.push_back(proposal);
    }
    return candidates;
}

QStringList doubtfulWords(const Proposal& proposal)
{
    QStringList doubtful;
    QString word;
    double least = 1.0;
    const auto finish = [&] {
        if (least < kDoubtful && !comparable(word).isEmpty())
            doubtful.append(comparable(word));
        word.clear();
        least = 1.0;
    };
    for (const project::ProposalToken& token : proposal.tokens) {
        QString text = toQString(token.text);
        if (text.startsWith(QChar(0x2581)) || text.startsWith(' ')) {
            finish();
            text.remove(0, 1);
        }
        word += text;
        least = std::min(least, std::exp(token.logProbability));
    }
    finish();
    return doubtful;
}

QList<MediaRow> mediaRows(const project::Document& document, const QSet<QString>& missing)
{
    QList<MediaRow> rows;
    for (const project::Medium* medium : document.media()) {
        MediaRow row;
        row.id = toQString(medium->id);
        row.name = toQString(medium->name);
        row.path = toQString(medium->path);
        row.duration = medium->duration;
        row.missing = missing.contains(row.id);
        for (const Segment* segment : document.segmentsOf(medium->id)) {
            ++row.segments;
            row.done += hasVerdict(*segment) ? 1 : 0;
        }
        rows.append(row);
    }
    return rows;
}

SegmentRow segmentRow(const project::Document& document, const Segment& segment, int number)
{
    SegmentRow row{toQString(segment.id),   number, segment.range,
                   toQString(segment.text), false,  captionStatus(segment)};
    if (row.text.isEmpty()) {
        row.text = bestProposal(document, segment);
        row.proposed = !row.text.isEmpty();
    }
    return row;
}

TimelineSegment timelineSegment(const project::Document& document, const Segment& segment, int number)
{
    QString text = toQString(segment.text);
    const bool proposed = text.isEmpty() && !(text = bestProposal(document, segment)).isEmpty();
    return {toQString(segment.id), segment.range, text, timelineLook(segment, proposed), number};
}

QList<SegmentRow> segmentRows(const project::Document& document, const QString& mediumId)
{
    QList<SegmentRow> rows;
    for (const Segment* segment : document.segmentsOf(fromQString(mediumId)))
        rows.append(segmentRow(document, *segment, int(rows.size()) + 1));
    return rows;
}

std::vector<TimelineSegment> timelineSegments(const project::Document& document, const QString& mediumId)
{
    std::vector<TimelineSegment> segments;
    for (const Segment* segment : document.segmentsOf(fromQString(mediumId)))
        segments.push_back(timelineSegment(document, *segment, int(segments.size()) + 1));
    return segments;
}

QString rewrittenSegment(const project::Step& step)
{
    if (step.changes.size() != 1 || !step.changes.front().before || !step.changes.front().after)
        return {};
    const auto* before = std::get_if<Segment>(&*step.changes.front().before);
    const auto* after = std::get_if<Segment>(&*step.changes.front().after);
    if (before == nullptr || after == nullptr)
        return {};
    Segment rewritten = *before;
    rewritten.text = after->text;
    return rewritten == *after ? toQString(after->id) : QString();
}

std::optional<SegmentValue> segmentValue(const project::Document& document, const QString& segmentId)
{
    const Segment* segment = document.segment(fromQString(segmentId));
    if (segment == nullptr)
        return std::nullopt;
    const auto all = document.segmentsOf(segment->mediumId);
    const auto found = std::find(all.begin(), all.end(), segment);
    return segmentValue(document, segmentId, {int(found - all.begin()) + 1, int(all.size())});
}

std::optional<SegmentValue> segmentValue(const project::Document& document, const QString& segmentId,
                                         SegmentPlace place)
{
    const Segment* segment = document.segment(fromQString(segmentId));
    if (segment == nullptr)
        return std::nullopt;
    SegmentValue value;
    value.id = segmentId;
    value.range = segment->range;
    value.text = toQString(segment->text);
    value.status = captionStatus(*segment);
    value.number = place.number;
    value.count = place.count;
    for (const Proposal* proposal : candidatesOf(document, segment->id)) {
        value.candidates.append(candidateValue(*proposal));
        value.modelLine = toQString(proposal->modelName + " " + proposal->modelVersion).trimmed();
    }
    return value;
}

std::optional<TimelineEvidence> segmentEvidence(const project::Document& document, const QString& segmentId)
{
    const Segment* segment = document.segment(fromQString(segmentId));
    const auto candidates = candidatesOf(document, fromQString(segmentId));
    if (segment == nullptr || candidates.empty() || candidates.front()->evidence.empty()
        || candidates.front()->state == ProposalState::Stale)
        return std::nullopt;
    TimelineEvidence evidence{segment->range, {}, {}};
    for (const project::ProposalEvidence& token : candidates.front()->evidence) {
        addTo(evidence.seen, token.frames);
        addTo(evidence.heard, token.audio);
    }
    scaleToOne(evidence.seen);
    scaleToOne(evidence.heard);
    return evidence;
}

QList<AdjudicationValue> waitingReadings(const project::Document& document)
{
    QList<AdjudicationValue> values;
    for (const project::Reading* reading : project::openReadings(document)) {
        AdjudicationValue value;
        value.id = toQString(reading->id);
        value.mediumId = toQString(reading->mediumId);
        value.medium = toQString(document.medium(reading->mediumId)->name);
        value.person = toQString(reading->person);
        value.removes = reading->kind == project::ReadingKind::Removed;
        if (const Segment* here = document.segment(reading->segmentId))
            value.here = AdjudicationSide{here->range, toQString(here->text)};
        value.theirs = {reading->range, toQString(reading->text)};
        values.append(value);
    }
    return values;
}

} // namespace descant::ui
