// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

#include "core/base/media_time.h"
#include "core/media/frame_reader.h"

#include <filesystem>

namespace descant::cli {

/// --start and --end, in seconds.
struct StretchOptions {
    std::optional<double> start, end;
};
void addStretchOptions(CLI::App* command, StretchOptions& options);
/// The stretch that is asked for; what is not said is the file's start or end. UsageWrong when it makes no sense.
Outcome<TimeRange> stretchOf(const std::filesystem::path& file, const StretchOptions& options, std::stop_token stop);

/// "640x360". UsageWrong for anything else.
Result<media::PixelSize> parseSize(const std::string& text);

} // namespace descant::cli
