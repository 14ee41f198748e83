// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/corpus_splits.h"

#include "core/base/identifier.h"
#include "core/splits/split_record.h"
#include "core/workflows/split_settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace descant::workflows {

using project::Entity;
using project::Medium;
using project::ProjectView;
using project::Segment;
using splits::AssignedGroup;
using splits::Criterion;
using splits::SplitOrigin;
using splits::SplitRecord;

namespace {

bool isOnDisk(const Medium& medium)
{
    std::error_code problem;
    return !medium.path.empty() && std::filesystem::exists(medium.path, problem);
}

std::vector<PartlyKnown> missingMedia(const ProjectView& document)
{
    std::vector<PartlyKnown> missing;
    for (const Medium* medium : document.media()) {
        if (!isOnDisk(*medium))
            missing.push_back(
                {medium->id, medium->name, "the file is missing: it was grouped by what the project says of it"});
    }
    return missing;
}

/// How the media are grouped, beyond the settings.
struct GroupingOrder {
    splits::EarlierPlans earlier = splits::EarlierPlans::Forget;
    MediaReading reading = MediaReading::AsNeeded;
};

/// Groups and assigns; leaks are not looked for yet.
Outcome<SplitReport> reportOf(const ProjectView& document, const SplitOptions& options,
                              const OrderedSettings& settings, GroupingOrder order, const std::stop_token& stop,
                              const ProgressSink& progress)
{
    splits::GroupingOptions grouping{settings.by, options.series, {}, order.earlier};
    SplitReport made{settings.by, settings.ratios, settings.salt, {}, {}, {}, {}, {}};
    if (settings.by.contains(Criterion::NearDuplicate)) {
        DESCANT_TRY(NearDuplicates alike, findNearDuplicates(document, order.reading, stop, progress));
        grouping.alike = std::move(alike.links);
        made.partlyKnown = std::move(alike.partlyKnown);
    } else {
        made.partlyKnown = missingMedia(document);
    }
    report(progress, "Grouping media", -1.0);
    made.grouping = splits::groupMedia(document, grouping);
    if (stop.stop_requested())
        return cancelled();
    made.assignment = splits::assignSplits(
        document, made.grouping,
        {settings.ratios, settings.salt, options.standing, settings.frozen ? &*settings.frozen : nullptr});
    return made;
}

/// Changes that bring one group to its split.
class StepMaker {
public:
    StepMaker(const ProjectView& document, const SplitReport& report) : m_document(document), m_report(report) { }

    void take(const AssignedGroup& assigned, SplitPlan& plan) const
    {
        if (assigned.split.empty())
            return;
        for (const std::string& id : assigned.group.media) {
            const Medium& medium = *m_document.medium(id);
            const bool came = assigned.origin == SplitOrigin::Given && !splits::givenSplits(m_document, medium).empty();
            const SplitRecord record{assigned.group.id, came ? std::string() : assigned.split, m_report.by,
                                     m_report.ratios, m_report.salt};
            if (SplitRecord::of(medium) != record) {
                plan.step.changes.push_back({Entity(medium), Entity(record.in(medium))});
                ++plan.media;
            }
            takeSegments(id, assigned.split, plan);
        }
    }

private:
    void takeSegments(const std::string& mediumId, const std::string& split, SplitPlan& plan) const
    {
        for (const Segment* segment : m_document.segmentsOf(mediumId)) {
            if (segment->split == split)
                continue;
            Segment after = *segment;
            after.split = split;
            plan.step.changes.push_back({Entity(*segment), Entity(std::move(after))});
            ++plan.segments;
        }
    }

    const ProjectView& m_document;
    const SplitReport& m_report;
};

/// The groups that a plan leaves alone are those that may leak after it.
std::vector<splits::Group> openGroups(const splits::Assignment& assignment)
{
    std::vector<splits::Group> open;
    for (const AssignedGroup& assigned : assignment.groups) {
        if (assigned.split.empty())
            open.push_back(assigned.group);
    }
    return open;
}

} // namespace

