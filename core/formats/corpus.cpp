// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/corpus.h"

#include "core/base/identifier.h"
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/corpus_planner.h"
#include "core/formats/internal/format.h"
#include "core/formats/msrvtt.h"

#include <fstream>
#include <unordered_map>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kLargestFile = std::uintmax_t{4} << 30;

/// Files are untrusted; folders are looked into by their reader.
Result<void> checkReadable(const fs::path& path)
{
    std::error_code problem;
    if (fs::is_directory(path, problem))
        return {};
    if (!fs::is_regular_file(path, problem))
        return fail(fs::exists(path, problem) ? ErrorCode::FileNotReadable : ErrorCode::FileNotFound, path.string());
    if (fs::file_size(path, problem) > kLargestFile)
        return fail(ErrorCode::FileNotReadable, path.string(), "it is larger than 4 GiB");
    if (!std::ifstream(path))
        return fail(ErrorCode::FileNotReadable, path.string());
    return {};
}

tl::unexpected<ImportFailure> failedWith(Error error)
{
    const std::string message = describe(error);
    return tl::unexpected(ImportFailure{std::move(error), {{0, message}}});
}

tl::expected<const Format*, ImportFailure> readableFormat(std::string_view name, const fs::path& path)
{
    if (const auto readable = checkReadable(path); !readable)
        return failedWith(readable.error());
    const std::string_view wanted = name.empty() ? detectFormat(path) : name;
    const Format* format = formatNamed(wanted);
    if (format == nullptr || !format->capability.imports)
        return failedWith({ErrorCode::FormatUnknown, name.empty() ? path.string() : std::string(name),
                           "this version reads " + formatNames(FormatUse::Import)});
    return format;
}

class CollectedChanges : public project::ChangeSink {
public:
    Result<void> add(project::Change change) override
    {
        changes.push_back(std::move(change));
        return {};
    }
    std::vector<project::Change> changes;
};

/// Collects captions by clip.
class ClipCollector : public CorpusSink {
public:
    explicit ClipCollector(const ImportOptions& options) : m_options(options) { }

    void caption(CorpusCaption caption) override
    {
        if (m_options.ids && !m_options.ids->contains(caption.clip))
            return;
        if (!isUtf8(caption.text) || !isUtf8(caption.clip))
            return error(caption.line, "it is not UTF-8");
        if (caption.clip.empty()) // the format knows stretches of files, not clips
            caption.clip =
                caption.range ? stretchName(caption.file, *caption.range) : fs::path(caption.file).stem().string();
        const auto [found, isNew] = m_indexOf.emplace(caption.clip, m_clips.size());
        if (isNew)
            m_clips.push_back({caption.clip, {}});
        m_clips[found->second].captions.push_back(std::move(caption.text));
    }
    void clip(std::size_t, const std::string&) override { }
    void fileMembers(nlohmann::json) override { }
    void error(std::size_t line, std::string message) override { m_errors.add(line, std::move(message)); }
    void warning(std::size_t, std::string) override { }

    tl::expected<std::vector<ClipCaptions>, ImportFailure> finish(const fs::path& path)
    {
        if (!m_errors.empty())
            return importFailed(path, m_errors.take());
        return std::move(m_clips);
    }

private:
    const ImportOptions& m_options;
    std::unordered_map<std::string, std::size_t> m_indexOf;
    std::vector<ClipCaptions> m_clips;
    ProblemList m_errors;
};

} // namespace

tl::expected<std::vector<ClipCaptions>, ImportFailure> readCaptions(const fs::path& path, std::string_view format,
                                                                    const ImportOptions& options)
{
    const auto found = readableFormat(format, path);
    if (!found)
        return tl::unexpected(found.error());
    ClipCollector collector(options);
    (*found)->read(path, options, collector);
    return collector.finish(path);
}

tl::expected<ImportSummary, ImportFailure> importCorpus(const project::ProjectView& document, std::string_view format,
                                                        const fs::path& path, const ImportOptions& options,
                                                        project::ChangeSink& changes)
{
    const auto found = readableFormat(format, path);
    if (!found)
        return tl::unexpected(found.error());
    if ((*found)->plan == planJsonl && (options.ids || !options.split.empty()))
        return failedWith({ErrorCode::UsageWrong, "jsonl", "its file says the splits, and is taken whole",
                           "leave the list of ids and the split out"});
    if ((*found)->plan != nullptr)
        return (*found)->plan(document, path, options, changes);
    CorpusPlanner planner(document, std::string((*found)->capability.name), corpusFolders(path, options.mediaFolder),
                          options, changes);
    (*found)->read(path, options, planner);
    return planner.finish(path);
}

project::Step importStep(const fs::path& path)
{
    project::Step step;
    step.id = newIdentifier();
    step.name = "Import " + path.filename().string();
    step.time = timestampNow();
    return step;
}

tl::expected<ImportPlan, ImportFailure> importCorpus(const project::ProjectView& document, std::string_view format,
                                                     const fs::path& path, const ImportOptions& options)
{
    CollectedChanges changes;
    auto summary = importCorpus(document, format, path, options, changes);
    if (!summary)
        return tl::unexpected(std::move(summary.error()));
    ImportPlan plan{*std::move(summary), importStep(path)};
    plan.step.changes = std::move(changes.changes);
    return plan;
}

Result<ExportReport> exportCorpus(const project::ProjectView& document, std::string_view format, const fs::path& path,
                                  const ExportOptions& options)
try {
    const Format* found = formatNamed(format);
    if (found == nullptr || !found->capability.exports)
        return fail(ErrorCode::FormatUnknown, std::string(format),
                    "this version writes " + formatNames(FormatUse::Export));
    if (found->exportAll != nullptr)
        return found->exportAll(document, path, options);
    ExportSource source(document, found->capability, options);
    const bool hasAnything = source.hasAnything();
    DESCANT_CHECK(document.readState());
    if (!hasAnything)
        return fail(ErrorCode::NothingToExport, path.string());
    DESCANT_CHECK(found->write(source, path));
    DESCANT_CHECK(document.readState());
    return source.report();
} catch (const nlohmann::json::exception& problem) {
    // `extra` comes from a project file, which may hold anything.
    return fail(ErrorCode::ProjectDamaged, path.string(),
                std::string("what an import kept is not readable: ") + problem.what());
}

} // namespace descant::formats
