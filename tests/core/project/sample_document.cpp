// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/project/sample_document.h"

#include "core/base/identifier.h"
#include "core/project/edits.h"

namespace descant::test {

using namespace project;

Medium sampleMedium(const std::string& name, MediaTime duration)
{
    Medium medium;
    medium.id = newIdentifier();
    medium.name = name;
    medium.path = "/films/" + name;
    medium.fingerprint = "print of " + name;
    medium.duration = duration;
    medium.width = 640;
    medium.height = 360;
    medium.hasVideo = true;
    return medium;
}

Proposal sampleProposal(const std::string& text, int rank)
{
    Proposal proposal;
    proposal.rank = rank;
    proposal.text = text;
    proposal.score = -0.1 - rank / 3.0;
    proposal.modelName = "demo";
    proposal.modelVersion = "1";
    proposal.modelHash = "ab12";
    proposal.settings = R"({"beams":5})";
    proposal.framesSeen = {0, 7, 15};
    proposal.audioHeard = MediaTime{5'120'000};
    proposal.tokens = {{"a", -0.25}, {" cow", -1.0 / 3}};
    proposal.evidence = {{0, 0.7, {0.5, 0.2}, {0.3}}};
    proposal.created = timestampNow();
    return proposal;
}

Reading sampleReading(const std::string& mediumId, const std::string& segmentId, const std::string& text)
{
    Reading reading;
    reading.id = newIdentifier();
    reading.mediumId = mediumId;
    reading.segmentId = segmentId;
    reading.range = {MediaTime{0}, MediaTime{1'000'000}};
    reading.text = text;
    reading.person = "Ada";
    reading.base = "cd34";
    reading.package = "a package";
    reading.created = timestampNow();
    return reading;
}

namespace {

/// A reading comes in, changes its state or goes.
Step randomReadingEdit(const Document& document, const Segment& segment, std::mt19937& random)
{
    Step step{newIdentifier(), "Reading", timestampNow(), "Ada", {}, {}, {}};
    const auto readings = document.readingsOf(segment.id);
    if (readings.empty() || random() % 3 == 0) {
        const Reading made = sampleReading(segment.mediumId, segment.id, "a \"goat\" \xc3\xa9");
        step.changes.push_back({std::nullopt, Entity(made)});
        return step;
    }
    const Reading& before = *readings.front();
    Reading after = before;
    after.state = static_cast<ReadingState>((static_cast<unsigned>(before.state) + 1) % 5);
    after.kind = static_cast<ReadingKind>(random() % 3);
    step.changes.push_back(
        {Entity(before), random() % 4 == 0 ? std::nullopt : std::optional<Entity>(std::move(after))});
    return step;
}

Result<Step> randomSegmentEdit(const Document& document, const Segment& segment, std::mt19937& random)
{
    const auto number = [&](std::int64_t below) {
        return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(below));
    };
    const auto proposals = document.proposalsOf(segment.id);
    switch (number(11)) {
    case 0:
        return setRange(document, segment.id, {segment.range.start, segment.range.end + MediaTime{1 + number(1000)}});
    case 1:
        return splitSegment(document, segment.id,
                            segment.range.start + MediaTime{1 + number(segment.range.length().count())});
    case 2:
        return mergeWithNext(document, segment.id);
    case 3:
        return removeSegment(document, segment.id);
    case 4:
        return storeProposals(document, segment.id,
                              {sampleProposal("a cow " + std::to_string(number(100))), sampleProposal("b", 1)});
    case 5:
        return proposals.empty() ? fail(ErrorCode::ItemNotFound, "none") : takeProposal(document, proposals.back()->id);
    case 6:
        return acceptSegment(document, segment.id);
    case 7:
        return rejectProposals(document, segment.id);
    case 8:
        return setStatus(document, segment.id, static_cast<SegmentStatus>(number(5)));
    case 9:
        return randomReadingEdit(document, segment, random);
    default:
        return setText(document, segment.id, "text \xc3\xa9 " + std::to_string(number(1000)));
    }
}

} // namespace

Step randomEdit(const Document& document, std::mt19937& random)
{
    while (true) {
        const auto media = document.media();
        if (media.empty())
            return *addMedia(document, {sampleMedium("film.mp4")});
        const Medium& medium = *media[random() % media.size()];
        const auto segments = document.segmentsOf(medium.id);
        Result<Step> step = fail(ErrorCode::ItemNotFound, "nothing yet");
        if (segments.empty() || random() % 4 == 0) {
            const MediaTime start{static_cast<std::int64_t>(random() % 50'000'000)};
            step = addSegment(document, medium.id, {start, start + MediaTime{1'000'000}});
        } else {
            step = randomSegmentEdit(document, *segments[random() % segments.size()], random);
        }
        if (step && !step->changes.empty())
            return *std::move(step);
    }
}

} // namespace descant::test
