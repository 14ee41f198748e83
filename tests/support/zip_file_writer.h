// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace descant::test {

/// One entry of a zip archive, stored.
struct ZipPart {
    std::string name;
    std::string bytes;
    std::uint64_t hole = 0; ///< zeros after the bytes, which take no room on the disk
};

/// How an archive is written. The default is what torch.save does.
struct ZipStyle {
    enum class LocalSizes { Zero, Written } localSizes = LocalSizes::Zero;
    enum class Numbers { AsNeeded, AlwaysZip64 } numbers = Numbers::AsNeeded;
    std::size_t alignment = 64; ///< of the data, by an extra field in the local header
    std::uint16_t flags = 0x0808;
    std::uint16_t method = 0;
    std::optional<std::uint64_t> claimedEntries = {}; ///< in place of the true number
    std::string comment = {};
};

void writeZip(const std::filesystem::path& path, const std::vector<ZipPart>& parts, const ZipStyle& style = {});

} // namespace descant::test
