// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/services.h"

#include "app/desktop/model_captioning.h"
#include "core/formats/msrvtt.h"
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

Result<std::string> exportMsrvtt(const project::Document& document, const std::filesystem::path& path)
{
    DESCANT_TRY(const formats::ExportReport report, formats::exportMsrvtt(document, path));
    std::string words = "Exported " + std::to_string(report.sentences)
        + (report.sentences == 1 ? " caption" : " captions") + " to " + path.filename().string();
    for (const std::string& loss : report.losses)
        words += "; " + loss;
    return words;
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
    services.readMedium = [](const std::filesystem::path& path) { return finished(workflows::readMedium(path)); };
    services.thumbnail = [](const std::filesystem::path& path) {
        return finished(workflows::readThumbnail(path, kThumbnailSide));
    };
    services.exportMsrvtt = exportMsrvtt;
    services.demoModel = shippedFolder(programFolder, "models/demo");
    services.sampleFolder = shippedFolder(programFolder, "resources/sample");
    return services;
}

} // namespace descant::desktop
