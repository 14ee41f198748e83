// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor.h"

#include "core/metrics/in_parts.h"
#include "core/metrics/meteor/aligner.h"
#include "core/metrics/meteor/normalizer.h"

#include <cmath>

namespace descant::metrics {
namespace {

// The parameters that METEOR calls "rank", its default for English.
constexpr double kAlpha = 0.85, kBeta = 0.20, kGamma = 0.60, kDelta = 0.75;
constexpr std::array<double, kMeteorStages> kWeights{1.0, 0.6, 0.8, 0.6};
/// Segments that take longer than starting a thread.
constexpr std::size_t kSmallestPart = 20;

double weighted(const std::array<double, kMeteorStages>& content, const std::array<double, kMeteorStages>& function)
{
    double sum = 0;
    for (std::size_t stage = 0; stage < kMeteorStages; ++stage)
        sum += content[stage] * kWeights[stage] * kDelta;
    for (std::size_t stage = 0; stage < kMeteorStages; ++stage)
        sum += function[stage] * kWeights[stage] * (1 - kDelta);
    return sum;
}

double weightedLength(double words, double functionWords)
{
    return kDelta * (words - functionWords) + (1 - kDelta) * functionWords;
}

bool isPerfect(const MeteorCounts& counts)
{
    return counts.candidateMatched == counts.candidateWords && counts.referenceMatched == counts.referenceWords
        && counts.chunks == 1;
}

} // namespace

double meteorOf(const MeteorCounts& counts)
{
    const double precision = weighted(counts.candidateContent, counts.candidateFunction)
        / weightedLength(counts.candidateWords, counts.candidateFunctionWords);
    const double recall = weighted(counts.referenceContent, counts.referenceFunction)
        / weightedLength(counts.referenceWords, counts.referenceFunctionWords);
    const double mean = 1 / ((1 - kAlpha) / precision + kAlpha / recall);
    const double fragments =
        isPerfect(counts) ? 0 : counts.chunks / ((counts.candidateMatched + counts.referenceMatched) / 2);
    const double score = mean * (1 - kGamma * std::pow(fragments, kBeta));
    return score > 0 ? score : 0; // also for NaN
}

MeteorCounts& MeteorCounts::operator+=(const MeteorCounts& segment)
{
    candidateWords += segment.candidateWords;
    referenceWords += segment.referenceWords;
    candidateFunctionWords += segment.candidateFunctionWords;
    referenceFunctionWords += segment.referenceFunctionWords;
    for (std::size_t stage = 0; stage < kMeteorStages; ++stage) {
        candidateContent[stage] += segment.candidateContent[stage];
        referenceContent[stage] += segment.referenceContent[stage];
        candidateFunction[stage] += segment.candidateFunction[stage];
        referenceFunction[stage] += segment.referenceFunction[stage];
    }
    chunks += isPerfect(segment) ? 0 : segment.chunks;
    candidateMatched += segment.candidateMatched;
    referenceMatched += segment.referenceMatched;
    return *this;
}

namespace {

/// A caption in numbers.
struct Segment {
    WordNumbers candidate;
    std::vector<WordNumbers> references;
};

/// The best of the references; of equals the first.
MeteorCounts bestOf(const Segment& segment, const Vocabulary& vocabulary, const ParaphraseTable* paraphrases)
{
    MeteorCounts best;
    double bestScore = -1;
    for (const WordNumbers& reference : segment.references) {
        const MeteorCounts counts = align(reference, segment.candidate, vocabulary, paraphrases);
        const double score = meteorOf(counts);
        if (score > bestScore) {
            bestScore = score;
            best = counts;
        }
    }
    return best;
}

std::vector<Segment> numbered(const std::vector<std::string>& candidates,
                              const std::vector<std::vector<std::string>>& references, Vocabulary& vocabulary)
{
    std::vector<Segment> segments;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        Segment segment{vocabulary.numbersOf(meteorWords(candidates[i])), {}};
        for (const std::string& reference : references[i])
            segment.references.push_back(vocabulary.numbersOf(meteorWords(reference)));
        segments.push_back(std::move(segment));
    }
    return segments;
}

} // namespace

Outcome<MeteorScore> meteor(const std::vector<std::string>& candidates,
                            const std::vector<std::vector<std::string>>& references, const MeteorData& data,
                            std::stop_token stop, const ProgressSink& progress)
{
    if (candidates.size() != references.size())
        return fail(ErrorCode::InputInvalid, "METEOR", "there must be references for each candidate");
    report(progress, "Reading METEOR's data", -1);
    DESCANT_TRY(const WordNet net, WordNet::read(data.wordNet));
    Vocabulary vocabulary(net);
    const std::vector<Segment> segments = numbered(candidates, references, vocabulary);
    std::optional<ParaphraseTable> paraphrases;
    if (data.paraphrases) {
        DESCANT_TRY(paraphrases, ParaphraseTable::read(*data.paraphrases, vocabulary.numbers(), stop));
    }
    MeteorScore score;
    score.counts.resize(segments.size());
    inParts(segments.size(), kSmallestPart, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last && !stop.stop_requested(); ++i) {
            if (first == 0) // the other parts are about as far
                report(progress, "METEOR", static_cast<double>(i) / static_cast<double>(last));
            score.counts[i] = bestOf(segments[i], vocabulary, paraphrases ? &*paraphrases : nullptr);
        }
    });
    if (stop.stop_requested())
        return cancelled();
    MeteorCounts sum;
    for (const MeteorCounts& counts : score.counts) {
        score.segments.push_back(meteorOf(counts));
        sum += counts;
    }
    score.corpus = meteorOf(sum);
    return score;
}

} // namespace descant::metrics
