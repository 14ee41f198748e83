// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace descant::formats {

/// A format, and what Descant can do with it.
struct FormatCapability {
    std::string_view name;          ///< as --format takes it
    std::string_view title;
    bool imports = false;
    bool exports = false;
};

const std::vector<FormatCapability>& formatTable();
/// The format of that name, or nothing.
const FormatCapability* findFormat(std::string_view name);

} // namespace descant::formats
