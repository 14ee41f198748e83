// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/caption_scoring.h"

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/metrics/mean.h"
#include "core/metrics/meteor.h"
#include "core/metrics/meteor/paraphrase_table.h"
#include "core/metrics/meteor/word_net.h"
#include "core/metrics/penn_tokenizer.h"
#include "core/metrics/reference_cache.h"
#include "core/workflows/caption_files.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

namespace descant::workflows {
namespace {

using metrics::NamedReferences;

/// All captions as one text, as the reference's tokeniser gets them, cut up again by segment.
Result<NamedReferences> prepared(const std::vector<CaptionGroup>& groups, metrics::PennTokenizer& tokenizer)
{
    std::vector<std::string_view> captions;
    for (const CaptionGroup& group : groups)
        captions.insert(captions.end(), group.captions.begin(), group.captions.end());
    std::vector<std::string> lines = tokenizer.tokenize(captions);
    NamedReferences named;
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

Outcome<NamedReferences> referencesOf(const std::filesystem::path& file, metrics::PennTokenizer& tokenizer,
                                      std::stop_token stop)
{
    const metrics::ReferenceCache cache(cacheFolder() / "references");
    std::error_code ignored; // hashing says what else is wrong
    if (!std::filesystem::exists(file, ignored))
        return fail(ErrorCode::FileNotFound, file.string());
    DESCANT_TRY(const std::string key, sha256OfFile(file, stop));
    if (auto kept = cache.find(key))
        return std::move(*kept);
    DESCANT_TRY(const std::vector<CaptionGroup> groups, readReferences(file));
    DESCANT_TRY(NamedReferences named, prepared(groups, tokenizer));
    cache.keep(key, named);
    return named;
}

tl::unexpected<Error> mismatch(const std::filesystem::path& file, std::vector<std::string> ids, const char* what,
                               const char* advice)
{
    Error error{ErrorCode::InputInvalid, file.string(), {}, advice, std::move(ids)};
    error.detail = std::to_string(error.items.size()) + what + error.items.front();
    error.detail += error.items.size() > 1 ? " and others" : "";
    return fail(std::move(error));
}

/// The candidates in the order of the references.
Result<std::vector<std::string>> candidatesFor(const std::vector<std::string>& ids, const ScoringOptions& options)
{
    DESCANT_TRY(std::vector<CaptionGroup> groups, readCandidates(options.candidates));
    std::unordered_map<std::string, std::string> captionOf;
    for (CaptionGroup& group : groups)
        captionOf.emplace(group.id, std::move(group.captions.front()));
    std::vector<std::string> captions, missing, strange;
    for (const std::string& id : ids) {
        const auto found = captionOf.find(id);
        if (found == captionOf.end())
            missing.push_back(id);
        captions.push_back(found == captionOf.end() ? std::string() : std::move(found->second));
        if (found != captionOf.end())
            captionOf.erase(found);
    }
    for (const CaptionGroup& group : groups) {
        if (captionOf.contains(group.id))
            strange.push_back(group.id);
    }
    if (!strange.empty())
        return mismatch(options.candidates, std::move(strange),
                        " candidates have no references: ", "leave them out, or add their references");
    if (!missing.empty() && options.missing == MissingCandidates::Refused)
        return mismatch(options.candidates, std::move(missing), " ids of the references have no candidate: ",
                        "add them, or count them as empty with --missing-as-empty");
    return captions;
}

/// Everything that the metrics need.
struct Judged {
    NamedReferences references;
    std::vector<std::string> candidates; ///< tokenised
    std::vector<metrics::SegmentScore> scores;
    std::optional<metrics::MeteorScore> meteor;
    std::optional<metrics::SpiceScore> spice;

    std::vector<std::vector<std::string>> referenceTexts() const
    {
        std::vector<std::vector<std::string>> texts;
        for (std::size_t segment = 0; segment < references.set.segments(); ++segment)
            texts.push_back(references.set.references(segment));
        return texts;
    }
};

Outcome<void> addMeteor(Judged& judged, const ScoringOptions& options, ScoreReport& report, std::stop_token stop,
                        const ProgressSink& progress)
{
    metrics::MeteorData data{metrics::WordNet::defaultFolder(), std::nullopt};
    if (!std::filesystem::exists(data.wordNet / "index.sense")) {
        report.warnings.push_back("METEOR was left out: WordNet is not installed (packages wordnet-base and "
                                  "wordnet-sense-index)");
        return {};
    }
    if (!options.meteorData.empty()) {
        data.paraphrases = metrics::ParaphraseTable::find(options.meteorData);
        if (!data.paraphrases)
            return fail(ErrorCode::FileNotFound, options.meteorData.string(), "there is no paraphrase-en.gz",
                        "name METEOR's folder, its jar, or an installed pycocoevalcap");
        report.meteorPart = MeteorPart::Full;
    }
    DESCANT_TRY(judged.meteor, metrics::meteor(judged.candidates, judged.referenceTexts(), data, stop, progress));
    return {};
}

std::vector<double> drawn(const std::vector<double>& values, std::span<const std::size_t> segments)
{
    std::vector<double> chosen;
    chosen.reserve(segments.size());
    for (const std::size_t segment : segments)
        chosen.push_back(values[segment]);
    return chosen;
}

std::vector<double> column(const std::vector<metrics::SegmentScore>& scores, double metrics::SegmentScore::*member)
{
    std::vector<double> values;
    for (const metrics::SegmentScore& score : scores)
        values.push_back(score.*member);
    return values;
}

std::array<double, 4> bleuOf(const Judged& judged, std::span<const std::size_t> segments)
{
    metrics::BleuCounts sum;
    for (const std::size_t segment : segments)
        sum += judged.scores[segment].counts;
    return metrics::bleuOf(sum);
}

double meteorOf(const metrics::MeteorScore& meteor, std::span<const std::size_t> segments)
{
    metrics::MeteorCounts sum;
    for (const std::size_t segment : segments)
        sum += meteor.counts[segment];
    return metrics::meteorOf(sum);
}

void addIntervals(const Judged& judged, const metrics::BootstrapSetting& setting, ScoreReport& report)
{
    using Segments = std::span<const std::size_t>;
    const std::size_t count = judged.scores.size();
    const auto add = [&](const std::string& name, const std::function<double(Segments)>& score) {
        report.intervals[name] = metrics::bootstrap(count, setting, score);
    };
    const auto addMean = [&](const std::string& name, const std::vector<double>& values) {
        add(name, [&](Segments segments) { return metrics::meanOf(drawn(values, segments)); });
    };
    for (std::size_t order = 0; order < 4; ++order)
        add("bleu" + std::to_string(order + 1), [&](Segments segments) { return bleuOf(judged, segments)[order]; });
    addMean("rouge_l", column(judged.scores, &metrics::SegmentScore::rougeL));
    addMean("cider_d", column(judged.scores, &metrics::SegmentScore::ciderD));
    if (judged.meteor)
        add("meteor", [&](Segments segments) { return meteorOf(*judged.meteor, segments); });
    if (judged.spice)
        addMean("spice", judged.spice->segments);
}

void fill(const Judged& judged, ScoreReport& report)
{
    std::vector<std::size_t> all(judged.scores.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    report.bleu = bleuOf(judged, all);
    report.rougeL = metrics::meanOf(column(judged.scores, &metrics::SegmentScore::rougeL));
    report.ciderD = metrics::meanOf(column(judged.scores, &metrics::SegmentScore::ciderD));
    if (judged.meteor)
        report.meteor = judged.meteor->corpus;
    if (judged.spice) {
        report.spice = judged.spice->mean;
        report.spider = (report.ciderD + judged.spice->mean) / 2;
    }
    for (const std::size_t segment : all) {
        const metrics::SegmentScore& score = judged.scores[segment];
        ScoredSegment scored{judged.references.ids[segment], score.bleu, score.rougeL, score.ciderD, {}, {}};
        if (judged.meteor)
            scored.meteor = judged.meteor->segments[segment];
        if (judged.spice)
            scored.spice = judged.spice->segments[segment];
        report.segments.push_back(std::move(scored));
    }
}

} // namespace

Outcome<ScoreReport> scoreCaptions(const ScoringOptions& options, std::stop_token stop, const ProgressSink& progress)
{
    metrics::PennTokenizer tokenizer;
    Judged judged;
    report(progress, "Reading the references", -1);
    DESCANT_TRY(judged.references, referencesOf(options.references, tokenizer, stop));
    DESCANT_TRY(const std::vector<std::string> captions, candidatesFor(judged.references.ids, options));
    if (stop.stop_requested())
        return cancelled();
    judged.candidates = tokenizer.tokenize({captions.begin(), captions.end()});
    DESCANT_TRY(judged.scores, judged.references.set.score(judged.candidates));
    ScoreReport result;
    if (options.metrics.contains(Metric::Meteor))
        DESCANT_CHECK(addMeteor(judged, options, result, stop, progress));
    if (options.metrics.contains(Metric::Spice) && !options.spiceJar.empty()) {
        report(progress, "SPICE", -1);
        DESCANT_TRY(
            judged.spice,
            metrics::spice(judged.candidates, judged.referenceTexts(), options.spiceJar, options.runProgram, stop));
    }
    if (stop.stop_requested())
        return cancelled();
    fill(judged, result);
    if (options.bootstrap)
        addIntervals(judged, *options.bootstrap, result);
    return result;
}

} // namespace descant::workflows
