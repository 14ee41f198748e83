// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloads/internal/content_range.h"

#include <charconv>

namespace descant::downloads {
namespace {

/// Takes a number off the front.
std::optional<std::uint64_t> takeNumber(std::string_view& text)
{
    std::uint64_t value = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc())
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool take(std::string_view& text, std::string_view what)
{
    if (!text.starts_with(what))
        return false;
    text.remove_prefix(what.size());
    return true;
}

} // namespace

std::optional<ContentRange> parseContentRange(const std::string& header)
{
    std::string_view text = header;
    ContentRange range;
    if (!take(text, "bytes "))
        return std::nullopt;
    if (!take(text, "*/")) {
        range.first = takeNumber(text);
        if (!range.first || !take(text, "-"))
            return std::nullopt;
        const std::optional<std::uint64_t> last = takeNumber(text);
        if (!last || *last < *range.first || !take(text, "/"))
            return std::nullopt;
    }
    if (!take(text, "*")) {
        range.total = takeNumber(text);
        if (!range.total)
            return std::nullopt;
    }
    return text.empty() ? std::optional(range) : std::nullopt;
}

} // namespace descant::downloads
