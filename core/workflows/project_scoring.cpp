// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/project_scoring.h"

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/metrics/penn_tokenizer.h"
#include "core/workflows/progress_part.h"
#include "core/workflows/scoring_selection.h"

#include <algorithm>

namespace descant::workflows {

/// A judgement and the scores of the sets that were drawn from it, a list for each of scoresIn().
struct ProjectScorer::Judged {
    Judgement judgement;
    std::vector<std::vector<double>> drawn;
};

namespace {

constexpr std::size_t kKept = 4;     ///< references and judgements that are kept
constexpr double kJudgingPart = 0.6; ///< of the time that a judgement takes, roughly; the rest is drawing
constexpr double kSameScore = 1e-12; ///< scores that differ by less are equal

/// A hash of texts that tells where one ends.
class TextHash {
public:
    TextHash& operator<<(std::string_view text)
    {
        const std::uint64_t size = text.size();
        m_sha.add(&size, sizeof size);
        m_sha.add(text.data(), text.size());
        return *this;
    }
    std::string finish() { return m_sha.finish(); }

private:
    Sha256 m_sha;
};

std::string keyOf(const std::vector<CaptionGroup>& groups)
{
    TextHash hash;
    hash << "descant project references 1";
    for (const CaptionGroup& group : groups) {
        hash << group.id << std::to_string(group.captions.size());
        for (const std::string& caption : group.captions)
            hash << caption;
    }
    return hash.finish();
}

std::string keyOf(const std::string& references, const std::vector<std::string>& candidates, const ScoringWish& wish)
{
    TextHash hash;
    hash << references << wish.how.meteorData.string() << wish.how.spiceJar.string()
         << std::to_string(wish.bootstrap.rounds) << std::to_string(wish.bootstrap.seed);
    for (const Metric metric : wish.how.metrics)
        hash << std::to_string(static_cast<int>(metric));
    for (const std::string& candidate : candidates)
        hash << candidate;
    return hash.finish();
}

template <typename Value>
const Value* findKept(const std::vector<std::pair<std::string, Value>>& kept, const std::string& key)
{
    const auto found = std::ranges::find(kept, key, &std::pair<std::string, Value>::first);
    return found == kept.end() ? nullptr : &found->second;
}

template <typename Value>
void keep(std::vector<std::pair<std::string, Value>>& kept, const std::string& key, const Value& value)
{
    if (kept.size() >= kKept)
        kept.erase(kept.begin());
    kept.emplace_back(key, value);
}

std::vector<CaptionGroup> groupsOf(const ProjectScores& scores)
{
    std::vector<CaptionGroup> groups;
    groups.reserve(scores.clips.size());
    for (const ScoredClip& clip : scores.clips)
        groups.push_back({clip.id, clip.references});
    return groups;
}

std::vector<std::string> candidatesOf(const ProjectScores& scores, std::string ScoredClip::*caption)
{
    std::vector<std::string> candidates;
    candidates.reserve(scores.clips.size());
    for (const ScoredClip& clip : scores.clips)
        candidates.push_back(clip.*caption);
    return candidates;
}

ScoreReport reportOf(const Judgement& judgement, const std::vector<std::vector<double>>& drawn,
                     const std::vector<std::string>& ids)
{
    ScoreReport report = reportOf(judgement, ids);
    const std::vector<Score> names = scoresIn(judgement);
    for (std::size_t score = 0; score < drawn.size(); ++score)
        report.intervals[std::string(nameOf(names[score]))] = metrics::intervalOf(drawn[score]);
    return report;
}

void countVerdicts(const ScoreReport& judged, const ScoreReport& beside, Score score, ScoreDifference& difference)
{
    for (std::size_t segment = 0; segment < judged.segments.size(); ++segment) {
        const double gain =
            valueOf(judged.segments[segment], score).value_or(0) - valueOf(beside.segments[segment], score).value_or(0);
        ++(gain > kSameScore ? difference.better : gain < -kSameScore ? difference.worse : difference.equal);
    }
}

std::vector<double> minus(const std::vector<double>& first, const std::vector<double>& second)
{
    std::vector<double> differences(first.size());
    std::ranges::transform(first, second, differences.begin(), std::minus());
    return differences;
}

/// Both were drawn with the same seed, so that round by round the same segments were drawn.
void addDifferences(const std::vector<Score>& names, const std::vector<std::vector<double>>& judged,
                    const std::vector<std::vector<double>>& beside, ProjectScores& scores)
{
    for (std::size_t index = 0; index < names.size(); ++index) {
        const Score score = names[index];
        ScoreDifference difference;
        difference.difference = *valueOf(scores.judged, score) - *valueOf(*scores.beside, score);
        if (index < judged.size()) {
            const std::vector<double> drawn = minus(judged[index], beside[index]);
            difference.interval = metrics::intervalOf(drawn);
            difference.probability = metrics::probabilityOf(drawn);
        }
        countVerdicts(scores.judged, *scores.beside, score, difference);
        scores.differences.emplace(score, difference);
    }
}

} // namespace

ProjectScorer::ProjectScorer() = default;
ProjectScorer::~ProjectScorer() = default;

Result<ProjectScorer::References> ProjectScorer::counted(const std::vector<CaptionGroup>& groups,
                                                         const std::string& key)
{
    if (const References* kept = findKept(m_references, key))
        return *kept;
    const metrics::ReferenceCache cache(cacheFolder() / "references");
    auto named = cache.find(key);
    if (!named) {
        DESCANT_TRY(named, preparedReferences(groups));
        cache.keep(key, *named);
    }
    const auto references = std::make_shared<const metrics::NamedReferences>(std::move(*named));
    keep(m_references, key, references);
    return references;
}

Outcome<std::shared_ptr<const ProjectScorer::Judged>>
ProjectScorer::judged(const References& references, const std::string& referenceKey,
                      std::vector<std::string> candidates, const ScoringWish& wish, std::stop_token stop,
                      const ProgressSink& progress)
{
    const std::string key = keyOf(referenceKey, candidates, wish);
    if (const auto* kept = findKept(m_judged, key))
        return *kept;
    report(progress, "Judging", -1);
    const std::vector<std::string> words = metrics::PennTokenizer().tokenize({candidates.begin(), candidates.end()});
    auto result = std::make_shared<Judged>();
    DESCANT_TRY(result->judgement, judge(references->set, words, wish.how, stop, partOf(progress, 0.0, kJudgingPart)));
    const auto scores = [&](std::span<const std::size_t> segments) { return scoresOf(result->judgement, segments); };
    DESCANT_TRY(result->drawn,
                metrics::drawScores(words.size(), wish.bootstrap, scores, stop, partOf(progress, kJudgingPart, 1.0)));
    keep<std::shared_ptr<const Judged>>(m_judged, key, result);
    return std::shared_ptr<const Judged>(result);
}

Outcome<ProjectScores> ProjectScorer::score(const project::Document& document, const ScoringWish& wish,
                                            std::stop_token stop, const ProgressSink& progress)
{
    report(progress, "Reading the captions", -1);
    DESCANT_TRY(ProjectScores scores, selectClips(document, wish));
    if (stop.stop_requested())
        return cancelled();
    report(progress, "Counting the references", -1);
    const std::vector<CaptionGroup> groups = groupsOf(scores);
    const std::string key = keyOf(groups);
    DESCANT_TRY(const References references, counted(groups, key));
    const double middle = wish.beside ? 0.5 : 1.0;
    DESCANT_TRY(const auto first,
                judged(references, key, candidatesOf(scores, &ScoredClip::candidate), wish, stop,
                       partOf(progress, 0.0, middle)));
    scores.judged = reportOf(first->judgement, first->drawn, references->ids);
    if (!wish.beside)
        return scores;
    DESCANT_TRY(const auto second,
                judged(references, key, candidatesOf(scores, &ScoredClip::besideCandidate), wish, stop,
                       partOf(progress, middle, 1.0)));
    scores.beside = reportOf(second->judgement, second->drawn, references->ids);
    addDifferences(scoresIn(first->judgement), first->drawn, second->drawn, scores);
    return scores;
}

} // namespace descant::workflows
