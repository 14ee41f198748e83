// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/stored_tensors.h"

#include "core/inference/internal/same_tensor.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace descant::inference {
namespace {

Result<std::set<std::string>> namesIn(const std::vector<SafetensorsFile>& files)
{
    std::set<std::string> names;
    for (const SafetensorsFile& file : files) {
        for (const TensorEntry& entry : file.tensors()) {
            if (!names.insert(entry.name).second)
                return fail(ErrorCode::PackageInvalid, file.path().string(),
                            fmt::format("\"{}\" is in two files", entry.name));
        }
    }
    return names;
}

bool isWeight(ElementType type)
{
    return type == ElementType::F32 || type == ElementType::F16 || type == ElementType::BF16;
}

ReadableTensor readable(const std::vector<SafetensorsFile>& files, const PackageTensor& tensor)
{
    return {tensor.entry.type, tensor.entry.shape, tensor.entry.bytes,
            [&file = files[tensor.file], &entry = tensor.entry](std::uint64_t from, std::span<std::byte> target) {
                return file.readPart(entry, from, target);
            }};
}

} // namespace

Result<StoredTensors> gatherTensors(const std::vector<SafetensorsFile>& files)
{
    DESCANT_TRY(const std::set<std::string> names, namesIn(files));
    StoredTensors stored;
    std::set<std::string> kept;
    for (std::size_t index = 0; index < files.size(); ++index) {
        for (const TensorEntry& entry : files[index].tensors()) {
            const std::string name = keptName(entry.name);
            if (name == entry.name && isIgnorableTensor(name))
                continue;
            if (!isWeight(entry.type))
                return fail(ErrorCode::TensorMismatch, entry.name,
                            fmt::format("weights cannot be of type {}", elementName(entry.type)));
            const PackageTensor tensor{name, index, entry};
            const bool second = name != entry.name && (names.contains(name) || kept.contains(name));
            (second ? stored.secondNames : stored.tensors).push_back(tensor);
            kept.insert(name);
        }
    }
    return stored;
}

Outcome<void> checkSecondNames(const std::vector<SafetensorsFile>& files, const StoredTensors& stored,
                               const std::stop_token& stop)
{
    for (const PackageTensor& second : stored.secondNames) {
        const auto first = std::find_if(stored.tensors.begin(), stored.tensors.end(),
                                        [&](const PackageTensor& tensor) { return tensor.name == second.name; });
        DESCANT_TRY(const bool same, sameTensor(readable(files, *first), readable(files, second), stop));
        if (!same)
            return fail(ErrorCode::TensorMismatch, files[second.file].path().string(),
                        fmt::format("{} and {} are names of one tensor, but their contents differ", first->entry.name,
                                    second.entry.name));
    }
    return {};
}

} // namespace descant::inference
