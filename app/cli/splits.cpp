// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/base/file.h"
#include "core/storage/project_file.h"
#include "core/workflows/corpus_splits.h"
#include "core/workflows/media_beside.h"
#include "core/workflows/project_session.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sstream>

namespace descant::cli {
namespace {

using workflows::SplitReport;

struct SplitCommandOptions {
    std::string project, by, series, ratios, frozen, out;
    std::optional<std::string> salt;
    bool dryRun = false, reassign = false;
};

Result<std::set<splits::SeriesSign>> seriesFrom(const std::string& text)
{
    static const std::map<std::string, splits::SeriesSign> kSigns{{"episode", splits::SeriesSign::Episode},
                                                                  {"number", splits::SeriesSign::Number},
                                                                  {"folder", splits::SeriesSign::Folder}};
    std::set<splits::SeriesSign> signs;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        const auto found = kSigns.find(word);
        if (found == kSigns.end())
            return fail(ErrorCode::UsageWrong, "--series " + word, "there are episode, number and folder");
        signs.insert(found->second);
    }
    return signs;
}

Result<workflows::SplitOptions> splitOptionsFrom(const SplitCommandOptions& options)
{
    workflows::SplitOptions wanted;
    if (!options.by.empty()) {
        DESCANT_TRY(wanted.by, splits::criteriaFrom(options.by));
    }
    if (!options.series.empty()) {
        DESCANT_TRY(wanted.series, seriesFrom(options.series));
    }
    if (!options.ratios.empty()) {
        DESCANT_TRY(wanted.ratios, splits::ratiosFrom(options.ratios));
    }
    if (!options.frozen.empty())
        wanted.frozen = options.frozen;
    wanted.salt = options.salt;
    if (options.reassign)
        wanted.standing = splits::StandingSplits::AssignAnew;
    return wanted;
}

Json linksToJson(const std::vector<splits::Link>& links)
{
    Json list = Json::array();
    for (const splits::Link& link : links)
        list.push_back({{"media", {link.one, link.other}}, {"by", link.by}, {"why", link.why}});
    return list;
}

Json leaksToJson(const std::vector<splits::Leak>& leaks)
{
    Json list = Json::array();
    for (const splits::Leak& leak : leaks) {
        Json media = Json::array();
        for (const splits::LeakedMedium& medium : leak.media)
            media.push_back({{"id", medium.id}, {"name", medium.name}, {"splits", medium.splits}});
        list.push_back({{"group", leak.group},
                        {"splits", leak.splits},
                        {"media", std::move(media)},
                        {"joined", linksToJson(leak.links)}});
    }
    return list;
}

Json problemsToJson(const SplitReport& report)
{
    Json problems{{"leaks", leaksToJson(report.leaks)}};
    Json conflicts = Json::array(), strays = Json::array(), partly = Json::array();
    for (const splits::FrozenConflict& conflict : report.assignment.conflicts)
        conflicts.push_back(
            {{"group", conflict.group}, {"frozen", conflict.frozen}, {"joined", linksToJson(conflict.links)}});
    for (const splits::Stray& stray : report.strays)
        strays.push_back(
            {{"id", stray.id}, {"name", stray.name}, {"frozen", stray.promised}, {"splits", stray.splits}});
    for (const workflows::PartlyKnown& medium : report.partlyKnown)
        partly.push_back({{"id", medium.id}, {"name", medium.name}, {"reason", medium.reason}});
    problems["conflicts"] = std::move(conflicts);
    problems["strays"] = std::move(strays);
    problems["partly_known"] = std::move(partly);
    return problems;
}

/// Groups and media of each split, as they will stand.
Json sizesToJson(const splits::Assignment& assignment)
{
    Json sizes = Json::object();
    std::vector<std::string> names = splits::splitNames();
    for (const splits::AssignedGroup& assigned : assignment.groups) {
        if (!assigned.split.empty() && std::find(names.begin(), names.end(), assigned.split) == names.end())
            names.push_back(assigned.split); // of a corpus with splits of its own
    }
    for (const std::string& name : names) {
        std::size_t groups = 0, media = 0;
        for (const splits::AssignedGroup& assigned : assignment.groups) {
            groups += assigned.split == name ? 1 : 0;
            media += assigned.split == name ? assigned.group.media.size() : 0;
        }
        sizes[name] = {{"groups", groups}, {"media", media}};
    }
    return sizes;
}

Json originsToJson(const splits::Assignment& assignment)
{
    Json origins{{"frozen", 0}, {"given", 0}, {"kept", 0}, {"hashed", 0}, {"open", 0}};
    for (const splits::AssignedGroup& assigned : assignment.groups) {
        Json& count = origins[std::string(nameOf(assigned.origin))];
        count = count.get<std::size_t>() + 1;
    }
    return origins;
}

Json movedToJson(const splits::Assignment& assignment)
{
    Json list = Json::array();
    for (const splits::MovedGroup& moved : assignment.moved)
        list.push_back({{"group", moved.from}, {"into", moved.to}, {"from", moved.fromSplit}, {"to", moved.toSplit}});
    return list;
}

/// The groups that a plan is likely to be wrong about, if it is: those of many media.
Json largestToJson(const splits::Grouping& grouping)
{
    constexpr std::size_t kShown = 5;
    std::vector<const splits::Group*> groups;
    for (const splits::Group& group : grouping.groups) {
        if (group.media.size() > 1)
            groups.push_back(&group);
    }
    std::stable_sort(groups.begin(), groups.end(),
                     [](const auto* one, const auto* other) { return one->media.size() > other->media.size(); });
    Json list = Json::array();
    for (std::size_t i = 0; i < std::min(kShown, groups.size()); ++i)
        list.push_back({{"group", groups[i]->id}, {"media", groups[i]->media.size()}});
    return list;
}

Json summaryOf(const SplitReport& report)
{
    Json ratios = Json::object();
    for (std::size_t i = 0; i < report.ratios.shares.size(); ++i)
        ratios[splits::splitNames()[i]] = report.ratios.shares[i];
    return {{"by", splits::namesOf(report.by)},
            {"ratios", std::move(ratios)},
            {"salt", report.salt},
            {"groups", report.grouping.groups.size()},
            {"media", report.grouping.keys.size()}};
}

std::string problemsInWords(const SplitReport& report)
{
    std::string text;
    if (!report.isTight()) {
        for (const std::string& item : workflows::leakError(report, {}).items)
            text += "\n  " + item;
    }
    if (!report.partlyKnown.empty())
        text += fmt::format("\n  {} media were grouped by less than was asked for: {} ({}){}",
                            report.partlyKnown.size(), report.partlyKnown.front().name,
                            report.partlyKnown.front().reason, report.partlyKnown.size() > 1 ? ", …" : "");
    return text;
}

Outcome<Answer> plan(const SplitCommandOptions& options, const Context& context)
{
    DESCANT_TRY(const workflows::SplitOptions wanted, splitOptionsFrom(options));
    DESCANT_TRY(const std::unique_ptr<workflows::ProjectSession> session,
                workflows::ProjectSession::open(options.project));
    project::Document document = session->document();
    DESCANT_TRY(project::Step beside, workflows::stepToMediaBeside(document, options.project, context.stop));
    DESCANT_CHECK(document.apply(beside));
    DESCANT_TRY(workflows::SplitPlan made,
                workflows::planSplits(document, wanted, context.stop, context.progress));
    if (!options.dryRun) {
        DESCANT_CHECK(session->perform(std::move(beside)));
        DESCANT_CHECK(session->perform(std::move(made.step)));
        DESCANT_CHECK(session->flush());
    }
    const SplitReport& report = made.report;
    Answer answer;
    answer.json["project"] = options.project;
    answer.json.update(summaryOf(report));
    answer.json["splits"] = sizesToJson(report.assignment);
    answer.json["origins"] = originsToJson(report.assignment);
    answer.json["changed"] = {{"media", made.media}, {"segments", made.segments}};
    answer.json["moved"] = movedToJson(report.assignment);
    answer.json["largest"] = largestToJson(report.grouping);
    answer.json.update(problemsToJson(report));
    answer.json["dry_run"] = options.dryRun;
    answer.text = fmt::format("{} media in {} groups:", report.grouping.keys.size(), report.grouping.groups.size());
    for (const auto& [name, size] : answer.json["splits"].items())
        answer.text += fmt::format(" {} {}", name, size["media"].get<std::size_t>());
    answer.text += fmt::format("; {} segments {}", made.segments, options.dryRun ? "would change" : "changed");
    answer.text += problemsInWords(report);
    return answer;
}

Outcome<Answer> check(const SplitCommandOptions& options, const Context& context)
{
    DESCANT_TRY(const workflows::SplitOptions wanted, splitOptionsFrom(options));
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(options.project));
    DESCANT_TRY(project::Document document, file.load());
    DESCANT_CHECK(workflows::useMediaBeside(document, options.project, context.stop));
    DESCANT_TRY(
        const SplitReport report,
        workflows::checkSplits(document, wanted, workflows::MediaReading::AsNeeded, context.stop, context.progress));
    Answer answer;
    answer.json["project"] = options.project;
    answer.json["tight"] = report.isTight();
    answer.json.update(summaryOf(report));
    answer.json.update(problemsToJson(report));
    answer.text = fmt::format("{} media in {} groups: {}", report.grouping.keys.size(), report.grouping.groups.size(),
                              report.isTight() ? "no group lies in two splits" : "they leak");
    answer.text += problemsInWords(report);
    if (!report.isTight()) {
        Error error = workflows::leakError(report, options.project);
        error.items.clear(); // they stand in the answer
        answer.error = std::move(error);
    }
    return answer;
}

