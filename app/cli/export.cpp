// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/formats/format_table.h"
#include "core/workflows/corpus_export.h"

#include <fmt/format.h>

#include <sstream>

namespace descant::cli {
namespace {

using project::SegmentStatus;
using workflows::ClipMode;

struct ExportCommandOptions {
    std::string project, format = "msrvtt", out, split, status, clips = "none";
    std::size_t workers = 0, shardMegabytes = 1000;
    bool proposals = false, dryRun = false, spreadsheet = false, allowLeaks = false;
};

const std::set<SegmentStatus>& everyStatus()
{
    static const std::set<SegmentStatus> all{SegmentStatus::Draft, SegmentStatus::Accepted, SegmentStatus::Reviewed,
                                             SegmentStatus::Flagged, SegmentStatus::Rejected};
    return all;
}

/// "accepted", "draft,accepted" or "all".
Result<std::set<SegmentStatus>> statusesFrom(const std::string& text)
{
    if (text == "all")
        return everyStatus();
    std::set<SegmentStatus> statuses;
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, ',');) {
        const auto status = project::segmentStatusFrom(word);
        if (!status)
            return fail(ErrorCode::UsageWrong, "--status " + word,
                        "there are draft, accepted, reviewed, flagged, rejected and all");
        statuses.insert(*status);
    }
    return statuses;
}

/// The names that the format and people use.
std::string splitFrom(const std::string& text) { return text == "val" || text == "validation" ? "validate" : text; }

Json lostOf(const formats::ExportReport& report)
{
    Json lost = Json::object();
    for (const formats::Loss& loss : report.counted)
        lost[loss.what] = loss.count;
    return lost;
}

Json filesOf(const formats::ExportReport& report)
{
    Json files = Json::array();
    for (const std::filesystem::path& file : report.files)
        files.push_back(file.string());
    return files;
}

Result<workflows::CorpusExportOptions> orderFrom(const ExportCommandOptions& options)
{
    workflows::CorpusExportOptions order;
    order.format = options.format;
    order.path = options.out;
    order.clips = options.clips == "copy" ? ClipMode::Copy
        : options.clips == "encode"       ? ClipMode::Encode
                                          : ClipMode::None;
    order.workers = options.workers;
    order.captions.shardBytes = std::uint64_t{options.shardMegabytes} * 1'000'000;
    const formats::FormatCapability* format = formats::findFormat(options.format);
    order.leaks = options.allowLeaks ? workflows::LeakRule::Allow : workflows::LeakRule::Refuse;
    formats::ExportOptions& wanted = order.captions;
    if (!options.status.empty()) {
        DESCANT_TRY(wanted.statuses, statusesFrom(options.status));
    } else if (format != nullptr && format->proposals) {
        wanted.statuses = everyStatus(); // a format that holds everything
    }
    if (!options.split.empty())
        wanted.split = splitFrom(options.split);
    wanted.mode = options.dryRun ? formats::ExportMode::TryOnly : formats::ExportMode::Write;
    if (options.spreadsheet)
        wanted.cells = formats::TableCells::SpreadsheetSafe;
    if (options.proposals)
        wanted.modelText = formats::ModelText::WhereNothingElse;
    return order;
}

Json toJson(const workflows::ClipExportReport& clips)
{
    Json problems = Json::array();
    for (const workflows::ClipProblem& problem : clips.problems)
        problems.push_back({{"name", problem.name}, {"message", problem.message}, {"clips", problem.clips}});
    return {{"folder", clips.folder.string()}, {"cut", clips.cut},     {"kept", clips.kept},
            {"encoded", clips.encoded},        {"bytes", clips.bytes}, {"problems", problems}};
}

/// What was cut, and an error when some of it could not be.
void addClips(Answer& answer, const workflows::ClipExportReport& clips)
{
    answer.json["clips"] = toJson(clips);
    answer.text += fmt::format("\n{} clips cut, {} there already, in {}", clips.cut, clips.kept, clips.folder.string());
    if (clips.problems.empty())
        return;
    Error error{ErrorCode::EncodingFailed, clips.folder.string(), {}, "see the list; the other clips are whole"};
    std::size_t lost = 0;
    for (const workflows::ClipProblem& problem : clips.problems) {
        lost += problem.clips;
        error.items.push_back(problem.name + ": " + problem.message);
        answer.text += "\n  not cut: " + error.items.back();
    }
    error.detail = fmt::format("{} of {} clips could not be cut", lost, lost + clips.cut + clips.kept);
    answer.error = std::move(error);
}

Answer answerOf(const workflows::CorpusExportReport& done, const ExportCommandOptions& options)
{
    const formats::ExportReport& report = done.captions;
    Answer answer;
    answer.json = {{"format", options.format},      {"out", options.out},      {"videos", report.videos},
                   {"sentences", report.sentences}, {"losses", report.losses}, {"lost", lostOf(report)},
                   {"files", filesOf(report)},      {"leaks", done.leaks}};
    answer.text = fmt::format("{} sentences for {} videos {} to {}", report.sentences, report.videos,
                              options.dryRun ? "would be written" : "written", options.out);
    for (const std::string& loss : report.losses)
        answer.text += "\n  not written: " + loss;
    for (const std::string& leak : done.leaks)
        answer.text += "\n  leaks: " + leak;
    if (options.clips != "none" && !options.dryRun)
        addClips(answer, done.clips);
    return answer;
}

Outcome<Answer> exportProject(const ExportCommandOptions& options, const RunExport& run, const Context& context)
{
    DESCANT_TRY(const workflows::CorpusExportOptions order, orderFrom(options));
    DESCANT_TRY(const workflows::CorpusExportReport done, run(options.project, order, context.stop, context.progress));
    return answerOf(done, options);
}

} // namespace

void addExport(CommandTable& table, const RunExport& run)
{
    CLI::App* command = table.command("export", "Write a project's captions in an exchange format");
    auto options = std::make_shared<ExportCommandOptions>();
    command->add_option("PROJECT", options->project, "The project file")->required();
    command->add_option("--format", options->format, formats::formatNames(formats::FormatUse::Export))
        ->capture_default_str();
    command
        ->add_option("--out", options->out, "The file to write; a folder where the format has a file for each medium")
        ->required();
    command->add_flag("--dry-run", options->dryRun,
                      "Say what would be written and what would be lost, and write nothing");
    command->add_flag("--spreadsheet", options->spreadsheet,
                      "Tables: keep spreadsheets from taking cells for formulas (an import takes it back)");
    command->add_option("--split", options->split, "Only this split: train (with what has none), validate or test")
        ->check(CLI::IsMember({"train", "validate", "val", "validation", "test"}));
    command->add_option("--status", options->status,
                        "Only these, with commas between, or all (default: accepted,reviewed)");
    command->add_flag("--allow-leaks", options->allowLeaks,
                      "Write although media that belong together stand in different splits");
    command->add_flag("--proposals", options->proposals,
                      "Where nobody has written a text, write the model's best proposal");
    command
        ->add_option("--clips", options->clips,
                     "Cut a file for each clip: copy (at keyframes, nothing encoded), encode (exact) or none")
        ->check(CLI::IsMember({"copy", "encode", "none"}))
        ->capture_default_str();
    command->add_option("--workers", options->workers, "Clips that are cut at the same time (default: by processors)")
        ->check(CLI::Range(1, 16));
    command->add_option("--shard-size", options->shardMegabytes, "webdataset: megabytes of a shard")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    table.onRun(command, [options, run](const Context& context) { return exportProject(*options, run, context); });
}

} // namespace descant::cli
