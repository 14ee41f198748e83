// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/package_sources.h"

#include "core/inference/checkpoints/authors_settings.h"
#include "core/inference/internal/package_manifest.h"
#include "core/inference/json_file.h"

namespace descant::inference {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kConfigName = "config.json";

Result<const TensorSource*> addCheckpoint(PackageSources& sources, const fs::path& path)
{
    DESCANT_TRY(std::unique_ptr<TensorSource> source, openTensorSource(path));
    DESCANT_CHECK(sources.tensors.add(*source));
    sources.checkpoints.push_back(std::move(source));
    return sources.checkpoints.back().get();
}

/// Low-rank settings are of no use where there are no low-rank weights.
void mergeArchitecture(json& architecture, const json& more)
{
    const bool lora = architecture.contains("lora") && architecture["lora"].is_object();
    architecture.merge_patch(more);
    if (!lora)
        architecture["lora"] = nullptr;
}

Result<void> openOwn(PackageSources& sources, const OwnWeights& own)
{
    std::error_code ignored;
    const fs::path home = fs::is_directory(own.path, ignored) ? own.path : own.path.parent_path();
    DESCANT_CHECK(addCheckpoint(sources, own.path));
    if (fs::exists(home / kManifestName, ignored)) {
        DESCANT_TRY(sources.manifest, readJson(home / kManifestName, ErrorCode::PackageInvalid));
        if (!sources.manifest.is_object())
            return fail(ErrorCode::PackageInvalid, (home / kManifestName).string(), "it is not an object");
    }
    json& architecture = sources.manifest["architecture"];
    const json told = architecture.is_object() ? architecture : json::object();
    architecture = architectureFromShapes(sources.tensors.shapes());
    mergeArchitecture(architecture, told);
    sources.tokenizer = home / kTokenizerName;
    return {};
}

Result<void> openAuthors(PackageSources& sources, const AuthorsFile& authors)
{
    DESCANT_TRY(const TensorSource* const file, addCheckpoint(sources, authors.path));
    sources.manifest = authorsManifest(file->settings());
    json& architecture = sources.manifest["architecture"];
    architecture = architectureFromShapes(sources.tensors.shapes());
    mergeArchitecture(architecture, architectureFromAuthorsConfig(file->settings()));
    sources.tokenizer = authors.path.parent_path() / kTokenizerName;
    return {};
}

Result<void> openHub(PackageSources& sources, const HubFolder& hub)
{
    DESCANT_TRY(const json config, readJson(hub.blip2 / kConfigName, ErrorCode::ArchitectureInvalid));
    DESCANT_TRY(const json told, architectureFromHubConfig(config));
    DESCANT_CHECK(addCheckpoint(sources, hub.blip2));
    json more = told;
    if (!hub.beats.empty()) {
        DESCANT_TRY(const TensorSource* const beats, addCheckpoint(sources, hub.beats));
        DESCANT_TRY(const json settings, architectureFromBeatsConfig(beats->settings()));
        more.merge_patch(settings);
    }
    sources.manifest = hubManifest();
    if (!hub.qformer.empty()) {
        sources.tensors.dropQFormer();
        DESCANT_TRY(const TensorSource* const trained, addCheckpoint(sources, hub.qformer));
        // Whoever trained it did so with the authors' code, so their settings hold; its query count wins over BLIP-2's.
        sources.manifest = authorsManifest(trained->settings());
        more["qformer"].erase("visual_queries");
        more["qformer"].erase("cross_attention_frequency");
        more.merge_patch(architectureFromAuthorsConfig(trained->settings()));
    }
    json& architecture = sources.manifest["architecture"];
    architecture = architectureFromShapes(sources.tensors.shapes());
    mergeArchitecture(architecture, more);
    sources.tokenizer = hub.blip2 / kTokenizerName;
    return {};
}

} // namespace

Result<PackageSources> openPackageSources(const AssembleRequest& request)
{
    PackageSources sources;
    sources.manifest = json::object();
    Result<void> opened;
    if (const auto* own = std::get_if<OwnWeights>(&request.from)) {
        sources.subject = own->path;
        opened = openOwn(sources, *own);
    } else if (const auto* authors = std::get_if<AuthorsFile>(&request.from)) {
        sources.subject = authors->path;
        opened = openAuthors(sources, *authors);
    } else {
        const auto& hub = std::get<HubFolder>(request.from);
        sources.subject = hub.blip2;
        opened = openHub(sources, hub);
    }
    DESCANT_CHECK(opened);
    DESCANT_CHECK(sources.tensors.settleAliases());
    return sources;
}

} // namespace descant::inference
