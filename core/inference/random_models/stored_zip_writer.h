// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::inference {

/// An entry to write, made in pieces when its turn comes; without `fillPart` it is zeros that take no room on the disk.
struct ZipEntryToWrite {
    std::string name;
    std::uint64_t bytes = 0;
    std::function<Result<void>(std::uint64_t from, std::span<std::byte>)> fillPart;
};
ZipEntryToWrite zipText(std::string name, std::string content);

/// Writes a zip archive as torch.save does: entries stored, their data at multiples of 64 bytes, sizes behind them and
/// in the central directory but not in front of them, ZIP64 where 32 bits do not suffice. Checksums are left 0, which
/// neither PyTorch nor this program looks at. On failure nothing is left behind; stops within a few megabytes.
Outcome<void> writeStoredZip(const std::filesystem::path& path, const std::vector<ZipEntryToWrite>& entries,
                             const std::stop_token& stop);

} // namespace descant::inference
