// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/team_work.h"

#include "core/base/identifier.h"
#include "core/base/sha256.h"
#include "core/storage/package_file.h"

#include <algorithm>
#include <cmath>

namespace descant::workflows {

namespace fs = std::filesystem;
using project::Document;
using project::Medium;
using project::PackageSight;
using project::Segment;

namespace {

bool isNamed(const Medium& medium, const std::string& name)
{
    return medium.id == name || medium.name == name || medium.path == name || fs::path(medium.path).filename() == name;
}

Result<std::vector<const Medium*>> chosenMedia(const Document& document, const PackageChoice& choice)
{
    std::vector<const Medium*> media;
    for (const Medium* medium : document.media()) {
        const auto names = [&](const std::string& name) { return isNamed(*medium, name); };
        if (choice.media.empty() || std::any_of(choice.media.begin(), choice.media.end(), names))
            media.push_back(medium);
    }
    for (const std::string& name : choice.media) {
        if (std::none_of(media.begin(), media.end(), [&](const Medium* medium) { return isNamed(*medium, name); }))
            return fail(ErrorCode::ItemNotFound, "file " + name);
    }
    return media;
}

bool passes(const Segment& segment, const PackageChoice& choice)
{
    return (!choice.split || segment.split == *choice.split)
        && (choice.statuses.empty() || choice.statuses.contains(segment.status))
        && (choice.segments.empty() || choice.segments.contains(segment.id));
}

/// What is dealt out: segments, or files where stretches are withheld.
Result<std::vector<std::string>> chosenUnits(const Document& document, const PackageRequest& request)
{
    const PackageChoice& choice = request.choice;
    for (const std::string& id : choice.segments) {
        if (!document.segment(id))
            return fail(ErrorCode::ItemNotFound, "segment " + id);
    }
    const bool anyFile = !choice.split && choice.statuses.empty() && choice.segments.empty();
    DESCANT_TRY(const std::vector<const Medium*> media, chosenMedia(document, choice));
    std::vector<std::string> units;
    for (const Medium* medium : media) {
        bool isChosen = anyFile;
        for (const Segment* segment : document.segmentsOf(medium->id)) {
            if (!passes(*segment, choice))
                continue;
            isChosen = true;
            if (request.sight != PackageSight::Media)
                units.push_back(segment->id);
        }
        if (isChosen && request.sight == PackageSight::Media)
            units.push_back(medium->id);
    }
    if (choice.count && units.size() > *choice.count)
        units.resize(*choice.count);
    return units;
}

/// Which units each target gets. In the order of their hashes the first ones go to all, the others to one each.
std::vector<std::vector<std::string>> dealtOut(const std::vector<std::string>& units, std::size_t targets,
                                               double overlap)
{
    if (targets == 1)
        return {units};
    std::vector<std::pair<std::string, std::size_t>> drawn;
    for (std::size_t i = 0; i < units.size(); ++i)
        drawn.emplace_back(sha256Of(units[i]), i);
    std::sort(drawn.begin(), drawn.end());
    const auto shared = static_cast<std::size_t>(std::llround(overlap * double(units.size())));
    std::vector<std::vector<std::size_t>> places(targets);
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        for (std::size_t target = 0; target < targets; ++target) {
            if (i < shared || (i - shared) % targets == target)
                places[target].push_back(drawn[i].second);
        }
    }
    std::vector<std::vector<std::string>> dealt(targets);
    for (std::size_t target = 0; target < targets; ++target) {
        std::sort(places[target].begin(), places[target].end()); // people work in the order of time
        for (const std::size_t place : places[target])
            dealt[target].push_back(units[place]);
    }
    return dealt;
}

/// The file as the package names it: beside the project means beside the package.
Medium relativeTo(const fs::path& folder, Medium medium)
{
    const fs::path relative = fs::path(medium.path).lexically_relative(folder);
    if (!relative.empty() && *relative.begin() != "..")
        medium.path = relative.generic_string();
    return medium;
}

Document withRelativePaths(const Document& document, const fs::path& folder)
{
    project::Step step;
    for (project::Entity& entity : document.all()) {
        if (const auto* medium = std::get_if<Medium>(&entity))
            step.changes.push_back({std::nullopt, project::Entity(relativeTo(folder, *medium))});
        else
            step.changes.push_back({std::nullopt, std::move(entity)});
    }
    Document copy;
    (void)copy.apply(step); // the same values in the same order as they stand in a document already
    return copy;
}

Result<project::WorkPackage> packageOf(const Document& document, const project::PackageOrigin& origin,
                                       const PackageRequest& request, const std::vector<std::string>& units)
{
    project::PackageContent content;
    content.proposals = request.proposals;
    (request.sight == PackageSight::Media ? content.media : content.segments) = units;
    return project::makePackage(document, origin, content);
}

MadePackage described(const PackageTarget& target, const project::WorkPackage& package)
{
    MadePackage made{target, package.origin.id, {}, package.document.segmentCount(), package.document.proposalCount()};
    for (const Medium* medium : package.document.media())
        made.media.push_back(*medium);
    return made;
}

/// All packages of the request, in memory.
Result<std::vector<project::WorkPackage>> packagesOf(const Document& here, const GivingProject& giving,
                                                     const PackageRequest& request)
{
    std::error_code problem;
    const fs::path folder = fs::absolute(giving.path, problem).parent_path();
    const Document document = withRelativePaths(here, folder.lexically_normal());
    DESCANT_TRY(const std::vector<std::string> units, chosenUnits(document, request));
    project::PackageOrigin origin;
    origin.projectId = giving.id;
    origin.projectName = giving.path.stem().string();
    origin.baseStep = giving.lastStep;
    origin.created = timestampNow();
    origin.sight = request.sight;
    std::vector<project::WorkPackage> packages;
    const auto dealt = dealtOut(units, request.targets.size(), request.overlap);
    for (std::size_t i = 0; i < dealt.size(); ++i) {
        origin.person = request.targets[i].person;
        DESCANT_TRY(project::WorkPackage package, packageOf(document, origin, request, dealt[i]));
        packages.push_back(std::move(package));
    }
    return packages;
}

} // namespace

