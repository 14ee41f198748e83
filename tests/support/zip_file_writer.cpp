// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/zip_file_writer.h"

#include <algorithm>
#include <fstream>
#include <stdexcept>

namespace descant::test {
namespace {

constexpr std::uint64_t kIn64 = 0xffffffff;

/// Appends little-endian numbers.
class Bytes {
public:
    Bytes& u16(std::uint64_t value) { return number(value, 2); }
    Bytes& u32(std::uint64_t value) { return number(value, 4); }
    Bytes& u64(std::uint64_t value) { return number(value, 8); }
    Bytes& text(const std::string& value)
    {
        m_bytes += value;
        return *this;
    }
    const std::string& str() const { return m_bytes; }

private:
    Bytes& number(std::uint64_t value, int size)
    {
        for (int index = 0; index < size; ++index)
            m_bytes += static_cast<char>(value >> (8 * index) & 0xff);
        return *this;
    }
    std::string m_bytes;
};

std::uint64_t sizeOf(const ZipPart& part) { return part.bytes.size() + part.hole; }

std::string localHeader(const ZipPart& part, const ZipStyle& style, std::uint64_t at)
{
    const std::uint64_t size = style.localSizes == ZipStyle::LocalSizes::Written ? std::min(sizeOf(part), kIn64) : 0;
    const std::uint64_t start = at + 30 + part.name.size() + 4;
    const std::uint64_t padding =
        style.alignment > 1 ? (style.alignment - start % style.alignment) % style.alignment : 0;
    Bytes header;
    header.u32(0x04034b50).u16(0).u16(style.flags).u16(style.method).u32(0).u32(0).u32(size).u32(size);
    header.u16(part.name.size()).u16(4 + padding).text(part.name);
    return header.u16(0x4246).u16(padding).text(std::string(padding, 'Z')).str(); // "FB", as torch names it
}

std::string centralHeader(const ZipPart& part, const ZipStyle& style, std::uint64_t at)
{
    const bool all = style.numbers == ZipStyle::Numbers::AlwaysZip64;
    const bool wideSize = all || sizeOf(part) >= kIn64, wideAt = all || at >= kIn64;
    Bytes wide;
    if (wideSize)
        wide.u64(sizeOf(part)).u64(sizeOf(part));
    if (wideAt)
        wide.u64(at);
    Bytes extra;
    if (!wide.str().empty())
        extra.u16(1).u16(wide.str().size()).text(wide.str());
    const std::uint64_t size = wideSize ? kIn64 : sizeOf(part);
    Bytes header;
    header.u32(0x02014b50).u16(0).u16(0).u16(style.flags).u16(style.method).u32(0).u32(0).u32(size).u32(size);
    header.u16(part.name.size()).u16(extra.str().size()).u16(0).u16(0).u16(0).u32(0).u32(wideAt ? kIn64 : at);
    return header.text(part.name).text(extra.str()).str();
}

std::string endOf(const ZipStyle& style, std::uint64_t entries, std::uint64_t bytes, std::uint64_t at)
{
    entries = style.claimedEntries.value_or(entries);
    Bytes end;
    if (style.numbers == ZipStyle::Numbers::AlwaysZip64 || at >= kIn64) {
        end.u32(0x06064b50).u64(44).u16(45).u16(45).u32(0).u32(0).u64(entries).u64(entries).u64(bytes).u64(at);
        end.u32(0x07064b50).u32(0).u64(at + bytes).u32(1);
        entries = 0xffff, bytes = kIn64, at = kIn64;
    }
    end.u32(0x06054b50).u16(0).u16(0).u16(entries).u16(entries).u32(bytes).u32(at);
    return end.u16(style.comment.size()).text(style.comment).str();
}

} // namespace

void writeZip(const std::filesystem::path& path, const std::vector<ZipPart>& parts, const ZipStyle& style)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    const auto here = [&] { return static_cast<std::uint64_t>(file.tellp()); };
    std::string directory;
    for (const ZipPart& part : parts) {
        directory += centralHeader(part, style, here());
        file << localHeader(part, style, here()) << part.bytes;
        file.seekp(static_cast<std::streamoff>(part.hole), std::ios::cur);
    }
    const std::uint64_t at = here();
    file << directory << endOf(style, parts.size(), directory.size(), at);
    file.close();
    if (!file)
        throw std::runtime_error("the archive could not be written");
}

} // namespace descant::test
