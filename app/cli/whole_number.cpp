// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/whole_number.h"

#include <charconv>
#include <cstdint>

namespace descant::cli {

CLI::Validator wholeNumber()
{
    const auto check = [](const std::string& text) -> std::string {
        std::uint64_t value = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        return problem == std::errc() && end == text.data() + text.size()
            ? ""
            : "Value " + text + " is no whole number from 0 to " + std::to_string(UINT64_MAX);
    };
    return {check, "UINT"};
}

} // namespace descant::cli
