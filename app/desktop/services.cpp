// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/services.h"

#include "app/desktop/library_models.h"
#include "app/desktop/model_captioning.h"
#include "app/desktop/project_scores.h"
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

std::string firstOf(const std::vector<formats::ImportProblem>& problems)
{
    const formats::ImportProblem& first = problems.front();
    std::string words = (first.line > 0 ? "line " + std::to_string(first.line) + ": " : "") + first.message;
    if (problems.size() > 1)
        words += "; and " + std::to_string(problems.size() - 1) + " more";
    return words;
}

Result<ui::ImportedCorpus> importMsrvtt(const project::Document& document, const std::filesystem::path& path)
{
    auto plan = formats::importMsrvtt(document, path);
    if (!plan) {
        Error error = std::move(plan.error().error);
        if (!plan.error().problems.empty())
            error.detail = firstOf(plan.error().problems);
        return fail(std::move(error));
    }
    std::string words = "Imported " + std::to_string(plan->added)
        + (plan->added == 1 ? " caption from " : " captions from ") + path.filename().string();
    if (plan->skipped > 0)
        words += "; " + std::to_string(plan->skipped) + " were there already";
    if (!plan->problems.empty())
        words += "; " + firstOf(plan->problems);
    return ui::ImportedCorpus{std::move(plan->step), std::move(words)};
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
    services.exportMsrvtt = exportMsrvtt;
    services.importMsrvtt = importMsrvtt;
    services.sampleFolder = shippedFolder(programFolder, "resources/sample");
    return services;
}

} // namespace descant::desktop
