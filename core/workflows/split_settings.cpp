// SPDX-License-Identifier: GPL-3.0-or-later
// No media here: programs without the media libraries are linked with it.
#include "core/workflows/split_settings.h"

#include "core/splits/split_record.h"

namespace descant::workflows {

using project::Medium;
using project::ProjectView;
using splits::Criterion;
using splits::SplitRecord;

namespace {

/// The record of the plan that was made last: its media have it, others may have an older one.
SplitRecord lastRecord(const ProjectView& document)
{
    const std::vector<const Medium*> media = document.media();
    for (auto medium = media.rbegin(); medium != media.rend(); ++medium) {
        if (SplitRecord record = SplitRecord::of(**medium); !record.group.empty())
            return record;
    }
    return {};
}

} // namespace

SplitSettings usualSplitSettings(const ProjectView& document)
{
    const SplitRecord last = lastRecord(document);
    return {last.by.empty() ? splits::Criteria{Criterion::Source, Criterion::NearDuplicate} : last.by, last.ratios,
            last.salt};
}

Result<OrderedSettings> settingsOf(const ProjectView& document, const SplitOptions& options)
{
    OrderedSettings settings{usualSplitSettings(document), {}};
    if (options.frozen) {
        DESCANT_TRY(settings.frozen, splits::readFrozen(*options.frozen));
        settings.by = settings.frozen->by;
        settings.ratios = settings.frozen->ratios;
        settings.salt = settings.frozen->salt;
    }
    settings.by = options.by.value_or(settings.by);
    settings.ratios = options.ratios.value_or(settings.ratios);
    settings.salt = options.salt.value_or(settings.salt);
    return settings;
}

Result<bool> isSurelyTight(const ProjectView& document, const SplitOptions& options)
{
    if (!splits::hasSeveralSplits(document) && !options.frozen)
        return true;
    DESCANT_TRY(const OrderedSettings settings, settingsOf(document, options));
    const splits::GroupingOptions grouping{settings.by, options.series, {}, splits::EarlierPlans::Keep};
    const bool keysTellAll = !settings.frozen
        && (!settings.by.contains(Criterion::NearDuplicate) || SplitRecord(lastRecord(document)).by.empty());
    return keysTellAll && !splits::groupsSpanSplits(document, grouping);
}

} // namespace descant::workflows
