// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/options.h"

#include "core/media/probe.h"

#include <charconv>
#include <cmath>
#include <cstdint>

namespace descant::cli {
namespace {

// Longer than any file; fits microseconds in 64 bits with room to add.
constexpr double kLongestSeconds = 1e9;

bool sensible(const std::optional<double>& value)
{
    return !value || (std::isfinite(*value) && *value >= 0.0 && *value <= kLongestSeconds);
}

} // namespace

void addStretchOptions(CLI::App* command, StretchOptions& options)
{
    command->add_option("--start", options.start, "From this second on (default: the start)");
    command->add_option("--end", options.end, "Up to this second (default: the end)");
}

Outcome<TimeRange> stretchOf(const std::filesystem::path& file, const StretchOptions& options, std::stop_token stop)
{
    if (!sensible(options.start) || !sensible(options.end))
        return fail(ErrorCode::UsageWrong, "--start and --end", "seconds are numbers from 0 on");
    TimeRange range;
    range.start = fromSeconds(options.start.value_or(0.0));
    if (options.end) {
        range.end = fromSeconds(*options.end);
    } else {
        DESCANT_TRY(const media::MediaInfo info, media::probe(file, stop));
        range.end = info.duration;
        if (range.empty())
            return fail(ErrorCode::EmptyRange, file.string(), "it ends before " + formatSeconds(range.start) + " s");
    }
    if (range.empty())
        return fail(ErrorCode::UsageWrong, "--start and --end", "the end must come after the start");
    return range;
}

Result<media::PixelSize> parseSize(const std::string& text)
{
    media::PixelSize size;
    const char* const end = text.data() + text.size();
    const auto width = std::from_chars(text.data(), end, size.width);
    if (width.ec == std::errc() && width.ptr != end && *width.ptr == 'x') {
        const auto height = std::from_chars(width.ptr + 1, end, size.height);
        if (height.ec == std::errc() && height.ptr == end && size.width > 0 && size.height > 0 && size.width <= 16384
            && size.height <= 16384)
            return size;
    }
    return fail(ErrorCode::UsageWrong, "--size " + text, "a size is written as 224x224");
}

} // namespace descant::cli
