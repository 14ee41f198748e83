// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/package_manifest.h"

#include "core/base/sha256.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace descant::inference {

using nlohmann::json;

Result<std::vector<PackageFile>> packageFilesFromJson(const json& manifest, const std::string& subject)
{
    std::vector<PackageFile> files;
    std::set<std::string> names;
    const auto list = manifest.find("files");
    if (list == manifest.end())
        return files;
    if (!list->is_array())
        return fail(ErrorCode::PackageInvalid, subject, "\"files\" is not a list");
    for (const json& item : *list) {
        if (!item.is_object() || !item.contains("name") || !item["name"].is_string())
            return fail(ErrorCode::PackageInvalid, subject, "a file in \"files\" has no name");
        PackageFile file;
        file.name = item["name"];
        if (!isPlainFileName(file.name) || !names.insert(file.name).second)
            return fail(ErrorCode::PackageInvalid, subject,
                        fmt::format("\"{}\" is no name of a file in the package, or stands there twice", file.name));
        if (item.contains("bytes") && item["bytes"].is_number_unsigned())
            file.bytes = item["bytes"];
        if (item.contains("sha256") && item["sha256"].is_string())
            file.sha256 = item["sha256"];
        files.push_back(std::move(file));
    }
    return files;
}

Result<void> checkWindow(const Architecture& a, const Preprocessing& p, const std::string& subject)
{
    const std::int64_t tokens = melFrames(p.windowSamples) / a.beats.patch * a.bandsPerStep();
    if (!a.hears() || tokens <= kMostAudioTokens)
        return {};
    return fail(ErrorCode::PackageInvalid, subject,
                fmt::format("\"preprocessing.audio.window_samples\" makes {} audio tokens, more than {}", tokens,
                            kMostAudioTokens));
}

std::string weightsHash(const std::vector<PackageFile>& files)
{
    std::vector<const PackageFile*> weights;
    for (const PackageFile& file : files) {
        if (file.name.ends_with(".safetensors"))
            weights.push_back(&file);
    }
    if (weights.empty()
        || std::any_of(weights.begin(), weights.end(), [](const auto* file) { return file->sha256.empty(); }))
        return {};
    if (weights.size() == 1)
        return weights.front()->sha256;
    std::sort(weights.begin(), weights.end(), [](const auto* a, const auto* b) { return a->name < b->name; });
    std::string lines;
    for (const PackageFile* file : weights)
        lines += file->sha256 + "  " + file->name + "\n";
    return sha256Of(lines);
}

} // namespace descant::inference
