// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/format_table.h"

namespace descant::formats {

const std::vector<FormatCapability>& formatTable()
{
    static const std::vector<FormatCapability> table{
        {"msrvtt", "MSR-VTT JSON", true, true},
    };
    return table;
}

const FormatCapability* findFormat(std::string_view name)
{
    for (const FormatCapability& format : formatTable()) {
        if (format.name == name)
            return &format;
    }
    return nullptr;
}

} // namespace descant::formats
