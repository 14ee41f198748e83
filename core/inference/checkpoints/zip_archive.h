// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/random_access_file.h"

#include <map>
#include <string>

namespace descant::inference {

/// One stored entry of a zip archive.
struct ZipEntry {
    std::string name;
    std::uint64_t header = 0; ///< of its local header, from the start of the file
    std::uint64_t bytes = 0;
};

/// A zip archive whose entries are stored, not compressed, as torch.save writes it; treated as untrusted. Names, sizes
/// and places come from the central directory alone (torch leaves them zero in the local headers), ZIP64 included.
/// Entries are read in pieces, so that an archive of any size costs no memory. Reading is safe from several threads.
class ZipArchive {
public:
    /// CheckpointInvalid: no zip, compressed or encrypted entries, names that leave the folder, doubled names, entries
    /// that reach outside the file.
    static Result<ZipArchive> open(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return m_file.path(); }
    const std::map<std::string, ZipEntry>& entries() const { return m_entries; }
    const ZipEntry* find(const std::string& name) const;
    /// Fills `target` from byte `from` of the entry.
    Result<void> read(const ZipEntry& entry, std::uint64_t from, std::span<std::byte> target) const;

private:
    struct Directory {
        std::uint64_t offset = 0;
        std::uint64_t bytes = 0;
        std::uint64_t entries = 0;
    };
    ZipArchive() = default;
    Result<Directory> findDirectory() const;
    Result<void> readDirectory(const Directory& directory);

    RandomAccessFile m_file;
    std::map<std::string, ZipEntry> m_entries;
    std::uint64_t m_dataEnd = 0; ///< entries end before the central directory
};

} // namespace descant::inference
