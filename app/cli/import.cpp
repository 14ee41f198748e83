// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/formats/corpus.h"
#include "core/formats/format_table.h"
#include "core/formats/id_list.h"
#include "core/workflows/corpus_import.h"

#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <set>

namespace descant::cli {
namespace {

struct ImportOptions {
    std::string project, file, format, media, split, ids;
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

/// The one that is named, or the one that the file's content tells.
Result<const formats::FormatCapability*> formatOf(const ImportOptions& options)
{
    const std::string_view name = options.format.empty() ? formats::detectFormat(options.file) : options.format;
    const formats::FormatCapability* format = formats::findFormat(name);
    if (format != nullptr && format->imports)
        return format;
    std::error_code problem;
    if (options.format.empty() && !std::filesystem::exists(options.file, problem))
        return fail(ErrorCode::FileNotFound, options.file);
    if (options.format.empty())
        return fail(ErrorCode::FormatInvalid, options.file, "its content is that of no known format",
                    "name it with --format: " + formats::formatNames(formats::FormatUse::Import));
    return fail(ErrorCode::FormatUnknown, options.format,
                "this version reads " + formats::formatNames(formats::FormatUse::Import));
}

/// --media is the folder with the clips, or the medium that a file of one medium belongs to.
Result<formats::ImportOptions> importOptions(const ImportOptions& options, const formats::FormatCapability& format)
{
    formats::ImportOptions wanted;
    std::error_code problem;
    const bool isOfOneMedium = format.shape == formats::ExportShape::FileForEachMedium;
    const bool isFolder = !isOfOneMedium || std::filesystem::is_directory(options.media, problem);
    if (isFolder)
        wanted.mediaFolder = options.media;
    else
        wanted.medium = options.media;
    wanted.split = options.split == "val" || options.split == "validation" ? "validate" : options.split;
    if (!options.ids.empty()) {
        DESCANT_TRY(wanted.ids, formats::readIdList(options.ids));
    }
    return wanted;
}

/// The text of a segment or of a proposal; null for what is not there.
Json textIn(const std::optional<project::Entity>& entity)
{
    if (!entity)
        return {};
    if (const auto* segment = std::get_if<project::Segment>(&*entity))
        return segment->text;
    const auto* proposal = std::get_if<project::Proposal>(&*entity);
    return proposal != nullptr ? Json(proposal->text) : Json();
}

/// What a dry run shows of the changes: the first of them, before and after. A model's text is shown where its segment
/// has none of its own.
class Preview : public project::ChangeSink {
public:
    Result<void> add(project::Change change) override
    {
        const project::Entity& entity = change.after ? *change.after : *change.before;
        if (m_list.size() == kMostShown)
            return {};
        if (const auto* segment = std::get_if<project::Segment>(&entity))
            addSegment(change, *segment);
        else if (const auto* proposal = std::get_if<project::Proposal>(&entity))
            addProposal(change, *proposal);
        return {};
    }

    Json take()
    {
        for (const auto& [id, bare] : m_bare) {
            const auto* segment = std::get_if<project::Segment>(&*bare.after);
            if (!m_proposed.contains(id))
                show(bare, segment);
        }
        return std::move(m_list);
    }

private:
    static constexpr std::size_t kMostShown = 200;

    void addSegment(const project::Change& change, const project::Segment& segment)
    {
        if (change.after && segment.text.empty()) {
            m_bare.emplace(segment.id, change); // a proposal may follow
            return;
        }
        m_written.insert(segment.id);
        show(change, &segment);
    }

    void addProposal(const project::Change& change, const project::Proposal& proposal)
    {
        m_proposed.insert(proposal.segmentId);
        if (m_written.contains(proposal.segmentId))
            return;
        const auto bare = m_bare.find(proposal.segmentId);
        show(change, bare == m_bare.end() ? nullptr : std::get_if<project::Segment>(&*bare->second.after));
        if (!m_list.empty())
            m_list.back()["model"] = proposal.modelName;
    }

    void show(const project::Change& change, const project::Segment* at)
    {
        if (m_list.size() == kMostShown)
            return;
        Json one{{"change", change.before ? "changed" : "added"}};
        if (at != nullptr) {
            one["start"] = toSeconds(at->range.start);
            one["end"] = toSeconds(at->range.end);
        }
        one["before"] = textIn(change.before);
        one["after"] = textIn(change.after);
        m_list.push_back(std::move(one));
    }

    Json m_list = Json::array();
    std::map<std::string, project::Change> m_bare; ///< segments without a text, by id
    std::set<std::string> m_written, m_proposed;   ///< ids of segments
};

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
    DESCANT_TRY(const formats::FormatCapability* const format, formatOf(options));
    workflows::CorpusImportOrder order{options.project, options.file, std::string(format->name), {}};
    DESCANT_TRY(order.options, importOptions(options, *format));
    Preview preview;
    DESCANT_TRY(const workflows::CorpusImport done,
                options.dryRun ? workflows::tryImport(order, context.stop, preview)
                               : workflows::importCorpus(order, context.stop));
    if (!done)
        return nothingImported(done.error());
    Answer answer;
    answer.json = {{"format", format->name},
                   {"added", done->added},
                   {"changed", done->changed},
                   {"skipped", done->skipped},
                   {"problems", toJson(done->problems)}};
    if (options.dryRun)
        answer.json["changes"] = preview.take();
    answer.text = fmt::format("{} added, {} changed, {} there already{}", done->added, done->changed, done->skipped,
                              options.dryRun ? " (tried only: nothing was written)" : "");
    if (!done->problems.empty())
        answer.text += "\n" + inWords(done->problems);
    return answer;
}

} // namespace

void addImport(CommandTable& table)
{
    CLI::App* command = table.command("import", "Read a caption corpus into a project: everything, or nothing");
    auto options = std::make_shared<ImportOptions>();
    command->add_option("PROJECT", options->project, "The project file")->required();
    command->add_option("FILE", options->file, "The file to read")->required();
    command->add_option("--format", options->format,
                        formats::formatNames(formats::FormatUse::Import) + " (default: told by the content)");
    command->add_option(
        "--media", options->media,
        "Folder with the clips (default: beside FILE); for subtitles and ELAN the medium, a file or its "
        "name in the project (default: the same base name)");
    command->add_option("--split", options->split, "The split of what the file gives none")
        ->check(CLI::IsMember({"train", "validate", "val", "validation", "test"}));
    command->add_option("--ids", options->ids, "Only these clips: a file with one id a line, or a JSON array");
    command->add_flag("--dry-run", options->dryRun, "Say what would happen and change nothing");
    table.onRun(command, [options](const Context& context) { return importCorpus(*options, context); });
}

} // namespace descant::cli
