// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/services.h"

#include "app/desktop/library_models.h"
#include "app/desktop/model_captioning.h"
#include "app/desktop/project_corpora.h"
#include "app/desktop/project_releases.h"
#include "app/desktop/project_scores.h"
#include "core/workflows/open_media.h"

#include <system_error>

namespace descant::desktop {
namespace {

constexpr int kThumbnailSide = 256;

/// Nothing in the window stops these, so an outcome is a result.
template <typename T> Result<T> finished(Outcome<T> outcome)
{
    if (outcome)
        return *std::move(outcome);
    if (isCancelled(outcome.error()))
        return fail(ErrorCode::Internal, {}, "stopped");
    return fail(std::get<Error>(std::move(outcome.error())));
}

/// A folder that comes with the program: installed beside it, or in the source tree it was built from.
std::string shippedFolder(const std::filesystem::path& programFolder, const std::string& name)
{
    std::error_code ignored;
    for (const char* place : {"../share/descant", "../../..", "."}) {
        const std::filesystem::path folder = (programFolder / place / name).lexically_normal();
        if (std::filesystem::is_directory(folder, ignored))
            return folder.string();
    }
    return {};
}

} // namespace

ui::WindowServices makeServices(const std::filesystem::path& programFolder)
{
    ui::WindowServices services;
    services.captioning = std::make_shared<ModelCaptioning>();
    services.models = std::make_shared<LibraryModels>();
    services.scores = std::make_shared<ProjectScores>();
    services.readMedium = [](const std::filesystem::path& path) { return finished(workflows::readMedium(path)); };
    services.thumbnail = [](const std::filesystem::path& path) {
        return finished(workflows::readThumbnail(path, kThumbnailSide));
    };
    services.corpora = std::make_shared<ProjectCorpora>();
    services.releases = std::make_shared<ProjectReleases>();
    services.sampleFolder = shippedFolder(programFolder, "resources/sample");
    return services;
}

} // namespace descant::desktop
