// SPDX-License-Identifier: GPL-3.0-or-later
// Team work by file: work packages, merging them back, settling what does not fit.
#include "app/cli/project_team.h"
#include "app/cli/commands.h"
#include "app/cli/options.h"
#include "app/cli/output.h"
#include "app/cli/whole_number.h"

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/project/adjudication.h"
#include "core/storage/project_file.h"
#include "core/workflows/person_at_work.h"
#include "core/workflows/team_work.h"

#include <fmt/format.h>

#include <array>
#include <sstream>

namespace descant::cli {
namespace {

using project::MergeOutcome;
using project::PackageSight;

struct TeamOptions {
    std::string project, status, segments, split, person, reading, text;
    std::vector<std::string> out, to, media, packages;
    std::size_t count = 0;
    double overlap = 0;
    bool blind = false, blindBoundaries = false, withoutProposals = false, dryRun = false;
};

constexpr std::size_t kMostIdBytes = 256U << 20U;

/// Ids of segments, one a line.
Result<std::set<std::string>> idsIn(const std::string& file)
{
    DESCANT_TRY(const std::string text, readFile(file, kMostIdBytes));
    std::set<std::string> ids;
    std::istringstream lines(text);
    for (std::string id; lines >> id;)
        ids.insert(id);
    if (ids.empty())
        return fail(ErrorCode::InputInvalid, file, "it names no segment", "write the id of a segment on each line");
    return ids;
}

Result<workflows::PackageRequest> requestFrom(const TeamOptions& options)
{
    workflows::PackageRequest request;
    if (options.to.size() > options.out.size())
        return fail(ErrorCode::UsageWrong, "--to", "there are more people than packages",
                    "give one --out for each --to");
    for (std::size_t i = 0; i < options.out.size(); ++i)
        request.targets.push_back({options.out[i], i < options.to.size() ? options.to[i] : std::string()});
    request.choice.media = options.media;
    if (!options.split.empty())
        request.choice.split = options.split == "val" || options.split == "validation" ? "validate" : options.split;
    if (!options.status.empty()) {
        const auto status = project::segmentStatusFrom(options.status);
        if (!status)
            return fail(ErrorCode::UsageWrong, "--status " + options.status,
                        "there are draft, accepted, reviewed, flagged and rejected");
        request.choice.statuses = {*status};
    }
    if (!options.segments.empty()) {
        DESCANT_TRY(request.choice.segments, idsIn(options.segments));
    }
    if (options.count > 0)
        request.choice.count = options.count;
    request.overlap = options.overlap;
    request.sight = options.blindBoundaries ? PackageSight::Media
        : options.blind                     ? PackageSight::Ranges
                                            : PackageSight::Everything;
    if (options.withoutProposals)
        request.proposals = project::PackageProposals::LeftOut;
    return request;
}

Json toJson(const workflows::MadePackage& made)
{
    Json media = Json::array();
    for (const project::Medium& medium : made.media)
        media.push_back({{"id", medium.id},
                         {"name", medium.name},
                         {"path", medium.path},
                         {"fingerprint", medium.fingerprint},
                         {"duration", seconds(medium.duration)}});
    return {{"out", made.target.path.string()}, {"package", made.id},          {"person", made.target.person},
            {"segments", made.segments},        {"proposals", made.proposals}, {"media", std::move(media)}};
}

Outcome<Answer> makePackage(const TeamOptions& options)
{
    DESCANT_TRY(const workflows::PackageRequest request, requestFrom(options));
    DESCANT_TRY(const std::vector<workflows::MadePackage> made, workflows::makePackages(options.project, request));
    Answer answer;
    Json list = Json::array();
    for (const workflows::MadePackage& one : made) {
        list.push_back(toJson(one));
        answer.text += fmt::format("{}{} made with {} media and {} segments", answer.text.empty() ? "" : "\n",
                                   one.target.path.string(), one.media.size(), one.segments);
    }
    answer.json = {{"project", options.project}, {"packages", std::move(list)}};
    return answer;
}

constexpr std::array kOutcomes{MergeOutcome::Taken, MergeOutcome::Added, MergeOutcome::Removed, MergeOutcome::Conflict,
                               MergeOutcome::Second};

Json countsOf(const std::vector<project::MergePlan>& plans)
{
    Json json = Json::object();
    for (const MergeOutcome outcome : kOutcomes) {
        std::size_t count = 0;
        for (const project::MergePlan& plan : plans)
            count += plan.count(outcome);
        json[std::string(nameOf(outcome))] = count;
    }
    return json;
}

Json toJson(const project::MergePlan& plan, const std::string& file)
{
    Json json{{"file", file}, {"person", plan.step.person}};
    json.update(countsOf({plan}));
    json["unchanged"] = plan.unchanged;
    json["merged_before"] = plan.merged;
    Json segments = Json::array();
    for (const project::MergedSegment& segment : plan.segments)
        segments.push_back({{"id", segment.segmentId}, {"outcome", nameOf(segment.outcome)}});
    json["segments"] = std::move(segments);
    json["warnings"] = plan.warnings;
    return json;
}

Outcome<Answer> merge(const TeamOptions& options)
{
    const auto mode = options.dryRun ? workflows::MergeMode::TryOnly : workflows::MergeMode::Perform;
    DESCANT_TRY(const workflows::MergedPackages merged,
                workflows::mergePackages(options.project, {options.packages.begin(), options.packages.end()},
                                         options.person, mode));
    Answer answer;
    answer.json = {{"project", options.project}, {"dry_run", options.dryRun}, {"changes", merged.step.changes.size()}};
    answer.json.update(countsOf(merged.plans));
    Json list = Json::array();
    for (std::size_t i = 0; i < merged.plans.size(); ++i) {
        list.push_back(toJson(merged.plans[i], options.packages[i]));
        for (const std::string& warning : merged.plans[i].warnings)
            log::warning("{}", warning);
    }
    answer.json["packages"] = std::move(list);
    const Json& json = answer.json;
    const auto count = [&json](const char* name) { return json[name].get<std::size_t>(); };
    answer.text = merged.step.changes.empty()
        ? std::string("Nothing new: what the packages hold is in the project already")
        : fmt::format("{} taken, {} added, {} removed, {} conflicts, {} second readings", count("taken"),
                      count("added"), count("removed"), count("conflict"), count("second"));
    return answer;
}

Json toJson(const project::Document& document, const project::Reading& reading)
{
    Json json{{"id", reading.id},
              {"segment", reading.segmentId},
              {"says", nameOf(reading.kind)},
              {"state", nameOf(reading.state)},
              {"person", reading.person},
              {"start", seconds(reading.range.start)},
              {"end", seconds(reading.range.end)},
              {"text", reading.text},
              {"here", nullptr}};
    if (const project::Segment* here = document.segment(reading.segmentId))
        json["here"] = {{"start", seconds(here->range.start)}, {"end", seconds(here->range.end)}, {"text", here->text}};
    return json;
}

Outcome<Answer> showReadings(const TeamOptions& options)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(options.project));
    DESCANT_TRY(const project::Document document, file.load());
    const auto open = project::openReadings(document);
    Answer answer;
    Json list = Json::array();
    for (const project::Reading* reading : open) {
        list.push_back(toJson(document, *reading));
        answer.text += fmt::format("{}  {} to {}  {}: {}\n", reading->id, formatSeconds(reading->range.start),
                                   formatSeconds(reading->range.end),
                                   reading->person.empty() ? "somebody" : reading->person, reading->text);
    }
    answer.text += fmt::format("{} readings wait for a decision", open.size());
    answer.json = {{"project", options.project}, {"open", open.size()}, {"readings", std::move(list)}};
    return answer;
}

