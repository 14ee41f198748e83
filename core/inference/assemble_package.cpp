// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/assemble_package.h"

#include "core/base/file.h"
#include "core/base/log.h"
#include "core/inference/internal/element_conversion.h"
#include "core/inference/internal/package_manifest.h"
#include "core/inference/internal/stored_tensors.h"
#include "core/inference/json_file.h"
#include "core/inference/tokenizer.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::inference {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::size_t kLargestTokenizer = std::size_t(64) << 20;

struct Sources {
    std::vector<fs::path> weights;
    fs::path tokenizer;
    json manifest = json::object();
};

Result<Sources> findSources(const AssembleRequest& request)
{
    Sources sources;
    sources.tokenizer = request.tokenizer;
    if (!fs::exists(request.weights))
        return fail(ErrorCode::FileNotFound, request.weights.string());
    const bool folder = fs::is_directory(request.weights);
    const fs::path home = folder ? request.weights : request.weights.parent_path();
    if (folder) {
        for (const auto& entry : fs::directory_iterator(request.weights)) {
            if (entry.path().extension() == ".safetensors")
                sources.weights.push_back(entry.path());
        }
        std::sort(sources.weights.begin(), sources.weights.end());
    } else {
        sources.weights.push_back(request.weights);
    }
    if (sources.weights.empty())
        return fail(ErrorCode::PackageIncomplete, request.weights.string(), "there are no weights (*.safetensors)");
    if (fs::exists(home / kManifestName)) {
        DESCANT_TRY(sources.manifest, readJson(home / kManifestName, ErrorCode::PackageInvalid));
    }
    if (!sources.manifest.is_object())
        return fail(ErrorCode::PackageInvalid, (home / kManifestName).string(), "it is not an object");
    if (sources.tokenizer.empty())
        sources.tokenizer = home / kTokenizerName;
    return sources;
}

