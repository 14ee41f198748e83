// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/caption_scoring.h"

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "core/metrics/penn_tokenizer.h"

#include <unordered_map>

namespace descant::workflows {
namespace {

using metrics::NamedReferences;

Outcome<NamedReferences> referencesOf(const std::filesystem::path& file, std::stop_token stop)
{
    const metrics::ReferenceCache cache(cacheFolder() / "references");
    std::error_code ignored; // hashing says what else is wrong
    if (!std::filesystem::exists(file, ignored))
        return fail(ErrorCode::FileNotFound, file.string());
    DESCANT_TRY(const std::string key, sha256OfFile(file, stop));
    if (auto kept = cache.find(key))
        return std::move(*kept);
    DESCANT_TRY(const std::vector<CaptionGroup> groups, readReferences(file));
    DESCANT_TRY(NamedReferences named, preparedReferences(groups));
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

Outcome<void> addIntervals(const Judgement& judgement, const metrics::BootstrapSetting& setting, ScoreReport& report,
                           std::stop_token stop, const ProgressSink& progress)
{
    const auto scores = [&](std::span<const std::size_t> segments) { return scoresOf(judgement, segments); };
    DESCANT_TRY(std::vector<std::vector<double>> drawn,
                metrics::drawScores(judgement.scores.size(), setting, scores, stop, progress));
    const std::vector<Score> names = scoresIn(judgement);
    for (std::size_t score = 0; score < drawn.size(); ++score)
        report.intervals[std::string(nameOf(names[score]))] = metrics::intervalOf(std::move(drawn[score]));
    return {};
}

} // namespace

Outcome<ScoreReport> scoreCaptions(const ScoringOptions& options, std::stop_token stop, const ProgressSink& progress)
{
    report(progress, "Reading the references", -1);
    DESCANT_TRY(const NamedReferences references, referencesOf(options.references, stop));
    DESCANT_TRY(const std::vector<std::string> captions, candidatesFor(references.ids, options));
    if (stop.stop_requested())
        return cancelled();
    const std::vector<std::string> words = metrics::PennTokenizer().tokenize({captions.begin(), captions.end()});
    DESCANT_TRY(const Judgement judgement, judge(references.set, words, options, stop, progress));
    ScoreReport result = reportOf(judgement, references.ids);
    if (options.bootstrap)
        DESCANT_CHECK(addIntervals(judgement, *options.bootstrap, result, stop, progress));
    return result;
}

} // namespace descant::workflows
