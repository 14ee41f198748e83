// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/stored_tensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace descant::inference {
namespace {

constexpr std::uint64_t kCompared = std::uint64_t(4) << 20;

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

/// A part of a tensor, as an entry of its own.
TensorEntry partOf(const TensorEntry& entry, std::uint64_t begin)
{
    TensorEntry part = entry;
    part.offset += begin;
    part.bytes = std::min(kCompared, entry.bytes - begin);
    return part;
}

Outcome<bool> sameContents(const std::vector<SafetensorsFile>& files, const PackageTensor& one,
                           const PackageTensor& other, const std::stop_token& stop)
{
    if (one.entry.type != other.entry.type || one.entry.shape != other.entry.shape)
        return false;
    std::vector<std::byte> left, right;
    for (std::uint64_t begin = 0; begin < one.entry.bytes; begin += kCompared) {
        if (stop.stop_requested())
            return cancelled();
        const TensorEntry part = partOf(one.entry, begin);
        left.resize(part.bytes);
        right.resize(part.bytes);
        DESCANT_CHECK(files[one.file].read(part, left));
        DESCANT_CHECK(files[other.file].read(partOf(other.entry, begin), right));
        if (left != right)
            return false;
    }
    return true;
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
        DESCANT_TRY(const bool same, sameContents(files, *first, second, stop));
        if (!same)
            return fail(ErrorCode::TensorMismatch, files[second.file].path().string(),
                        fmt::format("{} and {} are names of one tensor, but their contents differ", first->entry.name,
                                    second.entry.name));
    }
    return {};
}

} // namespace descant::inference
