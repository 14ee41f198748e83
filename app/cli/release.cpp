// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/formats/format_table.h"
#include "core/storage/project_file.h"
#include "core/workflows/corpus_release.h"
#include "core/workflows/media_beside.h"

#include <fmt/format.h>

#include <sstream>

namespace descant::cli {
namespace {

using workflows::ClipMode;
using workflows::ReleaseChanges;
using workflows::ReleaseReport;

struct ReleaseCommandOptions {
    std::string project, format = "msrvtt", out, previous, frozen, name, licence, status, clips = "none", folder;
    bool allowLeaks = false;
};

Result<workflows::ReleaseOptions> orderFrom(const ReleaseCommandOptions& options)
{
    workflows::ReleaseOptions order;
    order.format = options.format;
    order.folder = options.out;
    order.name = options.name;
    order.licence = options.licence;
    if (!options.previous.empty())
        order.previous = options.previous;
    if (!options.frozen.empty())
        order.frozen = options.frozen;
    if (!options.status.empty()) {
        order.captions.statuses.clear();
        std::istringstream words(options.status);
        for (std::string word; std::getline(words, word, ',');) {
            const auto status = project::segmentStatusFrom(word);
            if (!status)
                return fail(ErrorCode::UsageWrong, "--status " + word,
                            "there are draft, accepted, reviewed, flagged and rejected");
            order.captions.statuses.insert(*status);
        }
    }
    order.clips = options.clips == "copy" ? ClipMode::Copy
        : options.clips == "encode"       ? ClipMode::Encode
                                          : ClipMode::None;
    order.leaks = options.allowLeaks ? workflows::LeakRule::Allow : workflows::LeakRule::Refuse;
    return order;
}

Json changesOf(const std::optional<ReleaseChanges>& changes)
{
    if (!changes)
        return nullptr;
    return {{"media_added", changes->mediaAdded.size()},
            {"media_removed", changes->mediaRemoved.size()},
            {"added", changes->added.size()},
            {"removed", changes->removed.size()},
            {"text", changes->text.size()},
            {"range", changes->range.size()},
            {"split", changes->split.size()},
            {"status", changes->status.size()},
            {"unchanged", changes->unchanged}};
}

Outcome<Answer> makeRelease(const ReleaseCommandOptions& options, const Context& context)
{
    if (options.project.empty() || options.out.empty())
        return fail(ErrorCode::UsageWrong, "release", "it takes PROJECT and --out, or verify FOLDER",
                    "see descant-cli release --help");
    DESCANT_TRY(workflows::ReleaseOptions order, orderFrom(options));
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(options.project));
    DESCANT_TRY(project::Document document, file.load());
    DESCANT_CHECK(workflows::useMediaBeside(document, options.project, context.stop));
    if (!document.readings().empty()) {
        DESCANT_TRY(const std::vector<project::Step> journal, file.journal());
        DESCANT_TRY(order.agreement, workflows::compareEverybody(document, journal, context.stop, context.progress));
    }
    DESCANT_TRY(const ReleaseReport made, workflows::releaseCorpus(document, order, context.stop, context.progress));
    const workflows::ReleaseManifest& manifest = made.manifest;
    Answer answer;
    Json files = Json::array();
    for (const workflows::ReleaseFile& one : manifest.files)
        files.push_back({{"path", one.path}, {"bytes", one.bytes}, {"sha256", one.sha256}});
    answer.json = {{"out", options.out},
                   {"format", manifest.format},
                   {"media", manifest.counts.media},
                   {"captions", manifest.counts.captions},
                   {"captions_by_split", manifest.counts.captionsOfSplit},
                   {"human", manifest.counts.human},
                   {"from_model", manifest.counts.fromModel},
                   {"edited_from_model", manifest.counts.editedFromModel},
                   {"leaks", manifest.splits.leaks},
                   {"losses", manifest.losses},
                   {"files", std::move(files)},
                   {"changes", changesOf(made.changes)}};
    answer.text = fmt::format("{} captions of {} media in {} files: {}", manifest.counts.captions,
                              manifest.counts.media, manifest.files.size() + 1, options.out);
    for (const std::string& leak : manifest.splits.leaks)
        answer.text += "\n  leaks: " + leak;
    for (const workflows::ClipProblem& problem : made.clipProblems)
        answer.text += fmt::format("\n  not cut: {}: {}", problem.name, problem.message);
    return answer;
}

Outcome<Answer> verify(const ReleaseCommandOptions& options, const Context& context)
{
    DESCANT_TRY(const workflows::ReleaseCheck check, workflows::verifyRelease(options.folder, context.stop));
    Answer answer;
    answer.json = {{"folder", options.folder},
                   {"whole", check.problems.empty()},
                   {"files", check.files},
                   {"problems", check.problems}};
    answer.text = fmt::format("{}: {} files, {}", options.folder, check.files,
                              check.problems.empty() ? "all as they were made" : "not as they were made");
    if (!check.problems.empty())
        answer.error = Error{ErrorCode::HashMismatch, options.folder,
                             fmt::format("{} of its files are not as they were made", check.problems.size()),
                             "get the release again", check.problems};
    return answer;
}

} // namespace

void addRelease(CommandTable& table)
{
    CLI::App* command = table.command("release", "Write a corpus to give away, with manifest, datasheet and changes");
    auto options = std::make_shared<ReleaseCommandOptions>();
    // "release verify FOLDER" comes before "release PROJECT": the first that was
    // asked for runs.
    CLI::App* verified = table.command(command, "verify", "Whether a release is as it was made (exit 1 where not)");
    verified->add_option("FOLDER", options->folder, "The folder of the release")->required();
    table.onRun(verified, [options](const Context& context) { return verify(*options, context); });

    command->add_option("PROJECT", options->project, "The project file");
    command->add_option("--format", options->format, formats::formatNames(formats::FormatUse::Export))
        ->capture_default_str();
    command->add_option("--out", options->out, "The folder to make; it must not be there yet");
    command->add_option("--previous", options->previous,
                        "The folder of the release before: what changed is written down");
    command->add_option("--frozen", options->frozen, "A file of frozen splits, which must hold");
    command->add_option("--name", options->name, "What the release is called (default: as its folder)");
    command->add_option("--licence", options->licence, "The licence of the captions, in words");
    command->add_option("--status", options->status, "Only these, with commas between (default: accepted,reviewed)");
    command->add_option("--clips", options->clips, "copy, encode or none")
        ->check(CLI::IsMember({"copy", "encode", "none"}))
        ->capture_default_str();
    command->add_flag("--allow-leaks", options->allowLeaks,
                      "Write although media that belong together stand in "
                      "different splits; the manifest says so");
    table.onRun(command, [options](const Context& context) { return makeRelease(*options, context); });
}

} // namespace descant::cli