Result<std::vector<MadePackage>> makePackages(const fs::path& project, const PackageRequest& request)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(project));
    DESCANT_TRY(const Document document, file.load());
    DESCANT_TRY(const std::vector<project::Step> journal, file.journal());
    DESCANT_TRY(const std::string id, file.id());
    return makePackages(document, {id, project, journal.empty() ? std::string() : journal.back().id}, request);
}

Result<std::vector<MadePackage>> makePackages(const Document& document, const GivingProject& project,
                                              const PackageRequest& request)
{
    if (request.targets.empty() || (request.targets.size() == 1 && request.overlap > 0))
        return fail(ErrorCode::UsageWrong, "the overlap", "it is what several people get",
                    "name one package file for each person");
    std::error_code ignored;
    for (const PackageTarget& target : request.targets) {
        if (fs::exists(target.path, ignored))
            return fail(ErrorCode::ProjectExists, target.path.string());
    }
    DESCANT_TRY(const std::vector<project::WorkPackage> packages, packagesOf(document, project, request));
    std::vector<MadePackage> made;
    for (std::size_t i = 0; i < packages.size(); ++i) {
        if (const auto written = storage::writePackage(request.targets[i].path, packages[i]); !written) {
            for (const MadePackage& earlier : made)
                fs::remove(earlier.target.path, ignored);
            return fail(written.error());
        }
        made.push_back(described(request.targets[i], packages[i]));
    }
    return made;
}

Result<MergedPackages> planMerge(const Document& here, const std::string& projectId,
                                 const std::vector<fs::path>& packages, const std::string& person)
{
    MergedPackages merged;
    Document document = here;
    for (const fs::path& path : packages) {
        DESCANT_TRY(const project::WorkPackage package, storage::readPackage(path));
        auto plan = project::mergePackage(document, projectId, package, person);
        if (!plan) {
            plan.error().subject = path.string();
            return fail(plan.error());
        }
        DESCANT_CHECK(document.apply(plan->step));
        auto& changes = merged.step.changes;
        changes.insert(changes.end(), plan->step.changes.begin(), plan->step.changes.end());
        merged.plans.push_back(*std::move(plan));
    }
    if (merged.plans.empty())
        return merged;
    std::vector<project::Change> changes = std::move(merged.step.changes);
    merged.step = merged.plans.front().step;
    merged.step.changes = std::move(changes);
    if (merged.plans.size() > 1)
        merged.step.name = "Merge " + std::to_string(merged.plans.size()) + " work packages";
    for (const project::MergePlan& plan : merged.plans) {
        if (plan.step.person != merged.step.person)
            merged.step.person +=
                (merged.step.person.empty() || plan.step.person.empty() ? "" : ", ") + plan.step.person;
    }
    return merged;
}

Result<MergedPackages> mergePackages(const fs::path& project, const std::vector<fs::path>& packages,
                                     const std::string& person, MergeMode mode)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(project));
    DESCANT_TRY(const Document here, file.load());
    DESCANT_TRY(const std::string id, file.id());
    DESCANT_TRY(MergedPackages merged, planMerge(here, id, packages, person));
    if (mode == MergeMode::Perform && !merged.step.changes.empty())
        DESCANT_CHECK(file.commit(merged.step));
    return merged;
}

} // namespace descant::workflows