Result<project::Step> settlement(const project::Document& document, const TeamOptions& options, const std::string& how)
{
    if (how == "left")
        return project::settleLeft(document, options.reading);
    if (how == "right")
        return project::settleRight(document, options.reading);
    const project::Reading* reading = document.reading(options.reading);
    const project::Segment* here = reading ? document.segment(reading->segmentId) : nullptr;
    const TimeRange range = here ? here->range : reading ? reading->range : TimeRange{};
    return project::settleMerged(document, options.reading, options.text, range);
}

Outcome<Answer> settle(const TeamOptions& options, const std::string& how)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(options.project));
    DESCANT_TRY(const project::Document document, file.load());
    DESCANT_TRY(project::Step step, settlement(document, options, how));
    DESCANT_TRY(const auto origin, file.packageOrigin());
    step.person =
        options.person.empty() ? workflows::personAtWork(origin ? origin->person : std::string()) : options.person;
    project::Document after = document;
    DESCANT_CHECK(after.apply(step));
    DESCANT_CHECK(file.commit(step));
    Answer answer;
    answer.json = {{"project", options.project},
                   {"reading", options.reading},
                   {"settled", how},
                   {"open", project::openReadings(after).size()}};
    answer.text = fmt::format("Settled; {} readings wait for a decision", answer.json["open"].get<std::size_t>());
    return answer;
}