Outcome<SplitPlan> planSplits(const ProjectView& document, const SplitOptions& options, const std::stop_token& stop,
                              const ProgressSink& progress)
{
    DESCANT_TRY(const OrderedSettings settings, settingsOf(document, options));
    SplitPlan plan;
    DESCANT_TRY(plan.report, reportOf(document, options, settings, {}, stop, progress));
    const StepMaker maker(document, plan.report);
    for (const AssignedGroup& assigned : plan.report.assignment.groups)
        maker.take(assigned, plan);
    plan.report.leaks = splits::findLeaks(document, openGroups(plan.report.assignment));
    plan.before = splits::findLeaks(document, plan.report.grouping.groups);
    plan.step.id = newIdentifier();
    plan.step.name = "Assign splits";
    plan.step.time = timestampNow();
    return plan;
}

Outcome<SplitReport> checkSplits(const ProjectView& document, const SplitOptions& options, MediaReading reading,
                                 const std::stop_token& stop, const ProgressSink& progress)
{
    DESCANT_TRY(const OrderedSettings settings, settingsOf(document, options));
    const auto earlier = options.by ? splits::EarlierPlans::Forget : splits::EarlierPlans::Keep;
    DESCANT_TRY(SplitReport found, reportOf(document, options, settings, {earlier, reading}, stop, progress));
    found.leaks = splits::findLeaks(document, found.grouping.groups);
    if (settings.frozen)
        found.strays = splits::findStrays(document, found.assignment);
    return found;
}

Outcome<SplitReport> checkSplitsForExport(const ProjectView& document, const SplitOptions& options,
                                          const std::stop_token& stop, const ProgressSink& progress)
{
    DESCANT_TRY(const bool isTight, isSurelyTight(document, options));
    if (isTight)
        return SplitReport{};
    return checkSplits(document, options, MediaReading::Never, stop, progress);
}

namespace {

/// Splits in words; segments may be in none.
std::string inWords(std::vector<std::string> splits)
{
    std::replace(splits.begin(), splits.end(), std::string(), std::string("none"));
    return fmt::format("{}", fmt::join(splits, ", "));
}

} // namespace

Error leakError(const SplitReport& report, const std::string& subject)
{
    Error error{ErrorCode::SplitsLeak, subject, {}, {}, {}};
    const auto add = [&](std::string item) { error.items.push_back(std::move(item)); };
    for (const splits::Leak& leak : report.leaks) {
        std::vector<std::string> names;
        for (const splits::LeakedMedium& medium : leak.media)
            names.push_back(fmt::format("{} ({})", medium.name, inWords(medium.splits)));
        add(fmt::format("the group \"{}\" lies in {}: {}", leak.group, inWords(leak.splits), fmt::join(names, ", ")));
    }
    for (const splits::Stray& stray : report.strays)
        add(fmt::format("{} is frozen in {} and stands in {}", stray.name, stray.promised, inWords(stray.splits)));
    for (const splits::FrozenConflict& conflict : report.assignment.conflicts)
        add(fmt::format("the group \"{}\" joins frozen groups of different splits: {}", conflict.group,
                        fmt::join(conflict.frozen, ", ")));
    error.detail =
        fmt::format("{} {}", error.items.size(), error.items.size() == 1 ? "group or file" : "groups or files");
    return error;
}

Outcome<splits::FrozenSplits> freezeSplits(const ProjectView& document, const SplitOptions& options,
                                           const std::stop_token& stop, const ProgressSink& progress)
{
    DESCANT_TRY(const SplitReport found, checkSplits(document, options, MediaReading::Never, stop, progress));
    if (!found.isTight())
        return fail(leakError(found, "the project"));
    splits::FrozenSplits frozen{timestampNow(), found.by, found.ratios, found.salt, {}};
    for (const AssignedGroup& assigned : found.assignment.groups) {
        if (assigned.split.empty() || assigned.origin == SplitOrigin::Hashed)
            continue;
        splits::FrozenGroup group{assigned.group.id, assigned.split, {}};
        for (const std::string& id : assigned.group.media) {
            splits::FrozenMedium medium{id, document.medium(id)->name, {}};
            for (const splits::MediumKey& key : found.grouping.keys.at(id)) {
                if (!key.value.starts_with("path:"))
                    medium.keys.push_back(key.value);
            }
            group.media.push_back(std::move(medium));
        }
        frozen.groups.push_back(std::move(group));
    }
    if (options.frozen) {
        DESCANT_TRY(const splits::FrozenSplits earlier, splits::readFrozen(*options.frozen));
        frozen = splits::withEarlier(std::move(frozen), earlier);
    }
    if (frozen.groups.empty())
        return fail(ErrorCode::NothingToExport, "the project", "no medium has a split", "run \"splits plan\" first");
    return frozen;
}

} // namespace descant::workflows
