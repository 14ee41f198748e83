// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/assemble_package.h"

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/inference/checkpoints/package_sources.h"
#include "core/inference/tokenizer.h"

namespace descant::inference {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::size_t kLargestTokenizer = std::size_t(64) << 20;

std::string textOr(const json& manifest, const char* key, const std::string& otherwise)
{
    const auto found = manifest.find(key);
    return found != manifest.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

/// Everything but the architecture and the weights.
Result<PackageDraft> draftFrom(const AssembleRequest& request, const PackageSources& sources)
{
    const json& manifest = sources.manifest;
    PackageDraft draft;
    DESCANT_TRY(draft.preprocessing, preprocessingFromJson(manifest.value("preprocessing", json::object())));
    DESCANT_TRY(draft.generation, generationFromJson(manifest.value("generation", json::object())));
    draft.name = request.name.value_or(textOr(manifest, "name", request.out.filename().string()));
    draft.prompt = request.prompt.value_or(textOr(manifest, "prompt", "a video of"));
    draft.version = textOr(manifest, "version", "1");
    draft.licence = textOr(manifest, "licence", "");
    if (const auto source = manifest.find("source"); source != manifest.end() && source->is_array()) {
        for (const json& line : *source)
            draft.source.push_back(line.is_string() ? line.get<std::string>() : line.dump());
    }
    if (const auto card = manifest.find("score_card"); card != manifest.end())
        draft.scoreCard = *card;
    draft.extra = manifest;
    return draft;
}

/// The bytes of spiece.model, which can be read and may doubtfully belong to a model of so many words.
Result<std::string> readTokenizer(const fs::path& path, std::int64_t vocabulary)
{
    DESCANT_TRY(std::string bytes, readFile(path, kLargestTokenizer));
    DESCANT_TRY(const Tokenizer tokenizer, Tokenizer::load(path, vocabulary));
    if (const std::string doubt = tokenizer.doubtAbout(vocabulary); !doubt.empty())
        log::warning("{}: {}", path.string(), doubt);
    return bytes;
}

Outcome<void> assemble(const AssembleRequest& request, std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_TRY(const PackageSources sources, openPackageSources(request, AliasCheck::Compare, stop));
    DESCANT_TRY(Architecture architecture, architectureOf(request, sources));
    DESCANT_TRY(AssemblyPlan plan,
                planAssembly(sources.tensors, std::move(architecture), request.choices, sources.subject.string()));
    DESCANT_TRY(PackageDraft draft, draftFrom(request, sources));
    DESCANT_TRY(
        draft.tokenizer,
        readTokenizer(request.tokenizer.empty() ? sources.tokenizer : request.tokenizer, plan.architecture.t5.vocab));
    draft.architecture = std::move(plan.architecture);
    draft.tensors = std::move(plan.tensors);
    reportPieces(draft.tensors, progress, "Copying weights");
    return writePackage(request.out, std::move(draft), std::move(stop));
}

} // namespace

Outcome<void> assemblePackage(const AssembleRequest& request, std::stop_token stop, const ProgressSink& progress)
{
    try {
        return assemble(request, std::move(stop), progress);
    } catch (const std::exception& problem) {
        return fail(ErrorCode::PackageInvalid, request.out.string(), problem.what());
    }
}

} // namespace descant::inference
