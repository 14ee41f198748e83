// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/media_beside.h"

#include "core/project/edits.h"
#include "core/workflows/media_places.h"
#include "core/workflows/open_media.h"

#include <optional>
#include <system_error>
#include <utility>

namespace descant::workflows {
namespace {

namespace fs = std::filesystem;
using ReadFile = std::function<Result<project::Medium>(const fs::path&)>;

std::optional<project::Medium> recognised(const project::Medium& known, const fs::path& file, const ReadFile& read)
{
    std::error_code ignored;
    if (!fs::is_regular_file(file, ignored))
        return std::nullopt;
    Result<project::Medium> medium = read(file);
    if (!medium || (!known.fingerprint.empty() && medium->fingerprint != known.fingerprint))
        return std::nullopt;
    medium->id = known.id;
    medium->extra = known.extra;
    return *std::move(medium);
}

} // namespace

std::vector<project::Medium> mediaBeside(const std::vector<project::Medium>& media, const fs::path& projectFile,
                                         const ReadFile& read)
{
    std::vector<project::Medium> found;
    for (const project::Medium& medium : media) {
        std::optional<project::Medium> file;
        for (const fs::path& place : placesBeside(medium, projectFile)) {
            if (!file)
                file = recognised(medium, place, read);
        }
        if (file)
            found.push_back(*std::move(file));
    }
    return found;
}

Outcome<project::Step> stepToMediaBeside(const project::Document& document, const fs::path& projectFile,
                                         std::stop_token stop)
{
    std::vector<project::Medium> media;
    for (const project::Medium* medium : document.media())
        media.push_back(*medium);
    auto found = mediaBeside(media, projectFile, [&](const fs::path& file) -> Result<project::Medium> {
        Outcome<project::Medium> medium = readMedium(file, stop);
        if (medium)
            return *std::move(medium);
        return fail(ErrorCode::NotMedia, file.string()); // or stopped, which is told below
    });
    if (stop.stop_requested())
        return cancelled();
    if (found.empty())
        return project::Step{};
    DESCANT_TRY(project::Step step, project::replaceMedia(document, std::move(found)));
    return step;
}

Outcome<void> useMediaBeside(project::Document& document, const fs::path& projectFile, std::stop_token stop)
{
    DESCANT_TRY(const project::Step step, stepToMediaBeside(document, projectFile, stop));
    DESCANT_CHECK(document.apply(step));
    return {};
}

} // namespace descant::workflows
