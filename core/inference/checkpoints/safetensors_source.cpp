// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/tensor_source.h"
#include "core/inference/internal/package_manifest.h"
#include "core/inference/json_file.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace descant::inference {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kIndexName = "model.safetensors.index.json";

tl::unexpected<Error> invalid(const fs::path& path, std::string what)
{
    return fail(ErrorCode::CheckpointInvalid, path.string(), std::move(what));
}

class SafetensorsSource : public TensorSource {
public:
    explicit SafetensorsSource(fs::path path) : m_path(std::move(path)) { }
    Result<void> add(const fs::path& file);
    Result<void> checkAgainst(const json& index, const fs::path& indexPath) const;

    const fs::path& path() const override { return m_path; }
    const std::vector<SourceTensor>& tensors() const override { return m_tensors; }
    const json& settings() const override { return m_settings; }
    Result<void> readPart(std::size_t number, std::uint64_t from, std::span<std::byte> target) const override
    {
        const auto& [file, entry] = m_places[number];
        return m_files[file].readPart(m_files[file].tensors()[entry], from, target);
    }

private:
    fs::path m_path;
    std::vector<SafetensorsFile> m_files;
    std::vector<SourceTensor> m_tensors;
    std::vector<std::pair<std::size_t, std::size_t>> m_places; ///< file, tensor in it
    std::map<std::string, std::string> m_fileOf;
    json m_settings = json::object();
};

Result<void> SafetensorsSource::add(const fs::path& path)
{
    DESCANT_TRY(SafetensorsFile file, SafetensorsFile::open(path));
    for (std::size_t number = 0; number < file.tensors().size(); ++number) {
        const TensorEntry& entry = file.tensors()[number];
        if (!m_fileOf.emplace(entry.name, path.filename().string()).second)
            return invalid(path, fmt::format("\"{}\" is in two files", entry.name));
        m_tensors.push_back({entry.name, entry.type, entry.shape});
        m_places.emplace_back(m_files.size(), number);
    }
    m_files.push_back(std::move(file));
    return {};
}

/// The shards must hold what the index says, no less and no more.
Result<void> SafetensorsSource::checkAgainst(const json& index, const fs::path& indexPath) const
{
    const json& map = index["weight_map"];
    for (const auto& [name, file] : map.items()) {
        const auto found = m_fileOf.find(name);
        if (found == m_fileOf.end() || found->second != file.get<std::string>())
            return invalid(indexPath, fmt::format("\"{}\" is not in {}", name, file.get<std::string>()));
    }
    for (const auto& [name, file] : m_fileOf) {
        if (!map.contains(name))
            return invalid(indexPath, fmt::format("it does not know \"{}\" of {}", name, file));
    }
    std::uint64_t bytes = 0;
    for (const SourceTensor& tensor : m_tensors)
        bytes += tensor.bytes();
    const auto metadata = index.find("metadata");
    if (metadata == index.end() || !metadata->is_object() || !metadata->contains("total_size"))
        return {};
    const json& total = (*metadata)["total_size"];
    if (!total.is_number() || total.get<double>() != static_cast<double>(bytes))
        return invalid(indexPath, fmt::format("its total size is not the {} bytes that the shards hold", bytes));
    return {};
}

/// The shards that an index names, each once.
Result<std::set<std::string>> shardsOf(const json& index, const fs::path& indexPath)
{
    std::set<std::string> shards;
    const auto map = index.find("weight_map");
    if (!index.is_object() || map == index.end() || !map->is_object() || map->empty())
        return invalid(indexPath, "it has no \"weight_map\"");
    for (const auto& [name, file] : map->items()) {
        if (!file.is_string())
            return invalid(indexPath, fmt::format("the file of \"{}\" is no text", name));
        if (!isPlainFileName(file.get<std::string>()))
            return fail(ErrorCode::CheckpointHostile, indexPath.string(),
                        fmt::format("\"{}\" is to lie outside the folder", name));
        shards.insert(file.get<std::string>());
    }
    return shards;
}

Result<std::unique_ptr<TensorSource>> openIndexed(const fs::path& folder)
{
    const fs::path indexPath = folder / kIndexName;
    DESCANT_TRY(const json index, readJson(indexPath, ErrorCode::CheckpointInvalid));
    DESCANT_TRY(const std::set<std::string> shards, shardsOf(index, indexPath));
    auto source = std::make_unique<SafetensorsSource>(folder);
    for (const std::string& shard : shards) {
        if (!fs::exists(folder / shard))
            return fail(ErrorCode::PackageIncomplete, (folder / shard).string(),
                        "this part of the checkpoint is missing");
        DESCANT_CHECK(source->add(folder / shard));
    }
    DESCANT_CHECK(source->checkAgainst(index, indexPath));
    return source;
}

Result<std::unique_ptr<TensorSource>> openFolder(const fs::path& folder)
{
    if (fs::exists(folder / kIndexName))
        return openIndexed(folder);
    std::set<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().extension() == ".safetensors")
            files.insert(entry.path());
    }
    if (files.empty())
        return fail(ErrorCode::PackageIncomplete, folder.string(), "there are no weights (*.safetensors)");
    auto source = std::make_unique<SafetensorsSource>(folder);
    for (const fs::path& file : files)
        DESCANT_CHECK(source->add(file));
    return source;
}

} // namespace

Result<std::set<std::string>> shardsOfIndex(const fs::path& path)
{
    DESCANT_TRY(const json index, readJson(path, ErrorCode::CheckpointInvalid));
    return shardsOf(index, path);
}

Result<std::unique_ptr<TensorSource>> openSafetensorsSource(const fs::path& path)
{
    try {
        if (fs::is_directory(path))
            return openFolder(path);
        auto source = std::make_unique<SafetensorsSource>(path);
        DESCANT_CHECK(source->add(path));
        return source;
    } catch (const std::exception& problem) {
        return invalid(path, problem.what());
    }
}

} // namespace descant::inference
