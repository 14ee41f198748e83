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

/// How second names of tensors are looked at.
struct AliasReading {
    AliasCheck check;
    const std::stop_token& stop;
};

/// Works the architecture out once all checkpoints are there: from the weights, and over that what is told beside them.
/// Low-rank settings are of no use where there are no low-rank weights.
Outcome<void> settleArchitecture(PackageSources& sources, const json& told, const AliasReading& reading)
{
    // First, so that a tensor that has only a second name tells its shape too.
    if (reading.check == AliasCheck::Trust)
        sources.tensors.trustAliases();
    else
        DESCANT_CHECK(sources.tensors.settleAliases(reading.stop));
    json architecture = architectureFromShapes(sources.tensors.shapes());
    const bool lora = architecture.contains("lora") && architecture["lora"].is_object();
    architecture.merge_patch(told);
    if (!lora)
        architecture["lora"] = nullptr;
    sources.manifest["architecture"] = std::move(architecture);
    return {};
}

Outcome<void> openOwn(PackageSources& sources, const OwnWeights& own, const AliasReading& reading)
{
    std::error_code ignored;
    const fs::path home = fs::is_directory(own.path, ignored) ? own.path : own.path.parent_path();
    DESCANT_CHECK(addCheckpoint(sources, own.path));
    if (fs::exists(home / kManifestName, ignored)) {
        DESCANT_TRY(sources.manifest, readJson(home / kManifestName, ErrorCode::PackageInvalid));
        if (!sources.manifest.is_object())
            return fail(ErrorCode::PackageInvalid, (home / kManifestName).string(), "it is not an object");
    }
    sources.tokenizer = home / kTokenizerName;
    const json told = sources.manifest.value("architecture", json());
    return settleArchitecture(sources, told.is_object() ? told : json::object(), reading);
}

Outcome<void> openAuthors(PackageSources& sources, const AuthorsFile& authors, const AliasReading& reading)
{
    DESCANT_TRY(const TensorSource* const file, addCheckpoint(sources, authors.path));
    sources.manifest = authorsManifest(file->settings());
    sources.tokenizer = authors.path.parent_path() / kTokenizerName;
    return settleArchitecture(sources, architectureFromAuthorsConfig(file->settings()), reading);
}

Outcome<void> openHub(PackageSources& sources, const HubFolder& hub, const AliasReading& reading)
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
    sources.tokenizer = hub.blip2 / kTokenizerName;
    return settleArchitecture(sources, more, reading);
}

} // namespace

Outcome<PackageSources> openPackageSources(const AssembleRequest& request, AliasCheck check,
                                           const std::stop_token& stop)
{
    const AliasReading reading{check, stop};
    PackageSources sources;
    sources.manifest = json::object();
    Outcome<void> opened;
    if (const auto* own = std::get_if<OwnWeights>(&request.from)) {
        sources.subject = own->path;
        opened = openOwn(sources, *own, reading);
    } else if (const auto* authors = std::get_if<AuthorsFile>(&request.from)) {
        sources.subject = authors->path;
        opened = openAuthors(sources, *authors, reading);
    } else {
        const auto& hub = std::get<HubFolder>(request.from);
        sources.subject = hub.blip2;
        opened = openHub(sources, hub, reading);
    }
    DESCANT_CHECK(opened);
    return sources;
}

Result<Architecture> architectureOf(const AssembleRequest& request, const PackageSources& sources)
{
    json architecture = sources.manifest.at("architecture");
    if (request.architecture) {
        // Where the whole manifest is given, its "architecture" is meant.
        const json& given = *request.architecture;
        architecture.merge_patch(given.is_object() && given.contains("architecture") ? given["architecture"] : given);
    }
    // What is said of a BEATs that is not there must not be wrong either; so it is not said.
    if (architecture.value("variant", "") == "visual"
        && !sources.tensors.tensors().contains("audio_encoder.patch_embedding.weight"))
        architecture.erase("beats");
    auto read = architectureFromJson(architecture);
    if (!read)
        read.error().advice = "say what the weights do not tell, such as head counts, with --config FILE.json";
    return read;
}

} // namespace descant::inference
