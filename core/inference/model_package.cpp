// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/model_package.h"

#include "core/inference/internal/package_manifest.h"
#include "core/inference/internal/stored_tensors.h"
#include "core/inference/json_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace descant::inference {

namespace fs = std::filesystem;
using nlohmann::json;

std::string precisionName(Precision precision)
{
    switch (precision) {
    case Precision::Fp32:
        return "fp32";
    case Precision::Bf16:
        return "bf16";
    case Precision::Int8:
        return "int8";
    }
    return {};
}

Result<Precision> precisionFromName(const std::string& name)
{
    for (const Precision precision : {Precision::Fp32, Precision::Bf16, Precision::Int8}) {
        if (precisionName(precision) == name)
            return precision;
    }
    return fail(ErrorCode::InputInvalid, name, "it is no precision", "use fp32, bf16 or int8");
}

namespace {

std::string textOf(const json& object, const char* key)
{
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string shapeText(const std::vector<std::int64_t>& shape) { return fmt::format("[{}]", fmt::join(shape, ",")); }

const json& memberOrEmpty(const json& object, const char* key)
{
    static const json empty = json::object();
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? empty : *found;
}

std::vector<fs::path> weightPaths(const fs::path& folder, const std::vector<PackageFile>& files)
{
    std::vector<fs::path> paths;
    for (const PackageFile& file : files) {
        if (file.name.ends_with(".safetensors"))
            paths.push_back(folder / file.name);
    }
    if (!paths.empty())
        return paths;
    std::error_code problem;
    for (const auto& entry : fs::directory_iterator(folder, problem)) {
        if (entry.path().extension() == ".safetensors")
            paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

} // namespace

Result<void> checkTensors(const Architecture& architecture,
                          const std::map<std::string, std::vector<std::int64_t>>& shapes, const std::string& subject)
{
    const auto expected = expectedTensors(architecture);
    std::vector<std::string> items;
    const bool keepsBeats = shapes.contains("audio_encoder.patch_embedding.weight");
    for (const auto& [name, specification] : expected) {
        const auto found = shapes.find(name);
        const bool optional = specification.need == TensorSpecification::Need::Optional
            && !(keepsBeats && name.starts_with("audio_encoder."));
        if (found == shapes.end() && !optional)
            items.push_back(fmt::format("missing: {} {}", name, shapeText(specification.shape)));
        if (found != shapes.end() && found->second != specification.shape)
            items.push_back(fmt::format("shape of {}: {} instead of {}", name, shapeText(found->second),
                                        shapeText(specification.shape)));
    }
    for (const auto& [name, shape] : shapes) {
        if (!expected.contains(name) && !isIgnorableTensor(name))
            items.push_back(fmt::format("unexpected: {} {}", name, shapeText(shape)));
    }
    if (items.empty())
        return {};
    return fail(Error{ErrorCode::TensorMismatch,
                      subject,
                      fmt::format("{} tensors are missing, unexpected or misshapen", items.size()),
                      {},
                      items});
}

Result<ModelPackage> ModelPackage::open(const fs::path& folder)
{
    std::error_code problem;
    if (!fs::exists(folder, problem))
        return fail(ErrorCode::FileNotFound, folder.string());
    if (!fs::is_directory(folder, problem) || !fs::exists(folder / kManifestName, problem))
        return fail(ErrorCode::PackageInvalid, folder.string(), fmt::format("it has no {}", kManifestName));
    ModelPackage package;
    package.m_folder = folder;
    try {
        DESCANT_CHECK(package.readManifest());
        DESCANT_CHECK(package.openWeights());
    } catch (const std::exception& thrown) {
        return fail(ErrorCode::PackageInvalid, folder.string(), thrown.what());
    }
    return package;
}

Result<void> ModelPackage::readManifest()
{
    const std::string subject = (m_folder / kManifestName).string();
    DESCANT_TRY(m_manifest, readJson(m_folder / kManifestName, ErrorCode::PackageInvalid));
    if (!m_manifest.is_object())
        return fail(ErrorCode::PackageInvalid, subject, "it is not an object");
    if (const auto format = m_manifest.find("format"); format != m_manifest.end() && *format != kManifestFormat)
        return fail(ErrorCode::PackageInvalid, subject, "it has another format number",
                    "update Descant, or get the package in format 1");
    const auto named = [&](auto result) {
        if (!result)
            result.error().subject = subject;
        return result;
    };
    DESCANT_TRY(m_architecture, named(architectureFromJson(memberOrEmpty(m_manifest, "architecture"))));
    DESCANT_TRY(m_preprocessing, named(preprocessingFromJson(memberOrEmpty(m_manifest, "preprocessing"))));
    DESCANT_CHECK(checkWindow(m_architecture, m_preprocessing, subject));
    DESCANT_TRY(m_generation, named(generationFromJson(memberOrEmpty(m_manifest, "generation"))));
    DESCANT_TRY(m_files, packageFilesFromJson(m_manifest, subject));
    m_name = textOf(m_manifest, "name");
    m_version = textOf(m_manifest, "version");
    m_licence = textOf(m_manifest, "licence");
    m_prompt = textOf(m_manifest, "prompt");
    m_sha256 = weightsHash(m_files);
    for (const PackageFile& file : m_files) {
        if (!fs::exists(m_folder / file.name))
            return fail(ErrorCode::PackageIncomplete, (m_folder / file.name).string(), "the file is missing");
    }
    if (!fs::exists(tokenizerFile()))
        return fail(ErrorCode::PackageIncomplete, tokenizerFile().string(), "the file is missing");
    return {};
}

Result<void> ModelPackage::openWeights()
{
    std::vector<SafetensorsFile> files;
    for (const fs::path& path : weightPaths(m_folder, m_files)) {
        DESCANT_TRY(SafetensorsFile file, SafetensorsFile::open(path));
        files.push_back(std::move(file));
    }
    if (files.empty())
        return fail(ErrorCode::PackageIncomplete, m_folder.string(), "it has no weights (*.safetensors)");

    DESCANT_TRY(StoredTensors stored, gatherTensors(files));
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (const PackageTensor& tensor : stored.tensors)
        shapes[tensor.name] = tensor.entry.shape;
    DESCANT_CHECK(checkTensors(m_architecture, shapes, m_folder.string()));
    m_stored = std::make_shared<const StoredTensors>(std::move(stored));
    m_weightFiles = std::make_shared<const std::vector<SafetensorsFile>>(std::move(files));
    return {};
}

const std::vector<PackageTensor>& ModelPackage::tensors() const { return m_stored->tensors; }

Outcome<void> ModelPackage::checkSharedTensors(const std::stop_token& stop) const
{
    return checkSecondNames(*m_weightFiles, *m_stored, stop);
}

} // namespace descant::inference
