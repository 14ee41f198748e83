// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/agreement_report.h"

#include "core/metrics/penn_tokenizer.h"
#include "core/storage/package_file.h"
#include "core/workflows/agreement_sides.h"
#include "core/workflows/caption_judging.h"

#include <algorithm>
#include <map>
#include <set>

namespace descant::workflows {

using project::Document;
using project::Reading;

namespace {

constexpr double kSameStretch = 0.5;

std::vector<TimeRange> rangesOf(const std::vector<Said>& said)
{
    std::vector<TimeRange> ranges;
    for (const Said& one : said)
        ranges.push_back(one.range);
    return ranges;
}

void addPair(const Sides& sides, const Said& first, const Said& second, std::vector<TextPair>& pairs)
{
    if (first.text.empty() || second.text.empty())
        return;
    TextPair pair;
    pair.mediumId = sides.medium->id;
    pair.firstId = first.segmentId;
    pair.secondId = second.segmentId;
    pair.range = first.range;
    pair.first = first.text;
    pair.second = second.text;
    pair.iou = metrics::temporalIou(first.range, second.range);
    pairs.push_back(std::move(pair));
}

/// Texts of one segment belong together; the others are paired by where they lie.
void addPairs(const Sides& sides, std::vector<TextPair>& pairs)
{
    std::map<std::string, const Said*> byId;
    for (const Said& said : sides.second)
        byId[said.segmentId] = &said;
    std::vector<Said> first, second;
    std::set<std::string> done;
    for (const Said& said : sides.first) {
        const auto same = byId.find(said.segmentId);
        if (same == byId.end()) {
            first.push_back(said);
            continue;
        }
        done.insert(said.segmentId);
        addPair(sides, said, *same->second, pairs);
    }
    for (const Said& said : sides.second) {
        if (!done.contains(said.segmentId))
            second.push_back(said);
    }
    for (const metrics::RangePair& pair : metrics::bestPairs(rangesOf(first), rangesOf(second))) {
        if (pair.iou >= kSameStretch)
            addPair(sides, first[pair.first], second[pair.second], pairs);
    }
}

using Text = std::string TextPair::*;

/// What the texts of one side are worth against those of the other.
Outcome<Judgement> judged(const std::vector<TextPair>& pairs, Text references, Text candidates,
                          const AgreementWish& wish, const std::stop_token& stop, const ProgressSink& progress)
{
    std::vector<CaptionGroup> groups;
    std::vector<std::string_view> captions;
    for (const TextPair& pair : pairs) {
        groups.push_back({std::to_string(groups.size()), {pair.*references}});
        captions.push_back(pair.*candidates);
    }
    DESCANT_TRY(const metrics::NamedReferences prepared, preparedReferences(groups));
    JudgingOptions options;
    options.metrics = {Metric::CiderD, Metric::Meteor};
    options.meteorData = wish.meteorData;
    return judge(prepared.set, metrics::PennTokenizer().tokenize(captions), options, stop, progress);
}

Outcome<void> judgeTexts(AgreementReport& report, const AgreementWish& wish, const std::stop_token& stop,
                         const ProgressSink& progress)
{
    if (report.pairs.empty())
        return {};
    DESCANT_TRY(const Judgement forward,
                judged(report.pairs, &TextPair::first, &TextPair::second, wish, stop, progress));
    DESCANT_TRY(const Judgement back, judged(report.pairs, &TextPair::second, &TextPair::first, wish, stop, progress));
    std::vector<std::string_view> first, second;
    for (const TextPair& pair : report.pairs) {
        first.push_back(pair.first);
        second.push_back(pair.second);
    }
    const auto firstWords = metrics::PennTokenizer().tokenize(first);
    const auto secondWords = metrics::PennTokenizer().tokenize(second);
    for (std::size_t i = 0; i < report.pairs.size(); ++i) {
        TextPair& pair = report.pairs[i];
        pair.ciderDForward = forward.scores[i].ciderD;
        pair.ciderDBack = back.scores[i].ciderD;
        pair.isEqual = firstWords[i] == secondWords[i];
        if (forward.meteor && back.meteor) {
            pair.meteorForward = forward.meteor->segments[i];
            pair.meteorBack = back.meteor->segments[i];
        }
    }
    report.warnings.insert(report.warnings.end(), forward.warnings.begin(), forward.warnings.end());
    return {};
}

TextAgreement agreementOf(const std::vector<TextPair>& pairs, const std::string& mediumId)
{
    TextAgreement sum;
    for (const TextPair& pair : pairs) {
        if (!mediumId.empty() && pair.mediumId != mediumId)
            continue;
        ++sum.pairs;
        sum.equal += pair.isEqual ? 1 : 0;
        sum.ciderDForward += pair.ciderDForward;
        sum.ciderDBack += pair.ciderDBack;
        if (pair.meteorForward)
            sum.meteorForward = sum.meteorForward.value_or(0) + *pair.meteorForward;
        if (pair.meteorBack)
            sum.meteorBack = sum.meteorBack.value_or(0) + *pair.meteorBack;
    }
    const double count = std::max<double>(1, double(sum.pairs));
    sum.ciderDForward /= count;
    sum.ciderDBack /= count;
    if (sum.meteorForward)
        sum.meteorForward = *sum.meteorForward / count;
    if (sum.meteorBack)
        sum.meteorBack = *sum.meteorBack / count;
    return sum;
}

double worth(const TextPair& pair)
{
    return pair.meteorForward ? *pair.meteorForward + *pair.meteorBack : pair.ciderDForward + pair.ciderDBack;
}

/// What is compared, read already.
struct Compared {
    const Document& document;
    const std::vector<project::Step>& journal;
    const project::WorkPackage* package = nullptr; ///< in place of the second person
};

std::string nameOfSecond(const Compared& compared, const AgreementWish& wish)
{
    if (!compared.package)
        return wish.second.empty() ? "the others" : wish.second;
    return compared.package->origin.person.empty() ? "the package" : compared.package->origin.person;
}

/// The report without what the texts are worth; without media where there is nothing that both have said.
AgreementReport matched(const Compared& compared, const AgreementWish& wish)
{
    AgreementReport report;
    report.first = wish.first.empty() ? "the project" : wish.first;
    report.second = nameOfSecond(compared, wish);
    for (const project::Medium* medium : compared.document.media()) {
        const Sides sides = compared.package ? sidesByPackage(compared.document, *compared.package, *medium)
                                             : sidesByReadings(compared.document, compared.journal, *medium, wish);
        if (sides.first.empty() || sides.second.empty())
            continue;
        MediumAgreement one{medium->id, medium->name, sides.rangesGiven, {}, {}};
        one.boundaries =
            metrics::countBoundaries(rangesOf(sides.first), rangesOf(sides.second), medium->duration, wish.tolerance);
        report.boundaries += one.boundaries;
        addPairs(sides, report.pairs);
        report.media.push_back(std::move(one));
    }
    return report;
}

Outcome<AgreementReport> compare(const Compared& compared, const AgreementWish& wish, const std::stop_token& stop,
                                 const ProgressSink& progress)
{
    AgreementReport report = matched(compared, wish);
    DESCANT_CHECK(judgeTexts(report, wish, stop, progress));
    for (MediumAgreement& medium : report.media)
        medium.texts = agreementOf(report.pairs, medium.mediumId);
    report.texts = agreementOf(report.pairs, {});
    std::stable_sort(report.pairs.begin(), report.pairs.end(),
                     [](const TextPair& a, const TextPair& b) { return worth(a) < worth(b); });
    return report;
}

/// A work package of that project.
Result<project::WorkPackage> packageOf(storage::ProjectFile& file, const std::filesystem::path& path)
{
    DESCANT_TRY(project::WorkPackage package, storage::readPackage(path));
    DESCANT_TRY(const std::string id, file.id());
    if (package.origin.projectId != id)
        return fail(ErrorCode::InputInvalid, path.string(), "it was given out by another project");
    return package;
}

} // namespace

Outcome<AgreementReport> compareAnnotators(const std::filesystem::path& path, const AgreementWish& wish,
                                           const std::stop_token& stop, const ProgressSink& progress)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(path));
    DESCANT_TRY(const Document document, file.load());
    DESCANT_TRY(const std::vector<project::Step> journal, file.journal());
    Compared compared{document, journal};
    std::optional<project::WorkPackage> package;
    if (wish.package) {
        DESCANT_TRY(package, packageOf(file, *wish.package));
        compared.package = &*package;
    }
    DESCANT_TRY(AgreementReport report, compare(compared, wish, stop, progress));
    if (report.media.empty())
        return fail(ErrorCode::InputInvalid, path.string(),
                    "there is no file of which " + report.first + " and " + report.second + " have both said something",
                    "merge a work package first, or name one with --package");
    return report;
}

Outcome<std::vector<AgreementReport>> compareEverybody(const Document& document,
                                                       const std::vector<project::Step>& journal,
                                                       const std::stop_token& stop, const ProgressSink& progress)
{
    std::set<std::string> people{std::string()}; // the project comes first
    bool areAllNamed = true;
    for (const Reading* reading : document.readings()) {
        people.insert(reading->person);
        areAllNamed = areAllNamed && !reading->person.empty();
    }
    std::vector<AgreementReport> reports;
    if (!areAllNamed) {
        DESCANT_TRY(AgreementReport others, compare({document, journal}, {}, stop, progress));
        if (!others.media.empty())
            reports.push_back(std::move(others));
    }
    for (auto first = people.begin(); first != people.end(); ++first) {
        for (auto second = std::next(first); second != people.end(); ++second) {
            AgreementWish wish;
            wish.first = *first;
            wish.second = *second;
            DESCANT_TRY(AgreementReport report, compare({document, journal}, wish, stop, progress));
            if (!report.media.empty())
                reports.push_back(std::move(report));
        }
    }
    return reports;
}

} // namespace descant::workflows
