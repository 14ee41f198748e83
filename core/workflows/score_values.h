// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/bootstrap.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace descant::workflows {

enum class Metric { Bleu, RougeL, CiderD, Meteor, Spice };

/// Whether METEOR had its table of paraphrases; without it its numbers cannot be compared with published ones.
enum class MeteorPart { Full, NoParaphrases };

struct ScoredSegment {
    std::string id;
    std::array<double, 4> bleu{};
    double rougeL = 0, ciderD = 0;
    std::optional<double> meteor, spice;
};

struct ScoreReport {
    std::vector<ScoredSegment> segments; ///< in the order of the references
    std::array<double, 4> bleu{};
    double rougeL = 0, ciderD = 0;
    std::optional<double> meteor, spice, spider; ///< nothing: not asked for, or its data is not there
    MeteorPart meteorPart = MeteorPart::NoParaphrases;
    /// 95 % intervals by name: bleu1…bleu4, rouge_l, cider_d, meteor, spice, spider.
    std::map<std::string, metrics::Interval> intervals;
    std::vector<std::string> warnings;
};

/// One number that captions are compared by.
enum class Score { Bleu1, Bleu2, Bleu3, Bleu4, RougeL, CiderD, Meteor, Spice, Spider };

inline constexpr std::array kAllScores{Score::Bleu1,  Score::Bleu2,  Score::Bleu3, Score::Bleu4, Score::RougeL,
                                       Score::CiderD, Score::Meteor, Score::Spice, Score::Spider};

/// Its name in reports: "bleu1", "cider_d".
constexpr std::string_view nameOf(Score score)
{
    constexpr std::array<std::string_view, kAllScores.size()> names{"bleu1",   "bleu2",  "bleu3", "bleu4", "rouge_l",
                                                                    "cider_d", "meteor", "spice", "spider"};
    return names[static_cast<std::size_t>(score)];
}

/// The score of a segment; nothing where it was not computed.
inline std::optional<double> valueOf(const ScoredSegment& segment, Score score)
{
    switch (score) {
    case Score::RougeL:
        return segment.rougeL;
    case Score::CiderD:
        return segment.ciderD;
    case Score::Meteor:
        return segment.meteor;
    case Score::Spice:
        return segment.spice;
    case Score::Spider:
        return segment.spice ? std::optional((segment.ciderD + *segment.spice) / 2) : std::nullopt;
    default:
        return segment.bleu[static_cast<std::size_t>(score)];
    }
}

/// The score of the whole set; nothing where it was not computed.
inline std::optional<double> valueOf(const ScoreReport& report, Score score)
{
    switch (score) {
    case Score::RougeL:
        return report.rougeL;
    case Score::CiderD:
        return report.ciderD;
    case Score::Meteor:
        return report.meteor;
    case Score::Spice:
        return report.spice;
    case Score::Spider:
        return report.spider;
    default:
        return report.bleu[static_cast<std::size_t>(score)];
    }
}

} // namespace descant::workflows
