// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"
#include "app/cli/project_summary.h"
#include "app/cli/project_team.h"

#include "core/workflows/project_work.h"

#include <fmt/format.h>

#include <system_error>

namespace descant::cli {
namespace {

using workflows::ProjectSession;

struct ProjectOptions {
    std::string project, asOf;
    std::vector<std::string> media;
    bool deep = false;
};

std::vector<std::filesystem::path> pathsOf(const std::vector<std::string>& names)
{
    return {names.begin(), names.end()};
}

Json mediaToJson(const std::vector<project::Medium>& media)
{
    Json list = Json::array();
    for (const project::Medium& medium : media)
        list.push_back(
            {{"id", medium.id}, {"name", medium.name}, {"path", medium.path}, {"duration", seconds(medium.duration)}});
    return list;
}

/// A project that could not be filled is no project: it goes away again. Its lock file stays, as always.
void removeProject(const std::filesystem::path& path)
{
    std::error_code ignored;
    for (const char* ending : {"", "-wal", "-shm"})
        std::filesystem::remove(path.string() + ending, ignored);
}

Outcome<Answer> newProject(const ProjectOptions& options, const Context& context)
{
    DESCANT_TRY(const std::vector<project::Medium> files,
                workflows::readMediaFiles(pathsOf(options.media), context.stop));
    DESCANT_TRY(std::unique_ptr<ProjectSession> session, ProjectSession::create(options.project));
    const auto media = workflows::addMedia(*session, files);
    if (!media) {
        session.reset();
        removeProject(options.project);
        return fail(media.error());
    }
    Answer answer;
    answer.json = {{"project", options.project}, {"media", session->document().mediaCount()}, {"files", mediaToJson(media->media)}};
    answer.text = fmt::format("{} made with {} media", options.project, session->document().mediaCount());
    return answer;
}

Outcome<Answer> addToProject(const ProjectOptions& options, const Context& context)
{
    DESCANT_TRY(const std::unique_ptr<ProjectSession> session, ProjectSession::open(options.project));
    DESCANT_TRY(const workflows::AddedMedia media,
                workflows::addMediaFiles(*session, pathsOf(options.media), context.stop));
    Answer answer;
    answer.json = {{"project", options.project},
                   {"added", media.added},
                   {"found", media.found},
                   {"media", session->document().mediaCount()},
                   {"files", mediaToJson(media.media)}};
    answer.text = fmt::format("{} added to {}, {} found, {} were there already", media.added, options.project,
                              media.found, media.media.size() - media.added - media.found);
    return answer;
}

Outcome<Answer> showProject(const ProjectOptions& options)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(options.project));
    DESCANT_TRY(const project::Document document, file.load());
    DESCANT_TRY(const std::vector<project::Step> journal, file.journal());
    Answer answer;
    answer.json["schema"] = file.schema();
    answer.json.update(summaryOf(document));
    answer.json["journal"] = journal.size();
    answer.text = fmt::format("{}: {} media, {} segments, {} with text, {} proposals, {} steps in the journal",
                              options.project, document.mediaCount(), document.segmentCount(),
                              answer.json["texts"].get<std::size_t>(), document.proposalCount(), journal.size());
    return answer;
}

Outcome<Answer> checkProject(const ProjectOptions& options)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(options.project));
    DESCANT_TRY(const storage::CheckReport report,
                file.check(options.deep ? storage::CheckDepth::Deep : storage::CheckDepth::Quick));
    Answer answer;
    answer.json = {{"project", options.project}, {"ok", report.problems.empty()}, {"problems", report.problems}};
    if (report.problems.empty())
        answer.text = options.project + " is whole";
    else
        answer.error = Error{ErrorCode::ProjectDamaged, options.project, {}, {}, report.problems};
    return answer;
}

Json toJson(const project::Step& step)
{
    Json json{{"id", step.id}, {"time", step.time}, {"name", step.name}, {"changes", step.changes.size()}};
    if (!step.person.empty())
        json["person"] = step.person;
    if (!step.undoes.empty())
        json["undoes"] = step.undoes;
    return json;
}

Outcome<Answer> showHistory(const ProjectOptions& options)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(options.project));
    DESCANT_TRY(const std::vector<project::Step> journal, file.journal());
    DESCANT_TRY(const project::Document document, storage::replay(journal, options.asOf));
    Answer answer;
    Json steps = Json::array();
    for (const project::Step& step : journal) {
        if (!options.asOf.empty() && step.time > options.asOf)
            continue;
        steps.push_back(toJson(step));
        answer.text += fmt::format("{}{}  {}", answer.text.empty() ? "" : "\n", step.time, step.name);
    }
    answer.json = {{"project", options.project}, {"steps", std::move(steps)}, {"document", summaryOf(document)}};
    if (!options.asOf.empty())
        answer.json["as_of"] = options.asOf;
    return answer;
}

/// "2026-01-05", "2026-01-05T10:00" or "2026-01-05T10:00:00.5Z".
std::string checkTime(const std::string& text)
{
    static const std::string shape = "0000-00-00T00:00:00.";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        const bool fits = i < shape.size()
            ? (shape[i] == '0' ? digit : text[i] == shape[i] || (i == 19 && text[i] == 'Z'))
            : digit || (text[i] == 'Z' && i + 1 == text.size());
        if (!fits)
            return "a time is written as 2026-01-05T10:00:00Z";
    }
    return text.size() < 10 ? "a time is written as 2026-01-05T10:00:00Z" : "";
}

} // namespace

void addProject(CommandTable& table)
{
    CLI::App* group = table.group("project", "Make, fill, check and look into projects (*.descant)");
    auto options = std::make_shared<ProjectOptions>();
    const auto add = [&](const std::string& name, const std::string& help) {
        CLI::App* command = table.command(group, name, help);
        command->add_option("PROJECT", options->project, "The project file, *.descant")->required();
        return command;
    };
    CLI::App* made = add("new", "Make a project");
    made->add_option("--media", options->media, "Files to describe");
    table.onRun(made, [options](const Context& context) { return newProject(*options, context); });
    CLI::App* added = add("add", "Add files to a project");
    added->add_option("MEDIA", options->media, "Files to describe")->required();
    table.onRun(added, [options](const Context& context) { return addToProject(*options, context); });
    table.onRun(add("info", "How much is in a project"), [options](const Context&) { return showProject(*options); });
    CLI::App* checked = add("check", "Whether a project is whole");
    checked->add_flag("--deep", options->deep, "Replay the journal and compare");
    table.onRun(checked, [options](const Context&) { return checkProject(*options); });
    CLI::App* history = add("history", "Every step that was ever done");
    history->add_option("--as-of", options->asOf, "Up to this time (UTC), e.g. 2026-01-05T16:00:00Z")->check(checkTime);
    table.onRun(history, [options](const Context&) { return showHistory(*options); });
    addTeamWork(table, group);
    addAgreement(table, group);
}

} // namespace descant::cli
