// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/bootstrap.h"
#include "core/metrics/meteor.h"
#include "core/metrics/reference_cache.h"
#include "core/metrics/spice.h"
#include "core/workflows/caption_files.h"
#include "core/workflows/score_values.h"

#include <filesystem>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::workflows {

/// How captions are judged.
struct JudgingOptions {
    std::set<Metric> metrics{Metric::Bleu, Metric::RougeL, Metric::CiderD, Metric::Meteor, Metric::Spice};
    std::filesystem::path meteorData;  ///< folder or file with METEOR's paraphrases; empty: without them
    std::filesystem::path spiceJar;    ///< empty: no SPICE
    metrics::ProgramRunner runProgram; ///< for SPICE
};

/// What the metrics counted of captions, segment by segment: scores of any part of them can be added up from it.
struct Judgement {
    std::vector<metrics::SegmentScore> scores;
    std::optional<metrics::MeteorScore> meteor;
    std::optional<metrics::SpiceScore> spice;
    MeteorPart meteorPart = MeteorPart::NoParaphrases;
    std::vector<std::string> warnings;
};

/// References split into words and counted. All captions go through the tokeniser as one text, as in the reference.
Result<metrics::NamedReferences> preparedReferences(const std::vector<CaptionGroup>& groups);

/// Judges one candidate a segment, as words with single blanks between them (PennTokenizer). WordNet that is not
/// installed leaves METEOR out, with a warning. FileNotFound for METEOR's data or the jar. Any thread.
Outcome<Judgement> judge(const metrics::ReferenceSet& references, const std::vector<std::string>& candidates,
                         const JudgingOptions& options, std::stop_token stop, const ProgressSink& progress);

/// The numbers of the whole set and of each segment; no intervals.
ScoreReport reportOf(const Judgement& judgement, const std::vector<std::string>& ids);

/// Which scores can be added up from a judgement, in the order of scoresOf().
std::vector<Score> scoresIn(const Judgement& judgement);
/// The scores of some of the segments, with those that stand several times counted as often.
std::vector<double> scoresOf(const Judgement& judgement, std::span<const std::size_t> segments);

} // namespace descant::workflows
