// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/corpus_export.h"

#include "core/formats/corpus.h"
#include "core/formats/format_table.h"
#include "core/storage/project_file.h"
#include "core/workflows/corpus_splits.h"
#include "core/workflows/media_beside.h"
#include "core/workflows/progress_part.h"

#include <memory>
#include <utility>

namespace descant::workflows {

namespace fs = std::filesystem;

using formats::ClipPlace;
using formats::ExportMode;
using formats::FormatCapability;

namespace {

constexpr double kCuttingShare = 0.95; ///< of the time of an export with clips

/// What can be refused before any work.
Result<const FormatCapability*> formatFor(const CorpusExportOptions& options)
{
    const FormatCapability* format = formats::findFormat(options.format);
    if (format == nullptr || !format->exports)
        return fail(ErrorCode::FormatUnknown, options.format,
                    "this version writes " + formats::formatNames(formats::FormatUse::Export));
    if (options.clips != ClipMode::None && format->shape == formats::ExportShape::FileForEachMedium)
        return fail(ErrorCode::NotSupported, "clips", std::string(format->title) + " goes along with a whole medium",
                    "leave the clips out, or choose a format of corpora");
    return format;
}

/// The clips as the export will name them.
Result<std::vector<formats::ExportedClip>> clipsOf(const project::ProjectView& project,
                                                   const CorpusExportOptions& options)
{
    std::vector<formats::ExportedClip> clips;
    formats::ExportOptions tried = options.captions;
    tried.mode = ExportMode::TryOnly;
    tried.onClip = [&](const formats::ExportedClip& clip) { clips.push_back(clip); };
    DESCANT_CHECK(formats::exportCorpus(project, options.format, options.path, tried));
    return clips;
}

/// What is in the files of a corpus need not lie beside them too.
void removePacked(const ClipExportReport& clips)
{
    std::error_code gone;
    for (const auto& [id, file] : clips.files)
        fs::remove(file.path, gone);
    fs::remove(clips.folder / kClipManifest, gone);
    fs::remove(clips.folder, gone); // when it is empty
}

/// What leaks, in words; an error where that is not allowed. By what is known: no file is looked through for it.
Outcome<std::vector<std::string>> leaksOf(const project::ProjectView& document, const CorpusExportOptions& options,
                                          const std::stop_token& stop, const ProgressSink& progress)
{
    const bool splitsGoOut = formats::findFormat(options.format)->split || options.captions.split.has_value();
    if (!splitsGoOut)
        return std::vector<std::string>{};
    DESCANT_TRY(const SplitReport found, checkSplitsForExport(document, {}, stop, progress));
    if (found.isTight())
        return std::vector<std::string>{};
    Error error = leakError(found, options.path.string());
    error.advice = "bring them together with \"splits plan\", or allow it with --allow-leaks";
    if (options.leaks == LeakRule::Refuse && options.captions.mode == formats::ExportMode::Write)
        return fail(std::move(error));
    return std::move(error.items);
}

} // namespace

fs::path clipFolderOf(const CorpusExportOptions& options)
{
    const FormatCapability* format = formats::findFormat(options.format);
    const ClipPlace place = format ? format->clips : ClipPlace::Beside;
    std::error_code problem;
    if (place == ClipPlace::Inside)
        return options.path;
    if (place == ClipPlace::Packed)
        return options.path / "clips.part";
    if (fs::is_directory(options.path, problem))
        return options.path / "clips";
    return options.path.parent_path() / (options.path.stem().string() + "_clips");
}

Outcome<CorpusExportReport> exportCorpus(const project::ProjectView& project, const CorpusExportOptions& options,
                                         const std::stop_token& stop, const ProgressSink& progress)
{
    DESCANT_TRY(const FormatCapability* const format, formatFor(options));
    if (stop.stop_requested())
        return cancelled();
    CorpusExportReport done;
    DESCANT_TRY(done.leaks, leaksOf(project, options, stop, progress));
    formats::ExportOptions captions = options.captions;
    if (options.clips != ClipMode::None && captions.mode == ExportMode::Write) {
        DESCANT_TRY(const std::vector<formats::ExportedClip> clips, clipsOf(project, options));
        const ClipExportOptions order{clipFolderOf(options), options.clips, options.workers};
        DESCANT_TRY(done.clips, exportClips(project, clips, order, stop, partOf(progress, 0.0, kCuttingShare)));
        captions.clipFiles = std::make_shared<const formats::ClipFiles>(done.clips.files);
    }
    report(progress, "Writing captions", options.clips == ClipMode::None ? -1.0 : kCuttingShare);
    DESCANT_TRY(done.captions, formats::exportCorpus(project, options.format, options.path, captions));
    if (format->clips == ClipPlace::Packed && done.clips.problems.empty())
        removePacked(done.clips);
    return done;
}

Outcome<CorpusExportReport> exportProject(const fs::path& project, const CorpusExportOptions& options,
                                          std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(project));
    DESCANT_TRY(project::Document document, file.load());
    DESCANT_CHECK(useMediaBeside(document, project, stop));
    return exportCorpus(document, options, stop, progress);
}

} // namespace descant::workflows