Outcome<Answer> freeze(const SplitCommandOptions& options, const Context& context)
{
    DESCANT_TRY(const workflows::SplitOptions wanted, splitOptionsFrom(options));
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(options.project));
    DESCANT_TRY(project::Document document, file.load());
    DESCANT_CHECK(workflows::useMediaBeside(document, options.project, context.stop));
    DESCANT_TRY(const splits::FrozenSplits frozen,
                workflows::freezeSplits(document, wanted, context.stop, context.progress));
    DESCANT_CHECK(writeFileAtomically(options.out, splits::frozenText(frozen)));
    std::size_t media = 0;
    for (const splits::FrozenGroup& group : frozen.groups)
        media += group.media.size();
    Answer answer;
    answer.json = {
        {"project", options.project}, {"out", options.out}, {"groups", frozen.groups.size()}, {"media", media}};
    answer.text = fmt::format("{} groups with {} media frozen in {}", frozen.groups.size(), media, options.out);
    return answer;
}

} // namespace

void addSplits(CommandTable& table)
{
    CLI::App* group = table.group("splits", "Bring media into train, validate and test so that nothing leaks");
    auto options = std::make_shared<SplitCommandOptions>();
    const auto add = [&](const std::string& name, const std::string& help) {
        CLI::App* command = table.command(group, name, help);
        command->add_option("PROJECT", options->project, "The project file")->required();
        command->add_option("--by", options->by,
                            "What joins media: source, series, near-duplicate, with commas between (default: as the "
                            "last plan; else source,near-duplicate)");
        command->add_option("--series", options->series,
                            "Signs of a series: episode, number, folder (default: episode,number)");
        command->add_option("--frozen", options->frozen, "A file of frozen splits, which hold");
        return command;
    };
    CLI::App* planned = add("plan", "Give every medium a split; groups of media stay together");
    planned->add_option("--ratios", options->ratios, "Shares of train, validate and test (default: 80,10,10)");
    planned->add_option("--salt", options->salt, "Any text; another salt draws another assignment");
    planned->add_flag("--reassign", options->reassign, "Assign anew what came with a corpus or was assigned before");
    planned->add_flag("--dry-run", options->dryRun, "Say what would happen, and change nothing");
    table.onRun(planned, [options](const Context& context) { return plan(*options, context); });
    CLI::App* frozen = add("freeze", "Write down which group is in which split, so that it stays there");
    frozen->add_option("--out", options->out, "The file to write")->required();
    table.onRun(frozen, [options](const Context& context) { return freeze(*options, context); });
    CLI::App* checked = add("check", "Whether media that belong together stand in one split (exit 1 where not)");
    table.onRun(checked, [options](const Context& context) { return check(*options, context); });
}

} // namespace descant::cli
