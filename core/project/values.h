// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace descant::project {

/// A file that is described. The project keeps where it was seen last and how to know it again.
struct Medium {
    std::string id;
    std::string name;          ///< what people call it: the file's name
    std::string path;          ///< absolute, or as imported when the file was never seen
    std::string fingerprint;   ///< media::MediaInfo::fingerprint, empty when the file was never seen
    MediaTime duration{0};
    int width = 0;             ///< display size in pixels, 0 without picture
    int height = 0;
    bool hasVideo = false;
    bool hasAudio = false;
    std::string extra;         ///< JSON object with what an import could not place; empty = nothing
    bool operator==(const Medium&) const = default;
};

enum class SegmentStatus { Draft, Accepted, Reviewed, Flagged, Rejected };

/// A stretch of a medium and what a person says about it. Only people's actions change `text`.
struct Segment {
    std::string id;
    std::string mediumId;
    TimeRange range;
    std::string text;          ///< human text; empty = not written yet
    SegmentStatus status = SegmentStatus::Draft;
    std::string language = "en";
    std::string tier;          ///< track that it lies on; empty = the first
    std::string split;         ///< train, validate, test, or empty
    std::string extra;         ///< as Medium::extra
    bool operator==(const Segment&) const = default;
};

enum class ProposalState { Open, Accepted, Edited, Rejected, Stale };

/// One token of a proposal as the model wrote it.
struct ProposalToken {
    std::string text;
    double logProbability = 0.0;
    bool operator==(const ProposalToken&) const = default;
};

/// What one token rests on: weights over the sampled frames and over each 0.16 s of audio, together 1.
struct ProposalEvidence {
    int token = 0;
    double visualShare = 0.0;
    std::vector<double> frames;
    std::vector<double> audio;
    bool operator==(const ProposalEvidence&) const = default;
};

/// What a model proposed for a segment; with enough beside it to know where it came from.
struct Proposal {
    std::string id;
    std::string segmentId;
    int rank = 0;                        ///< 0 is the model's best of one run
    std::string text;
    double score = 0.0;                  ///< total log-probability / length^penalty
    std::string modelName;
    std::string modelVersion;
    std::string modelHash;
    std::string settings;                ///< JSON object: beams, prompt, prefix, …
    std::vector<std::int64_t> framesSeen;
    MediaTime audioHeard{0};
    std::vector<ProposalToken> tokens;
    std::vector<ProposalEvidence> evidence;
    ProposalState state = ProposalState::Open;
    std::string created;                 ///< UTC time stamp
    bool operator==(const Proposal&) const = default;
};

/// What a reading says of its segment: what somebody wrote without having seen the first text, what came of it in a
/// work package, or that it was taken away there.
enum class ReadingKind { Second, Changed, Removed };

/// What became of it. Taken: it came in without a question, because nothing had changed here; the others wait (Open) or
/// were settled: what was here stays (Left), the reading replaced it (Right), or a text of both did (Merged).
enum class ReadingState { Open, Left, Right, Merged, Taken };

/// What another person says of a stretch, as it came back in a work package. It stands beside the segment and never
/// over it.
struct Reading {
    std::string id;
    std::string mediumId;
    std::string segmentId;     ///< of the segment that it reads; there may be none of that id here
    ReadingKind kind = ReadingKind::Second;
    TimeRange range;
    std::string text;
    SegmentStatus status = SegmentStatus::Draft;
    std::string language = "en";
    std::string tier;
    std::string person;        ///< who wrote it; empty = nobody said
    std::string base;          ///< version of the segment that the package was made from; empty = it was made there
    std::string package;       ///< id of the work package
    ReadingState state = ReadingState::Open;
    std::string created;       ///< UTC time stamp of its coming in
    bool operator==(const Reading&) const = default;
};

/// Anything that a Document holds.
using Entity = std::variant<Medium, Segment, Proposal, Reading>;
enum class EntityKind { Medium, Segment, Proposal, Reading };

EntityKind kindOf(const Entity& entity);
const std::string& idOf(const Entity& entity);

std::string_view nameOf(EntityKind kind);         ///< "medium", "segment", "proposal", "reading"
std::string_view nameOf(SegmentStatus status);    ///< "draft", "accepted", …
std::string_view nameOf(ProposalState state);     ///< "open", "accepted", …
std::string_view nameOf(ReadingKind kind);        ///< "second", "changed", "removed"
std::string_view nameOf(ReadingState state);      ///< "open", "left", …
std::optional<EntityKind> entityKindFrom(std::string_view name);
std::optional<SegmentStatus> segmentStatusFrom(std::string_view name);
std::optional<ProposalState> proposalStateFrom(std::string_view name);
std::optional<ReadingKind> readingKindFrom(std::string_view name);
std::optional<ReadingState> readingStateFrom(std::string_view name);

} // namespace descant::project
