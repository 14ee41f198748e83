// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/caption_judging.h"

#include "core/metrics/mean.h"
#include "core/metrics/meteor/paraphrase_table.h"
#include "core/metrics/meteor/word_net.h"
#include "core/metrics/penn_tokenizer.h"

#include <algorithm>
#include <numeric>

namespace descant::workflows {
namespace {

std::vector<std::vector<std::string>> textsOf(const metrics::ReferenceSet& references)
{
    std::vector<std::vector<std::string>> texts;
    for (std::size_t segment = 0; segment < references.segments(); ++segment)
        texts.push_back(references.references(segment));
    return texts;
}

/// Nothing, with a warning, where METEOR cannot be computed here.
Result<std::optional<metrics::MeteorData>> meteorData(const JudgingOptions& options, Judgement& judgement)
{
    metrics::MeteorData data{metrics::WordNet::defaultFolder(), std::nullopt};
    if (!std::filesystem::exists(data.wordNet / "index.sense")) {
        judgement.warnings.push_back("METEOR was left out: WordNet is not installed (packages wordnet-base and "
                                     "wordnet-sense-index)");
        return std::nullopt;
    }
    if (options.meteorData.empty())
        return data;
    data.paraphrases = metrics::ParaphraseTable::find(options.meteorData);
    if (!data.paraphrases)
        return fail(ErrorCode::FileNotFound, options.meteorData.string(), "there is no paraphrase-en.gz",
                    "name METEOR's folder, its jar, or an installed pycocoevalcap");
    judgement.meteorPart = MeteorPart::Full;
    return data;
}

std::array<double, 4> bleuOf(const Judgement& judgement, std::span<const std::size_t> segments)
{
    metrics::BleuCounts sum;
    for (const std::size_t segment : segments)
        sum += judgement.scores[segment].counts;
    return metrics::bleuOf(sum);
}

double meteorOf(const metrics::MeteorScore& meteor, std::span<const std::size_t> segments)
{
    metrics::MeteorCounts sum;
    for (const std::size_t segment : segments)
        sum += meteor.counts[segment];
    return metrics::meteorOf(sum);
}

template <typename ValueOf> double meanOver(std::span<const std::size_t> segments, const ValueOf& valueOf)
{
    std::vector<double> values;
    values.reserve(segments.size());
    for (const std::size_t segment : segments)
        values.push_back(valueOf(segment));
    return metrics::meanOf(values);
}

} // namespace

Result<metrics::NamedReferences> preparedReferences(const std::vector<CaptionGroup>& groups)
{
    std::vector<std::string_view> captions;
    for (const CaptionGroup& group : groups)
        captions.insert(captions.end(), group.captions.begin(), group.captions.end());
    std::vector<std::string> lines = metrics::PennTokenizer().tokenize(captions);
    metrics::NamedReferences named;
    std::vector<std::vector<std::string>> segments;
    auto line = lines.begin();
    for (const CaptionGroup& group : groups) {
        const auto end = line + static_cast<std::ptrdiff_t>(group.captions.size());
        segments.emplace_back(std::make_move_iterator(line), std::make_move_iterator(end));
        named.ids.push_back(group.id);
        line = end;
    }
    DESCANT_TRY(named.set, metrics::ReferenceSet::of(segments));
    return named;
}

Outcome<Judgement> judge(const metrics::ReferenceSet& references, const std::vector<std::string>& candidates,
                         const JudgingOptions& options, std::stop_token stop, const ProgressSink& progress)
{
    Judgement judgement;
    DESCANT_TRY(judgement.scores, references.score(candidates));
    if (options.metrics.contains(Metric::Meteor)) {
        DESCANT_TRY(const auto data, meteorData(options, judgement));
        if (data) {
            DESCANT_TRY(judgement.meteor, metrics::meteor(candidates, textsOf(references), *data, stop, progress));
        }
    }
    if (options.metrics.contains(Metric::Spice) && !options.spiceJar.empty()) {
        report(progress, "SPICE", -1);
        DESCANT_TRY(judgement.spice,
                    metrics::spice(candidates, textsOf(references), options.spiceJar, options.runProgram, stop));
    }
    if (stop.stop_requested())
        return cancelled();
    return judgement;
}

std::vector<Score> scoresIn(const Judgement& judgement)
{
    using enum Score;
    std::vector<Score> scores{Bleu1, Bleu2, Bleu3, Bleu4, RougeL, CiderD};
    if (judgement.meteor)
        scores.push_back(Meteor);
    if (judgement.spice)
        scores.insert(scores.end(), {Spice, Spider});
    return scores;
}

std::vector<double> scoresOf(const Judgement& judgement, std::span<const std::size_t> segments)
{
    const auto bleu = bleuOf(judgement, segments);
    std::vector<double> values(bleu.begin(), bleu.end());
    values.push_back(meanOver(segments, [&](std::size_t segment) { return judgement.scores[segment].rougeL; }));
    const double ciderD = meanOver(segments, [&](std::size_t segment) { return judgement.scores[segment].ciderD; });
    values.push_back(ciderD);
    if (judgement.meteor)
        values.push_back(meteorOf(*judgement.meteor, segments));
    if (judgement.spice) {
        const double spice =
            meanOver(segments, [&](std::size_t segment) { return judgement.spice->segments[segment]; });
        values.insert(values.end(), {spice, (ciderD + spice) / 2});
    }
    return values;
}

ScoreReport reportOf(const Judgement& judgement, const std::vector<std::string>& ids)
{
    std::vector<std::size_t> all(judgement.scores.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    ScoreReport report;
    const std::vector<double> values = scoresOf(judgement, all);
    std::copy_n(values.begin(), report.bleu.size(), report.bleu.begin());
    report.rougeL = values[4];
    report.ciderD = values[5];
    if (judgement.meteor)
        report.meteor = judgement.meteor->corpus;
    if (judgement.spice) {
        report.spice = judgement.spice->mean;
        report.spider = (report.ciderD + judgement.spice->mean) / 2;
    }
    report.meteorPart = judgement.meteorPart;
    report.warnings = judgement.warnings;
    for (const std::size_t segment : all) {
        const metrics::SegmentScore& score = judgement.scores[segment];
        ScoredSegment scored{ids[segment], score.bleu, score.rougeL, score.ciderD, {}, {}};
        if (judgement.meteor)
            scored.meteor = judgement.meteor->segments[segment];
        if (judgement.spice)
            scored.spice = judgement.spice->segments[segment];
        report.segments.push_back(std::move(scored));
    }
    return report;
}

} // namespace descant::workflows
