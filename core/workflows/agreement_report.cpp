// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/agreement_report.h"

#include "core/metrics/penn_tokenizer.h"
#include "core/storage/package_file.h"
#include "core/workflows/caption_judging.h"

#include <algorithm>
#include <map>
#include <set>

namespace descant::workflows {

using metrics::BoundaryCounts;
using project::Document;
using project::Reading;
using project::ReadingState;
using project::Segment;

namespace {

constexpr double kSameStretch = 0.5;

struct Said {
    std::string segmentId;
    TimeRange range;
    std::string text;
};

/// What both say of a medium.
struct Sides {
    const project::Medium* medium = nullptr;
    bool rangesGiven = false;
    std::vector<Said> first, second;
};

using LatestReadings = std::map<std::string, const Reading*>;

/// What a person said last of each segment; what was taken without a question is the project's text too.
LatestReadings readingsOf(const Document& document, const std::string& mediumId, const std::string& person,
                          bool besideTheProject)
{
    LatestReadings latest;
    for (const Reading* reading : document.readings()) {
        const bool counts = reading->mediumId == mediumId && (person.empty() || reading->person == person)
            && reading->kind != project::ReadingKind::Removed
            && !(besideTheProject && reading->state == ReadingState::Taken);
        if (counts)
            latest[reading->segmentId] = reading;
    }
    return latest;
}

std::vector<Said> saidOf(const LatestReadings& readings)
{
    std::vector<Said> said;
    for (const auto& [id, reading] : readings)
        said.push_back({id, reading->range, reading->text});
    return said;
}

bool givenRanges(const LatestReadings& readings)
{
    return std::any_of(readings.begin(), readings.end(), [](const auto& one) { return !one.second->base.empty(); });
}

/// The segments as they were before a reading was settled in another way than by keeping them.
std::map<std::string, std::optional<Segment>> beforeSettling(const std::vector<project::Step>& journal,
                                                             const Document& document)
{
    std::map<std::string, std::optional<Segment>> before;
    for (const project::Step& step : journal) {
        for (const project::Change& change : step.changes) {
            const auto* settled = change.after ? std::get_if<Reading>(&*change.after) : nullptr;
            const bool wasOpen =
                settled && change.before && std::get<Reading>(*change.before).state == ReadingState::Open;
            const Reading* now = settled ? document.reading(settled->id) : nullptr;
            if (!wasOpen || !now || (now->state != ReadingState::Right && now->state != ReadingState::Merged))
                continue;
            for (const project::Change& other : step.changes) {
                const auto* segment = other.before ? std::get_if<Segment>(&*other.before) : nullptr;
                if (segment && segment->id == settled->segmentId)
                    before[segment->id] = *segment;
            }
        }
    }
    return before;
}

void addProjectsSide(Sides& sides, const Document& document, const std::set<std::string>& read,
                     const std::map<std::string, std::optional<Segment>>& before)
{
    for (const Segment* segment : document.segmentsOf(sides.medium->id)) {
        if (sides.rangesGiven && !read.contains(segment->id))
            continue;
        const auto earlier = before.find(segment->id);
        const Segment& said = earlier != before.end() && earlier->second ? *earlier->second : *segment;
        sides.first.push_back({said.id, said.range, said.text});
    }
}

Sides sidesByReadings(const Document& document, const std::vector<project::Step>& journal,
                      const project::Medium& medium, const AgreementWish& wish)
{
    Sides sides{&medium, false, {}, {}};
    const LatestReadings second = readingsOf(document, medium.id, wish.second, wish.first.empty());
    sides.rangesGiven = givenRanges(second);
    sides.second = saidOf(second);
    if (second.empty())
        return sides;
    if (wish.first.empty()) {
        std::set<std::string> read;
        for (const auto& [id, reading] : second)
            read.insert(id);
        addProjectsSide(sides, document, read, beforeSettling(journal, document));
        return sides;
    }
    const LatestReadings first = readingsOf(document, medium.id, wish.first, false);
    sides.first = saidOf(first);
    sides.rangesGiven = sides.rangesGiven && givenRanges(first);
    if (sides.rangesGiven) { // of a share that was given to both
        std::erase_if(sides.first, [&](const Said& said) { return !second.contains(said.segmentId); });
        std::erase_if(sides.second, [&](const Said& said) { return !first.contains(said.segmentId); });
    }
    return sides;
}

Sides sidesByPackage(const Document& document, const project::WorkPackage& package, const project::Medium& medium)
{
    Sides sides{&medium, !package.bases.empty(), {}, {}};
    std::set<std::string> read;
    for (const Segment* segment : package.document.segmentsOf(medium.id)) {
        if (segment->text.empty() && sides.rangesGiven)
            continue;
        sides.second.push_back({segment->id, segment->range, segment->text});
        read.insert(segment->id);
    }
    if (!sides.second.empty())
        addProjectsSide(sides, document, read, {});
    return sides;
}

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
                          const AgreementWish& wish, std::stop_token stop, const ProgressSink& progress)
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

Outcome<void> judgeTexts(AgreementReport& report, const AgreementWish& wish, std::stop_token stop,
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

} // namespace

Outcome<AgreementReport> compareAnnotators(const std::filesystem::path& path, const AgreementWish& wish,
                                           std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(path));
    DESCANT_TRY(const Document document, file.load());
    DESCANT_TRY(const std::vector<project::Step> journal, file.journal());
    std::optional<project::WorkPackage> package;
    if (wish.package) {
        DESCANT_TRY(package, storage::readPackage(*wish.package));
        DESCANT_TRY(const std::string id, file.id());
        if (package->origin.projectId != id)
            return fail(ErrorCode::InputInvalid, wish.package->string(), "it was given out by another project");
    }
    AgreementReport report;
    report.first = wish.first.empty() ? "the project" : wish.first;
    report.second = package   ? (package->origin.person.empty() ? "the package" : package->origin.person)
        : wish.second.empty() ? "the others"
                              : wish.second;
    for (const project::Medium* medium : document.media()) {
        const Sides sides =
            package ? sidesByPackage(document, *package, *medium) : sidesByReadings(document, journal, *medium, wish);
        if (sides.first.empty() || sides.second.empty())
            continue;
        MediumAgreement one{medium->id, medium->name, sides.rangesGiven, {}, {}};
        one.boundaries =
            metrics::countBoundaries(rangesOf(sides.first), rangesOf(sides.second), medium->duration, wish.tolerance);
        report.boundaries += one.boundaries;
        addPairs(sides, report.pairs);
        report.media.push_back(std::move(one));
    }
    if (report.media.empty())
        return fail(ErrorCode::InputInvalid, path.string(),
                    "there is no file of which " + report.first + " and " + report.second + " have both said something",
                    "merge a work package first, or name one with --package");
    DESCANT_CHECK(judgeTexts(report, wish, stop, progress));
    for (MediumAgreement& medium : report.media)
        medium.texts = agreementOf(report.pairs, medium.mediumId);
    report.texts = agreementOf(report.pairs, {});
    std::stable_sort(report.pairs.begin(), report.pairs.end(),
                     [](const TextPair& a, const TextPair& b) { return worth(a) < worth(b); });
    return report;
}

} // namespace descant::workflows
