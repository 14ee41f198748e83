// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/metrics/agreement.h"
#include "core/project/work_package.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::workflows {

/// Whose segments and texts are compared. A person's are what came in from that person's packages; the project's are
/// what is here, as it was before a reading was settled; the package's are what it holds, merged or not.
struct AgreementWish {
    std::string first, second;                    ///< people; empty: the project (first), everybody else (second)
    std::optional<std::filesystem::path> package; ///< in place of `second`
    MediaTime tolerance{500'000};                 ///< of boundaries
    std::filesystem::path meteorData;             ///< as for `score`
};

/// Two texts about the same stretch: of one segment, or of segments that overlap by half of both or more.
struct TextPair {
    std::string mediumId, firstId, secondId;
    TimeRange range; ///< of the first
    std::string first, second;
    double iou = 0;
    double ciderDForward = 0, ciderDBack = 0; ///< second judged against first, and the other way round
    std::optional<double> meteorForward, meteorBack;
    bool isEqual = false; ///< word for word, as PennTokenizer splits them
};

/// Means over pairs; METEOR is nothing where WordNet is not installed.
struct TextAgreement {
    std::size_t pairs = 0, equal = 0;
    double ciderDForward = 0, ciderDBack = 0;
    std::optional<double> meteorForward, meteorBack;
};

struct MediumAgreement {
    std::string mediumId, name;
    bool rangesGiven = false; ///< the second worked on the first's stretches: boundaries say little
    metrics::BoundaryCounts boundaries;
    TextAgreement texts;
};

struct AgreementReport {
    std::string first, second; ///< names for people
    std::vector<MediumAgreement> media;
    metrics::BoundaryCounts boundaries; ///< of all media
    TextAgreement texts;
    std::vector<TextPair> pairs; ///< the worst first
    std::vector<std::string> warnings;
};

/// Compares two annotators of a project. InputInvalid when there is nothing that both have said. Any thread.
Outcome<AgreementReport> compareAnnotators(const std::filesystem::path& project, const AgreementWish& wish,
                                           const std::stop_token& stop, const ProgressSink& progress);

/// How far everybody agrees whose readings are in a project: the project with each person, and each two people who
/// have said something of one file. In the order of their names; nothing where nobody else has said anything.
Outcome<std::vector<AgreementReport>> compareEverybody(const project::Document& document,
                                                       const std::vector<project::Step>& journal,
                                                       const std::stop_token& stop, const ProgressSink& progress);

/// The report as Markdown: what was compared, boundaries, texts, the worst disagreements.
std::string toMarkdown(const AgreementReport& report);
/// A table with a row for each report, in short: boundaries and texts of all media. Markdown; empty without reports.
std::string toMarkdownTable(const std::vector<AgreementReport>& reports);

} // namespace descant::workflows
