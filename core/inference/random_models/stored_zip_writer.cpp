// SPDX-License-Identifier: GPL-3.0-or-later
// Layout: APPNOTE.TXT 6.3.10 of PKWARE, sections 4.3.7, 4.3.9, 4.3.12 and 4.3.14 to 4.3.16.
#include "core/inference/random_models/stored_zip_writer.h"

#include "core/inference/internal/output_file.h"

#include <algorithm>
#include <cstring>

namespace descant::inference {
namespace {

constexpr std::uint64_t kIn64 = 0xffffffff; ///< the value stands in the ZIP64 field
constexpr std::uint64_t kAlignment = 64;
constexpr std::uint64_t kPiece = std::uint64_t(4) << 20;
constexpr std::uint16_t kFlags = 0x0808;   ///< sizes follow the data; names are UTF-8
constexpr std::uint16_t kPadding = 0x4246; ///< the extra field that torch pads with

/// Appends little-endian numbers.
class Record {
public:
    Record& u16(std::uint64_t value) { return number(value, 2); }
    Record& u32(std::uint64_t value) { return number(value, 4); }
    Record& u64(std::uint64_t value) { return number(value, 8); }
    Record& text(const std::string& value)
    {
        m_bytes += value;
        return *this;
    }
    const std::string& bytes() const { return m_bytes; }

private:
    Record& number(std::uint64_t value, int size)
    {
        for (int index = 0; index < size; ++index)
            m_bytes += static_cast<char>(value >> (8 * index) & 0xff);
        return *this;
    }
    std::string m_bytes;
};

std::string localHeader(const ZipEntryToWrite& entry, std::uint64_t at)
{
    constexpr std::uint64_t kFixed = 30, kExtra = 4;
    const std::uint64_t start = at + kFixed + entry.name.size() + kExtra;
    const std::uint64_t padding = (kAlignment - start % kAlignment) % kAlignment;
    Record header;
    header.u32(0x04034b50).u16(0).u16(kFlags).u16(0).u32(0).u32(0).u32(0).u32(0);
    header.u16(entry.name.size()).u16(kExtra + padding).text(entry.name);
    return header.u16(kPadding).u16(padding).text(std::string(padding, 'Z')).bytes();
}

std::string descriptor(const ZipEntryToWrite& entry)
{
    Record sizes;
    sizes.u32(0x08074b50).u32(0);
    return entry.bytes >= kIn64 ? sizes.u64(entry.bytes).u64(entry.bytes).bytes()
                                : sizes.u32(entry.bytes).u32(entry.bytes).bytes();
}

std::string centralHeader(const ZipEntryToWrite& entry, std::uint64_t at)
{
    Record wide;
    if (entry.bytes >= kIn64)
        wide.u64(entry.bytes).u64(entry.bytes);
    if (at >= kIn64)
        wide.u64(at);
    Record extra;
    if (!wide.bytes().empty())
        extra.u16(1).u16(wide.bytes().size()).text(wide.bytes());
    const std::uint64_t size = std::min(entry.bytes, kIn64);
    Record header;
    header.u32(0x02014b50).u16(0).u16(0).u16(kFlags).u16(0).u32(0).u32(0).u32(size).u32(size);
    header.u16(entry.name.size()).u16(extra.bytes().size()).u16(0).u16(0).u16(0).u32(0).u32(std::min(at, kIn64));
    return header.text(entry.name).text(extra.bytes()).bytes();
}

/// The ZIP64 records are always there, as torch writes them.
std::string endOf(std::uint64_t entries, std::uint64_t bytes, std::uint64_t at)
{
    Record end;
    end.u32(0x06064b50).u64(44).u16(45).u16(45).u32(0).u32(0).u64(entries).u64(entries).u64(bytes).u64(at);
    end.u32(0x07064b50).u32(0).u64(at + bytes).u32(1);
    const std::uint64_t few = std::min<std::uint64_t>(entries, 0xffff);
    end.u32(0x06054b50).u16(0).u16(0).u16(few).u16(few).u32(std::min(bytes, kIn64)).u32(std::min(at, kIn64)).u16(0);
    return end.bytes();
}

Result<void> writeText(OutputFile& file, const std::string& text) { return file.write(std::as_bytes(std::span(text))); }

Outcome<void> writeData(OutputFile& file, const ZipEntryToWrite& entry, const std::stop_token& stop)
{
    if (!entry.fillPart) {
        DESCANT_CHECK(file.skip(entry.bytes));
        return {};
    }
    std::vector<std::byte> buffer;
    for (std::uint64_t from = 0; from < entry.bytes; from += kPiece) {
        if (stop.stop_requested())
            return cancelled();
        buffer.resize(std::min(kPiece, entry.bytes - from));
        DESCANT_CHECK(entry.fillPart(from, buffer));
        DESCANT_CHECK(file.write(buffer));
    }
    return {};
}

} // namespace

ZipEntryToWrite zipText(std::string name, std::string content)
{
    const std::uint64_t bytes = content.size();
    return {std::move(name), bytes,
            [content = std::move(content)](std::uint64_t from, std::span<std::byte> target) -> Result<void> {
                std::memcpy(target.data(), content.data() + from, target.size());
                return {};
            }};
}

Outcome<void> writeStoredZip(const std::filesystem::path& path, const std::vector<ZipEntryToWrite>& entries,
                             const std::stop_token& stop)
{
    OutputFile file(path);
    std::string directory;
    for (const ZipEntryToWrite& entry : entries) {
        directory += centralHeader(entry, file.bytes());
        DESCANT_CHECK(writeText(file, localHeader(entry, file.bytes())));
        DESCANT_CHECK(writeData(file, entry, stop));
        DESCANT_CHECK(writeText(file, descriptor(entry)));
    }
    const std::uint64_t at = file.bytes();
    DESCANT_CHECK(writeText(file, directory));
    DESCANT_CHECK(writeText(file, endOf(entries.size(), directory.size(), at)));
    DESCANT_CHECK(file.finish());
    return {};
}

} // namespace descant::inference
