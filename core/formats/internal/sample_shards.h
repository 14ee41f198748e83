// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/internal/export_source.h"

#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace descant::formats {

/// What becomes members of one key in a row.
struct Sample {
    std::string key;
    std::string split; ///< as splitFolder() gives it
    std::string json;
    std::string text;
    std::filesystem::path file; ///< of the clip; empty where none was cut
};

/// Writes samples as shards of a size, "corpus-train-000000.tar" and so on, in an order that mixes the sources and is
/// the same each time. What is written meanwhile waits on disk, not in memory.
class SampleShards {
public:
    SampleShards(ExportSource& source, std::filesystem::path folder);

    Result<void> add(const Sample& sample);
    /// Writes the shards; those of an earlier, longer export behind the last one go.
    Result<void> finish();

private:
    struct Place {
        std::uint64_t order = 0; ///< by the key's hash
        std::int64_t offset = 0;
    };
    struct CloseFile {
        void operator()(std::FILE* file) const { std::fclose(file); }
    };

    Result<void> openWaiting();
    Result<void> put(const std::string& text);
    Result<std::string> get();
    Result<Sample> sampleAt(const Place& place);
    Result<void> writeSplit(const std::string& split, std::vector<Place> places);
    std::filesystem::path shardPath(const std::string& split, std::size_t number) const;

    ExportSource& m_source;
    std::filesystem::path m_folder;
    std::unique_ptr<std::FILE, CloseFile> m_waiting;
    std::map<std::string, std::vector<Place>> m_places; ///< by split
};

} // namespace descant::formats
