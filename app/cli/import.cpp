// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/formats/format_table.h"
#include "core/formats/msrvtt.h"
#include "core/workflows/project_session.h"

#include <fmt/format.h>

namespace descant::cli {
namespace {

using workflows::ProjectSession;

struct ImportOptions {
    std::string project, file, format = "msrvtt", mediaFolder;
    bool dryRun = false;
};

Json toJson(const std::vector<formats::ImportProblem>& problems)
{
    Json list = Json::array();
    for (const formats::ImportProblem& problem : problems)
        list.push_back({{"line", problem.line}, {"message", problem.message}});
    return list;
}

std::string inWords(const std::vector<formats::ImportProblem>& problems)
{
    std::string text;
    for (const formats::ImportProblem& problem : problems)
        text += fmt::format("{}line {}: {}", text.empty() ? "" : "\n", problem.line, problem.message);
    return text;
}

Answer nothingImported(const formats::ImportFailure& failure)
{
    Answer answer;
    answer.json = {{"added", 0}, {"changed", 0}, {"skipped", 0}, {"problems", toJson(failure.problems)}};
    answer.text = inWords(failure.problems);
    answer.error = failure.error;
    return answer;
}

Outcome<Answer> importCorpus(const ImportOptions& options, const Context& context)
{
    const formats::FormatCapability* format = formats::findFormat(options.format);
    if (format == nullptr || !format->imports)
        return fail(ErrorCode::FormatUnknown, options.format, "this version reads msrvtt");
    DESCANT_TRY(const std::unique_ptr<ProjectSession> session, ProjectSession::open(options.project));
    auto plan = formats::importMsrvtt(session->document(), options.file, options.mediaFolder);
    if (!plan)
        return nothingImported(plan.error());
    if (context.stop.stop_requested())
        return cancelled();
    if (!options.dryRun) {
        DESCANT_CHECK(session->perform(plan->step));
        DESCANT_CHECK(session->flush());
    }
    Answer answer;
    answer.json = {{"added", plan->added},
                   {"changed", plan->changed},
                   {"skipped", plan->skipped},
                   {"problems", toJson(plan->problems)}};
    answer.text = fmt::format("{} added, {} changed, {} there already{}", plan->added, plan->changed, plan->skipped,
                              options.dryRun ? " (tried only: nothing was written)" : "");
    if (!plan->problems.empty())
        answer.text += "\n" + inWords(plan->problems);
    return answer;
}

} // namespace

void addImport(CommandTable& table)
{
    CLI::App* command = table.command("import", "Read a caption corpus into a project: everything, or nothing");
    auto options = std::make_shared<ImportOptions>();
    command->add_option("PROJECT", options->project, "The project file")->required();
    command->add_option("FILE", options->file, "The file to read")->required();
    command->add_option("--format", options->format, "msrvtt")->capture_default_str();
    command->add_option("--media", options->mediaFolder, "Folder with the clips (default: beside FILE)");
    command->add_flag("--dry-run", options->dryRun, "Say what would happen and change nothing");
    table.onRun(command, [options](const Context& context) { return importCorpus(*options, context); });
}

} // namespace descant::cli
