// SPDX-License-Identifier: GPL-3.0-or-later
// No media here: programs without the media libraries are linked with it.
#include "core/workflows/caption_export.h"

#include "core/formats/corpus.h"
#include "core/formats/format_table.h"
#include "core/storage/project_file.h"
#include "core/storage/project_rows.h"
#include "core/workflows/media_places.h"
#include "core/workflows/split_settings.h"

#include <algorithm>
#include <memory>

namespace descant::workflows {

namespace fs = std::filesystem;

namespace {

/// Whether mediaBeside() would have to look into files.
bool mayLieBeside(const project::ProjectView& document, const fs::path& projectFile)
{
    const auto isThere = [](const fs::path& place) {
        std::error_code ignored;
        return fs::exists(place, ignored);
    };
    const std::vector<const project::Medium*> media = document.media();
    return std::any_of(media.begin(), media.end(), [&](const project::Medium* medium) {
        const std::vector<fs::path> places = placesBeside(*medium, projectFile);
        return std::any_of(places.begin(), places.end(), isThere);
    });
}

} // namespace

Outcome<std::optional<CorpusExportReport>> exportCaptions(const fs::path& project, const CorpusExportOptions& options,
                                                          std::stop_token stop)
{
    std::optional<CorpusExportReport> done;
    const formats::FormatCapability* format = formats::findFormat(options.format);
    if (format == nullptr || options.clips != ClipMode::None)
        return done;
    DESCANT_TRY(const storage::ProjectFile file, storage::ProjectFile::open(project));
    DESCANT_TRY(const std::unique_ptr<storage::ProjectRows> rows, storage::ProjectRows::open(project));
    if (mayLieBeside(*rows, project))
        return done;
    if (format->split || options.captions.split) {
        DESCANT_TRY(const bool isTight, isSurelyTight(*rows, {}));
        if (!isTight)
            return done;
    }
    if (stop.stop_requested())
        return cancelled();
    DESCANT_TRY(formats::ExportReport captions,
                formats::exportCorpus(*rows, options.format, options.path, options.captions));
    done.emplace();
    done->captions = std::move(captions);
    return done;
}

} // namespace descant::workflows