void addPackage(CommandTable& table, CLI::App* command)
{
    auto options = std::make_shared<TeamOptions>();
    command->add_option("PROJECT", options->project, "The project file, *.descant")->required();
    command->add_option("--out", options->out, "The package, *.descant; several deal the segments out")->required();
    command->add_option("--to", options->to, "Who is to work on it, in the order of --out");
    command->add_option("--media", options->media, "Only these files, by name");
    command->add_option("--split", options->split, "Only segments of this split");
    command->add_option("--status", options->status, "Only segments of this status");
    command->add_option("--segments", options->segments, "Only the segments whose ids this file lists");
    command->add_option("--count", options->count, "That many segments at most")->check(wholeNumber());
    command->add_option("--overlap", options->overlap, "Share that every package gets, 0 to 1, for agreement")
        ->check(CLI::Range(0.0, 1.0));
    command->add_flag("--blind", options->blind, "Without texts and verdicts, for a second pass");
    command->add_flag("--blind-boundaries", options->blindBoundaries, "Without segments as well");
    command->add_flag("--without-proposals", options->withoutProposals, "Without what models proposed");
    table.onRun(command, [options](const Context&) { return makePackage(*options); });
}

void addMerge(CommandTable& table, CLI::App* command)
{
    auto options = std::make_shared<TeamOptions>();
    command->add_option("PROJECT", options->project, "The project file, *.descant")->required();
    command->add_option("PACKAGES", options->packages, "Work packages that came back")->required();
    command->add_option("--person", options->person, "Who worked on them (default: what they say)");
    command->add_flag("--dry-run", options->dryRun, "Only say what would happen");
    table.onRun(command, [options](const Context&) { return merge(*options); });
}

void addSettling(CommandTable& table, CLI::App* command)
{
    auto options = std::make_shared<TeamOptions>();
    auto how = std::make_shared<std::string>();
    command->add_option("PROJECT", options->project, "The project file, *.descant")->required();
    command->add_option("READING", options->reading, "Its id, as “project readings” lists it")->required();
    command->add_option("HOW", *how, "left keeps what is here, right takes the reading, merge writes --text")
        ->required()
        ->check(CLI::IsMember({"left", "right", "merge"}));
    command->add_option("--text", options->text, "The text of both");
    command->add_option("--person", options->person, "Who decides (default: as \"person\" says)");
    table.onRun(command, [options, how](const Context&) { return settle(*options, *how); });
}

} // namespace

void addTeamWork(CommandTable& table, CLI::App* group)
{
    addPackage(table, table.command(group, "package", "Give a part of a project out as a file of its own"));
    addMerge(table, table.command(group, "merge", "Bring work packages back"));
    auto options = std::make_shared<TeamOptions>();
    CLI::App* readings = table.command(group, "readings", "What waits for a decision");
    readings->add_option("PROJECT", options->project, "The project file, *.descant")->required();
    table.onRun(readings, [options](const Context&) { return showReadings(*options); });
    addSettling(table, table.command(group, "settle", "Decide about a reading"));
}

} // namespace descant::cli
