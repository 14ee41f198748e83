// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"
#include "core/workflows/caption_judging.h"
#include "core/workflows/scoring_clips.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::workflows {

/// Whose captions: what people wrote in the project, what a model proposed in it, or what a file holds.
struct Captioner {
    enum class Kind { People, Model, File } kind = Kind::People;
    std::string model;          ///< ScoringModel::key
    std::filesystem::path file; ///< anything that `score` reads
    bool operator==(const Captioner&) const = default;
};

/// Which texts of people count: accepted and reviewed ones, or all that were not rejected.
enum class TextsTaken { Approved, Written };
/// What happens to a reference that is the judged model's own proposal, accepted as it was: it is sure to agree.
enum class OwnTexts { LeftOut, Kept };
/// What happens to a clip that has a reference but no candidate.
enum class WithoutCandidate { LeftOut, CountedAsEmpty };

/// What is to be compared with what.
struct ScoringWish {
    Captioner judged;                ///< a model or a file
    std::optional<Captioner> beside; ///< a second one, judged on the same clips
    Captioner against;               ///< the references
    std::string split, language;     ///< of the project's segments; empty: all
    TextsTaken texts = TextsTaken::Approved;
    OwnTexts own = OwnTexts::LeftOut;
    WithoutCandidate missing = WithoutCandidate::LeftOut;
    JudgingOptions how;
    metrics::BootstrapSetting bootstrap;
};

/// A clip that was judged.
struct ScoredClip {
    std::string id;                  ///< of its first segment; of a file that the project does not know: its name there
    std::string name;                ///< of the medium, or as `id`
    std::string mediumId, segmentId; ///< empty: the project does not have it
    TimeRange range;                 ///< in the medium
    std::vector<std::string> references;                                         ///< as they were written
    std::string candidate, besideCandidate;                                      ///< as they were written
    enum class Origin { Own, Edited, Independent } origin = Origin::Independent; ///< of the references, the worst
};

/// How the judged captions differ from those beside, by one score: positive where the judged are better.
struct ScoreDifference {
    double difference = 0;
    metrics::Interval interval;                   ///< 95 %, of differences of the same drawn segments
    double probability = 1;                       ///< of a difference at least as large if there were none, either way
    std::size_t better = 0, equal = 0, worse = 0; ///< segments
};

struct ProjectScores {
    std::vector<ScoredClip> clips;
    ScoreReport judged; ///< its segments are in the order of `clips`
    std::optional<ScoreReport> beside;
    std::map<Score, ScoreDifference> differences;
    /// Clips that were not judged, by the first reason that applied.
    std::size_t withoutReference = 0, withOwnTextAlone = 0, withoutCandidate = 0;
    std::size_t ownTexts = 0;    ///< references that are a judged model's own proposals as they were
    std::size_t editedTexts = 0; ///< references that began as one and were edited; they count
    std::size_t strangers = 0;   ///< ids of a candidate file that fit no clip
};

/// Judges captions of a project, or of files with the project's videos beside them. Keeps counted references and
/// judgements, so that going back to a comparison is instant. One thread at a time.
class ProjectScorer {
public:
    ProjectScorer();
    ~ProjectScorer();

    /// InputInvalid when there is nothing to judge, with what is missing; errors of files and of METEOR's data pass
    /// through. Stops within a segment.
    Outcome<ProjectScores> score(const project::Document& document, const ScoringWish& wish, std::stop_token stop,
                                 const ProgressSink& progress);

private:
    struct Judged;
    using References = std::shared_ptr<const metrics::NamedReferences>;

    Outcome<std::shared_ptr<const Judged>> judged(const References& references, const std::string& key,
                                                  std::vector<std::string> candidates, const ScoringWish& wish,
                                                  std::stop_token stop, const ProgressSink& progress);
    Result<References> counted(const std::vector<CaptionGroup>& groups, const std::string& key);

    std::vector<std::pair<std::string, References>> m_references; ///< the newest last
    std::vector<std::pair<std::string, std::shared_ptr<const Judged>>> m_judged;
};

} // namespace descant::workflows
