// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/safetensors_reader.h"

#include "core/inference/internal/safetensors_header.h"

#include <bit>
#include <utility>

namespace descant::inference {
namespace {

constexpr std::uint64_t kLargestHeader = 100'000'000;
constexpr std::uint64_t kPrefixBytes = 8;

} // namespace

std::size_t elementSize(ElementType type)
{
    switch (type) {
    case ElementType::F32:
    case ElementType::I32:
        return 4;
    case ElementType::F16:
    case ElementType::BF16:
        return 2;
    case ElementType::I64:
        return 8;
    case ElementType::U8:
    case ElementType::Bool:
        return 1;
    }
    return 0;
}

std::string elementName(ElementType type)
{
    switch (type) {
    case ElementType::F32:
        return "F32";
    case ElementType::F16:
        return "F16";
    case ElementType::BF16:
        return "BF16";
    case ElementType::I64:
        return "I64";
    case ElementType::I32:
        return "I32";
    case ElementType::U8:
        return "U8";
    case ElementType::Bool:
        return "BOOL";
    }
    return {};
}

std::int64_t TensorEntry::elements() const { return static_cast<std::int64_t>(bytes / elementSize(type)); }

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path)
{
    SafetensorsFile file;
    DESCANT_TRY(file.m_file, RandomAccessFile::open(path));
    const std::uint64_t size = file.m_file.size();
    static_assert(std::endian::native == std::endian::little, "the format is little-endian and read without swapping");
    if (size < kPrefixBytes)
        return fail(ErrorCode::CheckpointInvalid, path.string(), "it is too short for a safetensors file");
    std::uint64_t headerBytes = 0;
    DESCANT_CHECK(file.m_file.read(0, std::as_writable_bytes(std::span(&headerBytes, 1))));
    if (headerBytes > kLargestHeader || headerBytes > size - kPrefixBytes)
        return fail(ErrorCode::CheckpointInvalid, path.string(),
                    "its header is longer than the file or than is allowed");
    std::string text(headerBytes, '\0');
    DESCANT_CHECK(file.m_file.read(kPrefixBytes, std::as_writable_bytes(std::span(text))));
    const std::uint64_t dataStart = kPrefixBytes + headerBytes;
    auto header = parseSafetensorsHeader(text, size - dataStart);
    if (!header)
        return fail(ErrorCode::CheckpointInvalid, path.string(), header.error());
    file.m_tensors = std::move(header->tensors);
    file.m_metadata = std::move(header->metadata);
    for (std::size_t index = 0; index < file.m_tensors.size(); ++index) {
        file.m_tensors[index].offset += dataStart;
        file.m_index[file.m_tensors[index].name] = index;
    }
    return file;
}

const TensorEntry* SafetensorsFile::find(const std::string& name) const
{
    const auto found = m_index.find(name);
    return found == m_index.end() ? nullptr : &m_tensors[found->second];
}

Result<void> SafetensorsFile::read(const TensorEntry& entry, std::span<std::byte> target) const
{
    if (target.size() != entry.bytes)
        return fail(ErrorCode::Internal, entry.name, "the space for the tensor has the wrong size");
    return m_file.read(entry.offset, target);
}

Result<void> SafetensorsFile::readPart(const TensorEntry& entry, std::uint64_t first, std::span<std::byte> target) const
{
    if (first > entry.bytes || target.size() > entry.bytes - first)
        return fail(ErrorCode::Internal, entry.name, "the part of the tensor lies outside it");
    return m_file.read(entry.offset + first, target);
}

} // namespace descant::inference
