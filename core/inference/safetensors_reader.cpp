// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/safetensors_reader.h"

#include "core/base/file.h"
#include "core/inference/internal/safetensors_header.h"

#include <fmt/format.h>

#include <bit>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace descant::inference {
namespace {

constexpr std::uint64_t kLargestHeader = 100'000'000;
constexpr std::uint64_t kPrefixBytes = 8;

/// Reads all of `target` from a place in a file; false sets errno, 0 meaning that the file ends too early.
bool readAt(int descriptor, std::uint64_t offset, std::span<std::byte> target)
{
    while (!target.empty()) {
        const ssize_t count = ::pread(descriptor, target.data(), target.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0) {
            if (count == 0)
                errno = 0;
            return false;
        }
        target = target.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return true;
}

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

SafetensorsFile::~SafetensorsFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

SafetensorsFile::SafetensorsFile(SafetensorsFile&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_tensors(std::move(other.m_tensors)),
      m_index(std::move(other.m_index)),
      m_metadata(std::move(other.m_metadata))
{
}

SafetensorsFile& SafetensorsFile::operator=(SafetensorsFile&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_tensors, other.m_tensors);
    std::swap(m_index, other.m_index);
    std::swap(m_metadata, other.m_metadata);
    return *this;
}

Result<SafetensorsFile> SafetensorsFile::open(const std::filesystem::path& path)
{
    SafetensorsFile file;
    file.m_path = path;
    file.m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file.m_descriptor < 0)
        return fail(errorFromErrno(errno, path, ErrorCode::FileNotReadable));
    struct stat status { };
    if (::fstat(file.m_descriptor, &status) != 0 || !S_ISREG(status.st_mode))
        return fail(ErrorCode::FileNotReadable, path.string(), "it is not a plain file");

    const auto size = static_cast<std::uint64_t>(status.st_size);
    static_assert(std::endian::native == std::endian::little, "the format is little-endian and read without swapping");
    std::uint64_t headerBytes = 0;
    if (size < kPrefixBytes || !readAt(file.m_descriptor, 0, std::as_writable_bytes(std::span(&headerBytes, 1))))
        return fail(ErrorCode::CheckpointInvalid, path.string(), "it is too short for a safetensors file");
    if (headerBytes > kLargestHeader || headerBytes > size - kPrefixBytes)
        return fail(ErrorCode::CheckpointInvalid, path.string(),
                    "its header is longer than the file or than is allowed");

    std::string text(headerBytes, '\0');
    if (!readAt(file.m_descriptor, kPrefixBytes, std::as_writable_bytes(std::span(text))))
        return fail(ErrorCode::CheckpointInvalid, path.string(), "its header cannot be read");
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
    if (readAt(m_descriptor, entry.offset, target))
        return {};
    if (errno == 0)
        return fail(ErrorCode::FileChanged, m_path.string(), "it became shorter while it was read");
    return fail(errorFromErrno(errno, m_path, ErrorCode::FileNotReadable));
}

} // namespace descant::inference
