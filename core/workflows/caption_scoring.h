// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/metrics/bootstrap.h"
#include "core/metrics/spice.h"

#include <array>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::workflows {

enum class Metric { Bleu, RougeL, CiderD, Meteor, Spice };

/// What happens to a segment of the references that has no candidate.
enum class MissingCandidates { Refused, CountAsEmpty };

struct ScoringOptions {
    std::filesystem::path references, candidates;
    std::set<Metric> metrics{Metric::Bleu, Metric::RougeL, Metric::CiderD, Metric::Meteor, Metric::Spice};
    MissingCandidates missing = MissingCandidates::Refused;
    std::filesystem::path meteorData;  ///< folder or file with METEOR's paraphrases; empty: without them
    std::filesystem::path spiceJar;    ///< empty: no SPICE
    metrics::ProgramRunner runProgram; ///< for SPICE
    std::optional<metrics::BootstrapSetting> bootstrap;
};

struct ScoredSegment {
    std::string id;
    std::array<double, 4> bleu{};
    double rougeL = 0, ciderD = 0;
    std::optional<double> meteor, spice;
};

enum class MeteorPart { Full, NoParaphrases };

struct ScoreReport {
    std::vector<ScoredSegment> segments; ///< in the order of the references
    std::array<double, 4> bleu{};
    double rougeL = 0, ciderD = 0;
    std::optional<double> meteor, spice, spider; ///< nothing: not asked for, or its data is not there
    MeteorPart meteorPart = MeteorPart::NoParaphrases;
    /// 95 % intervals by name: bleu1…bleu4, rouge_l, cider_d, meteor, spice.
    std::map<std::string, metrics::Interval> intervals;
    std::vector<std::string> warnings;
};

/// Judges captions against those of people, as pycocoevalcap does. References that were judged against before are taken
/// from a cache on disk. InputInvalid names the ids that only one of the files has; errors of the files and of METEOR's
/// data pass through. WordNet that is not installed leaves METEOR out, with a warning. Any thread.
Outcome<ScoreReport> scoreCaptions(const ScoringOptions& options, std::stop_token stop, const ProgressSink& progress);

} // namespace descant::workflows