std::string textOr(const json& manifest, const char* key, const std::string& otherwise)
{
    const auto found = manifest.find(key);
    return found != manifest.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

Result<PackageDraft> draftFrom(const AssembleRequest& request, const Sources& sources)
{
    PackageDraft draft;
    json architecture = sources.manifest.value("architecture", json::object());
    if (request.architecture) {
        // Where the whole manifest is given, its "architecture" is meant.
        const json& given = *request.architecture;
        architecture.merge_patch(given.is_object() && given.contains("architecture") ? given["architecture"] : given);
    }
    DESCANT_TRY(draft.architecture, architectureFromJson(architecture));
    DESCANT_TRY(draft.preprocessing, preprocessingFromJson(sources.manifest.value("preprocessing", json::object())));
    DESCANT_TRY(draft.generation, generationFromJson(sources.manifest.value("generation", json::object())));
    draft.name = request.name.value_or(textOr(sources.manifest, "name", request.out.filename().string()));
    draft.prompt = request.prompt.value_or(textOr(sources.manifest, "prompt", "a video of"));
    draft.version = textOr(sources.manifest, "version", "1");
    draft.licence = textOr(sources.manifest, "licence", "");
    if (const auto source = sources.manifest.find("source"); source != sources.manifest.end() && source->is_array()) {
        for (const json& line : *source)
            draft.source.push_back(line.is_string() ? line.get<std::string>() : line.dump());
    }
    if (const auto card = sources.manifest.find("score_card"); card != sources.manifest.end())
        draft.scoreCard = *card;
    draft.extra = sources.manifest;
    DESCANT_TRY(draft.tokenizer, readFile(sources.tokenizer, kLargestTokenizer));
    const std::int64_t vocabulary = draft.architecture.t5.vocab;
    DESCANT_TRY(const Tokenizer tokenizer, Tokenizer::load(sources.tokenizer, vocabulary));
    if (const std::string doubt = tokenizer.doubtAbout(vocabulary); !doubt.empty())
        log::warning("{}: {}", sources.tokenizer.string(), doubt);
    return draft;
}

ElementType storedAs(ElementType type, AssembleRequest::Elements elements)
{
    using Elements = AssembleRequest::Elements;
    switch (elements) {
    case Elements::Fp32:
        return ElementType::F32;
    case Elements::Bf16:
        return ElementType::BF16;
    case Elements::Fp16:
        return ElementType::F16;
    case Elements::AsStored:
        break;
    }
    return type;
}

/// Copies one tensor on demand, converted.
TensorToWrite copyOf(const SafetensorsFile& file, const PackageTensor& tensor, ElementType type,
                     std::function<void()> begun)
{
    const auto fill = [&file, &entry = tensor.entry, type, begun](std::span<std::byte> target) -> Result<void> {
        begun();
        std::vector<std::byte> bytes(entry.bytes);
        DESCANT_CHECK(file.read(entry, bytes));
        convertElements(bytes, entry.type, target, type);
        return {};
    };
    return {tensor.name, type, tensor.entry.shape, fill};
}

bool hasLora(const StoredTensors& stored)
{
    return std::any_of(stored.tensors.begin(), stored.tensors.end(),
                       [](const PackageTensor& tensor) { return tensor.name.find(".lora_") != std::string::npos; });
}

/// `count` times the same number.
TensorToWrite constantTensor(const std::string& name, std::int64_t count, float value, ElementType type)
{
    const auto fill = [count, value, type](std::span<std::byte> target) -> Result<void> {
        const std::vector<float> values(static_cast<std::size_t>(count), value);
        convertElements(std::as_bytes(std::span(values)), ElementType::F32, target, type);
        return {};
    };
    return {name, type, {count}, fill};
}

/// A BEATs that is kept in a model that does not hear, for training to begin from, gets the norm that training begins
/// with.
void addAudioNorm(PackageDraft& draft, const StoredTensors& stored, AssembleRequest::Elements elements)
{
    const auto has = [&](const char* name) {
        return std::any_of(stored.tensors.begin(), stored.tensors.end(),
                           [&](const PackageTensor& tensor) { return tensor.name == name; });
    };
    if (draft.architecture.hears() || !has("audio_encoder.patch_embedding.weight") || has("ln_audio.weight"))
        return;
    const std::int64_t width = draft.architecture.beats.hidden;
    draft.tensors.push_back(constantTensor("ln_audio.weight", width, 1.0F, storedAs(ElementType::F32, elements)));
    draft.tensors.push_back(constantTensor("ln_audio.bias", width, 0.0F, storedAs(ElementType::F32, elements)));
}

Outcome<void> assemble(const AssembleRequest& request, std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_TRY(const Sources sources, findSources(request));
    DESCANT_TRY(PackageDraft draft, draftFrom(request, sources));
    std::vector<SafetensorsFile> files;
    for (const fs::path& path : sources.weights) {
        DESCANT_TRY(SafetensorsFile file, SafetensorsFile::open(path));
        files.push_back(std::move(file));
    }
    DESCANT_TRY(const StoredTensors stored, gatherTensors(files));
    DESCANT_CHECK(checkSecondNames(files, stored, stop));
    // A configuration may describe LoRA that these weights were never trained with, or have merged.
    if (!hasLora(stored))
        draft.architecture.lora.reset();
    std::size_t done = 0;
    const auto begun = [&, count = static_cast<double>(stored.tensors.size())] {
        report(progress, "Copying weights", static_cast<double>(done++) / count);
    };
    for (const PackageTensor& tensor : stored.tensors)
        draft.tensors.push_back(
            copyOf(files[tensor.file], tensor, storedAs(tensor.entry.type, request.elements), begun));
    addAudioNorm(draft, stored, request.elements);
    return writePackage(request.out, std::move(draft), stop);
}

} // namespace

Outcome<void> assemblePackage(const AssembleRequest& request, std::stop_token stop, const ProgressSink& progress)
{
    try {
        return assemble(request, stop, progress);
    } catch (const std::exception& problem) {
        return fail(ErrorCode::PackageInvalid, request.weights.string(), problem.what());
    }
}

} // namespace descant::inference
