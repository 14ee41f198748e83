// SPDX-License-Identifier: GPL-3.0-or-later
// Layout: APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3.7, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3.
#include "core/inference/checkpoints/zip_archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <vector>

namespace descant::inference {
namespace {

constexpr std::uint32_t kLocalHeader = 0x04034b50, kCentralHeader = 0x02014b50, kEnd = 0x06054b50;
constexpr std::uint32_t kEnd64 = 0x06064b50, kEnd64Locator = 0x07064b50;
constexpr std::size_t kLocalBytes = 30, kCentralBytes = 46, kEndBytes = 22, kEnd64Bytes = 56, kLocatorBytes = 20;
constexpr std::uint64_t kLongestComment = 0xffff;
constexpr std::uint64_t kLargestDirectory = std::uint64_t(256) << 20;
constexpr std::uint64_t kMostEntries = 1'000'000;
constexpr std::uint32_t kIn64 = 0xffffffff; ///< the value stands in the ZIP64 field
constexpr std::uint16_t kEncrypted = 1;

/// Little-endian numbers of a record; whoever uses it has checked the length.
class Record {
public:
    explicit Record(std::span<const std::byte> bytes) : m_bytes(bytes) { }
    std::uint16_t u16(std::size_t at) const { return number<std::uint16_t>(at); }
    std::uint32_t u32(std::size_t at) const { return number<std::uint32_t>(at); }
    std::uint64_t u64(std::size_t at) const { return number<std::uint64_t>(at); }

private:
    template <typename Number> Number number(std::size_t at) const
    {
        Number value;
        std::memcpy(&value, m_bytes.data() + at, sizeof value);
        return value;
    }
    std::span<const std::byte> m_bytes;
};

tl::unexpected<Error> invalid(const std::filesystem::path& path, std::string what)
{
    return fail(ErrorCode::CheckpointInvalid, path.string(), std::move(what));
}

bool isSafeName(const std::string& name)
{
    if (name.empty() || name.front() == '/' || name.find_first_of(std::string_view("\\\0", 2)) != std::string::npos)
        return false;
    const std::string framed = "/" + name + "/";
    return framed.find("/../") == std::string::npos && framed.find("/./") == std::string::npos;
}

/// The 64-bit values of an extra field take the place of those that do not fit, in this order.
bool readZip64(std::span<const std::byte> extra, std::uint64_t& bytes, std::uint64_t& stored, std::uint64_t& header)
{
    while (extra.size() >= 4) {
        const Record field(extra);
        const std::size_t length = field.u16(2);
        if (4 + length > extra.size())
            return false;
        if (field.u16(0) == 1) {
            std::size_t at = 4;
            for (std::uint64_t* value : {&bytes, &stored, &header}) {
                if (*value != kIn64)
                    continue;
                if (at + 8 > 4 + length)
                    return false;
                *value = field.u64(at);
                at += 8;
            }
            return true;
        }
        extra = extra.subspan(4 + length);
    }
    return bytes != kIn64 && stored != kIn64 && header != kIn64;
}

} // namespace

Result<ZipArchive> ZipArchive::open(const std::filesystem::path& path)
{
    ZipArchive archive;
    DESCANT_TRY(archive.m_file, RandomAccessFile::open(path));
    DESCANT_TRY(const Directory directory, archive.findDirectory());
    archive.m_dataEnd = directory.offset;
    DESCANT_CHECK(archive.readDirectory(directory));
    return archive;
}

Result<ZipArchive::Directory> ZipArchive::findDirectory() const
{
    const std::uint64_t size = m_file.size();
    if (size < kEndBytes)
        return invalid(path(), "it is too short for a zip archive");
    std::vector<std::byte> tail(std::min<std::uint64_t>(size, kEndBytes + kLongestComment));
    const std::uint64_t tailStart = size - tail.size();
    DESCANT_CHECK(m_file.read(tailStart, tail));
    const std::span<const std::byte> all(tail);
    for (std::size_t at = tail.size() - kEndBytes + 1; at-- > 0;) {
        const Record end(all.subspan(at));
        if (end.u32(0) != kEnd || at + kEndBytes + end.u16(20) != tail.size())
            continue;
        Directory directory{end.u32(16), end.u32(12), end.u16(10)};
        const std::uint64_t endOffset = tailStart + at;
        std::uint64_t limit = endOffset;
        if (at >= kLocatorBytes && Record(all.subspan(at - kLocatorBytes)).u32(0) == kEnd64Locator) {
            const std::uint64_t end64 = Record(all.subspan(at - kLocatorBytes)).u64(8);
            std::vector<std::byte> bytes(kEnd64Bytes);
            if (end64 > endOffset || endOffset - end64 < kEnd64Bytes)
                return invalid(path(), "its ZIP64 record lies outside the file");
            DESCANT_CHECK(m_file.read(end64, bytes));
            const Record record(bytes);
            if (record.u32(0) != kEnd64)
                return invalid(path(), "its ZIP64 record is damaged");
            directory = {record.u64(48), record.u64(40), record.u64(32)};
            limit = end64;
        }
        if (directory.bytes > limit || directory.offset > limit - directory.bytes)
            return invalid(path(), "its list of entries lies outside the file");
        if (directory.bytes > kLargestDirectory || directory.entries > kMostEntries)
            return invalid(path(), "its list of entries is longer than is allowed");
        return directory;
    }
    return invalid(path(), "it is no whole zip archive: the end is missing");
}

Result<void> ZipArchive::readDirectory(const Directory& directory)
{
    std::vector<std::byte> bytes(directory.bytes);
    DESCANT_CHECK(m_file.read(directory.offset, bytes));
    std::span<const std::byte> rest(bytes);
    for (std::uint64_t number = 0; number < directory.entries; ++number) {
        if (rest.size() < kCentralBytes || Record(rest).u32(0) != kCentralHeader)
            return invalid(path(), "its list of entries is damaged");
        const Record record(rest);
        const std::size_t name = record.u16(28), extra = record.u16(30), comment = record.u16(32);
        if (rest.size() < kCentralBytes + name + extra + comment)
            return invalid(path(), "its list of entries is damaged");
        ZipEntry entry{std::string(reinterpret_cast<const char*>(rest.data()) + kCentralBytes, name), record.u32(42),
                       record.u32(24)};
        std::uint64_t stored = record.u32(20);
        if (!readZip64(rest.subspan(kCentralBytes + name, extra), entry.bytes, stored, entry.header))
            return invalid(path(), "the sizes of an entry are damaged");
        if (!isSafeName(entry.name))
            return fail(ErrorCode::CheckpointHostile, path().string(), "the name of an entry leaves the archive");
        if (record.u16(10) != 0 || (record.u16(8) & kEncrypted) != 0 || stored != entry.bytes)
            return invalid(path(),
                           fmt::format("\"{}\" is compressed or encrypted, which torch.save never does", entry.name));
        if (entry.header > m_dataEnd || entry.bytes > m_dataEnd - entry.header
            || m_dataEnd - entry.header - entry.bytes < kLocalBytes)
            return invalid(path(), fmt::format("\"{}\" reaches outside the file", entry.name));
        const std::string key = entry.name;
        if (!m_entries.emplace(key, std::move(entry)).second)
            return fail(ErrorCode::CheckpointHostile, path().string(), fmt::format("\"{}\" is in it twice", key));
        rest = rest.subspan(kCentralBytes + name + extra + comment);
    }
    if (!rest.empty())
        return invalid(path(), "its list of entries is longer than it says");
    return {};
}

const ZipEntry* ZipArchive::find(const std::string& name) const
{
    const auto found = m_entries.find(name);
    return found == m_entries.end() ? nullptr : &found->second;
}

Result<void> ZipArchive::read(const ZipEntry& entry, std::uint64_t from, std::span<std::byte> target) const
{
    if (from > entry.bytes || target.size() > entry.bytes - from)
        return fail(ErrorCode::Internal, entry.name, "reading reaches outside the entry");
    std::vector<std::byte> bytes(kLocalBytes);
    DESCANT_CHECK(m_file.read(entry.header, bytes));
    const Record local(bytes);
    if (local.u32(0) != kLocalHeader)
        return invalid(path(), fmt::format("\"{}\" is not where the list of entries says", entry.name));
    // Its own extra field pads the data and is another one than that of the central directory.
    const std::uint64_t data = entry.header + kLocalBytes + local.u16(26) + local.u16(28);
    if (data > m_dataEnd || entry.bytes > m_dataEnd - data)
        return invalid(path(), fmt::format("\"{}\" reaches outside the file", entry.name));
    return m_file.read(data + from, target);
}

} // namespace descant::inference
