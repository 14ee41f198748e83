// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/found_sources.h"

#include "core/base/file.h"
#include "core/inference/checkpoints/mapped_tensors.h"
#include "core/inference/internal/package_manifest.h"
#include "core/inference/json_file.h"
#include "core/inference/tokenizer.h"

#include <fmt/format.h>

#include <algorithm>

namespace descant::inference {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr const char* kConfigName = "config.json";
constexpr const char* kShardIndexName = "model.safetensors.index.json";
constexpr std::size_t kMostSources = 32;
constexpr std::size_t kMostEntries = 10'000;
constexpr std::size_t kLargestReadme = std::size_t(1) << 20;
constexpr std::size_t kLongestLicence = 64;
/// More words than any T5 has: whether a tokenizer fits its model is asked once the model is known.
constexpr std::int64_t kAnyVocabulary = std::int64_t(1) << 20;

bool isFile(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

bool isFolder(const fs::path& path)
{
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

bool isHub(const fs::path& folder) { return isFile(folder / kConfigName) || isFile(folder / kShardIndexName); }

/// Of a file, or of the weights in a folder.
std::uint64_t bytesOf(const fs::path& path)
{
    std::error_code ignored;
    if (!isFolder(path))
        return fs::file_size(path, ignored);
    std::uint64_t bytes = 0;
    for (const auto& entry : fs::directory_iterator(path, ignored)) {
        if (entry.is_regular_file(ignored))
            bytes += entry.file_size(ignored);
    }
    return bytes;
}

/// The licence that the head of a hub folder's README.md names.
std::string hubLicence(const fs::path& folder)
{
    const auto readme = readFile(folder / "README.md", kLargestReadme);
    if (!readme || !readme->starts_with("---"))
        return {};
    const std::string head = readme->substr(0, readme->find("\n---", 3));
    for (const char* key : {"\nlicense:", "\nlicence:"}) {
        const std::size_t found = head.find(key);
        if (found == std::string::npos)
            continue;
        const std::size_t from = head.find_first_not_of(" \t\"'", found + std::string_view(key).size());
        const std::size_t to = head.find_first_of("\r\n\"'", from);
        const std::string words = from == std::string::npos ? "" : head.substr(from, to - from);
        const bool plain = std::all_of(words.begin(), words.end(), [](unsigned char c) { return c >= 32 && c < 127; });
        return plain && words.size() <= kLongestLicence ? words : "";
    }
    return {};
}

/// Which parts of a model a checkpoint has, by our names.
struct Parts {
    explicit Parts(const MappedTensors& mapped)
    {
        for (const auto& [name, tensor] : mapped.tensors()) {
            speaks = speaks || (name.starts_with("language_model.") && name.find(".lora_") == std::string::npos);
            asks = asks || name.starts_with("query_tokens") || name.starts_with("qformer");
            sees = sees || name == "vision_model.embeddings.class_embedding";
            hears = hears || name == "audio_encoder.patch_embedding.weight";
        }
    }
    bool speaks = false, asks = false, sees = false, hears = false;
    bool whole() const { return speaks && (sees || hears); }
};

KeyDialect dialectIn(const TensorSource& source)
{
    std::vector<std::string> names;
    for (const SourceTensor& tensor : source.tensors())
        names.push_back(tensor.name);
    return dialectOf(names);
}

SourceKind kindOf(const TensorSource& source, const Parts& parts)
{
    if (parts.whole())
        return dialectIn(source) == KeyDialect::Lavis ? SourceKind::AuthorsFile : SourceKind::Weights;
    if (parts.asks)
        return SourceKind::TrainedPart;
    return parts.hears && !parts.speaks ? SourceKind::Beats : SourceKind::Unknown;
}

/// What the tensors of a checkpoint tell.
Result<void> lookInside(FoundSource& found, const TensorSource& source)
{
    MappedTensors mapped;
    DESCANT_CHECK(mapped.add(source));
    mapped.trustAliases();
    const Parts parts(mapped);
    if (found.kind == SourceKind::Unknown)
        found.kind = kindOf(source, parts);
    for (const auto& [name, tensor] : mapped.tensors()) {
        for (const auto& part : {tensor.whole, tensor.queryBias, tensor.valueBias}) {
            if (!part)
                continue;
            found.parameters += static_cast<std::int64_t>(part->tensor().elements());
            found.elements.insert(elementName(part->tensor().type));
        }
        if (name.ends_with(".lora_A.weight"))
            found.lora = FoundSource::Lora::With;
    }
    if (parts.asks)
        found.variant = architectureFromShapes(mapped.shapes()).value("variant", "");
    if (found.kind == SourceKind::Unknown)
        return fail(ErrorCode::CheckpointInvalid, found.path.string(),
                    "its tensors are not those of a BLIP-2, a Q-Former or a BEATs",
                    "pick a training file, BLIP-2's hub folder, a BEATs file or a model package");
    return {};
}

Result<void> lookAtPackage(FoundSource& found)
{
    found.kind = SourceKind::Package;
    DESCANT_TRY(const ModelPackage package, ModelPackage::open(found.path));
    found.variant = variantName(package.architecture().variant);
    found.licence = package.licence();
    found.lora = package.architecture().lora ? FoundSource::Lora::With : FoundSource::Lora::Without;
    for (const PackageTensor& tensor : package.tensors()) {
        found.parameters += tensor.entry.elements();
        found.elements.insert(elementName(tensor.entry.type));
    }
    return {};
}

Result<void> lookAtHub(FoundSource& found)
{
    found.kind = SourceKind::HubFolder;
    found.licence = hubLicence(found.path);
    if (isFile(found.path / kConfigName)) {
        DESCANT_TRY(const json config, readJson(found.path / kConfigName, ErrorCode::ArchitectureInvalid));
        auto told = architectureFromHubConfig(config);
        if (!told) {
            told.error().subject = (found.path / kConfigName).string();
            return fail(std::move(told.error()));
        }
    }
    if (!missingShards(found.path).empty())
        return {}; // listed one by one
    DESCANT_TRY(const std::unique_ptr<TensorSource> source, openSafetensorsSource(found.path));
    return lookInside(found, *source);
}

Result<void> lookAtFile(FoundSource& found)
{
    if (found.path.extension() == ".model") {
        found.kind = SourceKind::Tokenizer;
        DESCANT_TRY(const Tokenizer tokenizer, Tokenizer::load(found.path, kAnyVocabulary));
        return {};
    }
    DESCANT_TRY(const std::unique_ptr<TensorSource> source, openTensorSource(found.path));
    return lookInside(found, *source);
}

Result<void> look(FoundSource& found)
{
    if (isFile(found.path / kManifestName))
        return lookAtPackage(found);
    if (isFolder(found.path))
        return lookAtHub(found);
    return lookAtFile(found);
}

/// Whether an entry of a folder may be of use; what is not a regular file or a folder never is.
bool isCandidate(const fs::path& path)
{
    if (isFolder(path))
        return isFile(path / kManifestName) || isHub(path);
    const std::string kind = path.extension().string();
    return isFile(path)
        && (kind == ".pth" || kind == ".pt" || kind == ".safetensors" || path.filename() == kTokenizerName);
}

/// In order of their names. A hub folder stands for its own *.safetensors.
Result<std::vector<fs::path>> candidatesIn(const fs::path& folder)
{
    std::vector<fs::path> candidates;
    if (isHub(folder))
        candidates.push_back(folder);
    std::error_code problem;
    std::size_t entries = 0;
    for (fs::directory_iterator at(folder, problem), end; !problem && at != end; at.increment(problem)) {
        const fs::path& path = at->path();
        if (isCandidate(path) && !(isHub(folder) && path.extension() == ".safetensors"))
            candidates.push_back(path);
        if (candidates.size() > kMostSources || ++entries > kMostEntries)
            return fail(ErrorCode::InputInvalid, folder.string(), "there is too much in this folder",
                        "pick the folder or the file of the model itself");
    }
    if (problem)
        return fail(ErrorCode::FileNotReadable, folder.string(), problem.message());
    std::sort(candidates.begin(), candidates.end());
    return candidates;
}

/// The folder of which a picked file is only a part, or the file.
fs::path whole(const fs::path& picked)
{
    if (isFolder(picked))
        return picked;
    const fs::path folder = picked.parent_path();
    const std::string name = picked.filename().string();
    const bool weights = picked.extension() == ".safetensors";
    if ((weights || name == kManifestName) && isFile(folder / kManifestName))
        return folder;
    return (weights || name == kConfigName || name == kShardIndexName) && isHub(folder) ? folder : picked;
}

} // namespace

FoundSource recogniseSource(const fs::path& path)
{
    FoundSource found;
    found.path = path;
    found.bytes = bytesOf(path);
    if (auto looked = look(found); !looked)
        found.problem = std::move(looked.error());
    return found;
}

std::vector<std::string> missingShards(const fs::path& hubFolder)
{
    std::vector<std::string> missing;
    if (!isFile(hubFolder / kShardIndexName))
        return missing;
    const std::set<std::string> shards = shardsOfIndex(hubFolder / kShardIndexName).value_or(std::set<std::string>());
    for (const std::string& shard : shards) {
        if (!isFile(hubFolder / shard))
            missing.push_back(shard);
    }
    return missing;
}

Outcome<std::vector<FoundSource>> findSources(const fs::path& picked, const std::stop_token& stop)
{
    std::error_code ignored;
    if (!fs::exists(picked, ignored))
        return fail(ErrorCode::FileNotFound, picked.string());
    const fs::path path = whole(picked);
    std::vector<fs::path> candidates = {path};
    if (isFolder(path) && !isFile(path / kManifestName)) {
        DESCANT_TRY(candidates, candidatesIn(path));
    }
    std::vector<FoundSource> found;
    for (const fs::path& candidate : candidates) {
        if (stop.stop_requested())
            return cancelled();
        found.push_back(recogniseSource(candidate));
    }
    return found;
}

} // namespace descant::inference
