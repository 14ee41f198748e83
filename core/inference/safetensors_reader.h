// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/inference/random_access_file.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace descant::inference {

enum class ElementType { F32, F16, BF16, I64, I32, U8, Bool };

/// Bytes of one element, and the name that safetensors files use.
std::size_t elementSize(ElementType type);
std::string elementName(ElementType type);

/// One tensor of a file. Row-major, little-endian.
struct TensorEntry {
    std::string name;
    ElementType type = ElementType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t offset = 0; ///< of the first byte, from the start of the file
    std::uint64_t bytes = 0;
    std::int64_t elements() const;
};

/// A safetensors file, treated as untrusted: everything is checked when it is opened (bounds, gaps, overlaps, overflow,
/// duplicate names, types; the list is in the format's README plus our own limits). The data is read with pread, tensor
/// by tensor, so that a file that shrinks meanwhile is an error and not a crash. Reading is safe from several threads.
class SafetensorsFile {
public:
    static Result<SafetensorsFile> open(const std::filesystem::path& path);

    const std::filesystem::path& path() const { return m_file.path(); }
    /// In the order of their data.
    const std::vector<TensorEntry>& tensors() const { return m_tensors; }
    const TensorEntry* find(const std::string& name) const;
    const std::map<std::string, std::string>& metadata() const { return m_metadata; }
    /// Fills `target`, which is exactly entry.bytes long.
    Result<void> read(const TensorEntry& entry, std::span<std::byte> target) const;
    /// Fills `target` from byte `first` of the tensor on; any thread.
    Result<void> readPart(const TensorEntry& entry, std::uint64_t first, std::span<std::byte> target) const;

private:
    SafetensorsFile() = default;

    RandomAccessFile m_file;
    std::vector<TensorEntry> m_tensors;
    std::map<std::string, std::size_t> m_index;
    std::map<std::string, std::string> m_metadata;
};

} // namespace descant::inference
