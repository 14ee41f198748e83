// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace descant::formats {

/// What a format can hold, and what Descant can do with it.
struct FormatCapability {
    std::string_view name;          ///< as --format takes it
    std::string_view title;
    bool imports = false;
    bool exports = false;
    bool holdsTimes = false;
    bool holdsStatus = false;
    bool holdsProvenance = false;   ///< model text, critique, who and when
    bool holdsLanguage = false;
};

const std::vector<FormatCapability>& formatTable();
/// The format of that name, or nothing.
const FormatCapability* findFormat(std::string_view name);

} // namespace descant::formats
