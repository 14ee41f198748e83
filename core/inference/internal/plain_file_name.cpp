// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/plain_file_name.h"

#include <string_view>

namespace descant::inference {

bool isPlainFileName(const std::string& name)
{
    return !name.empty() && name != "." && name != ".."
        && name.find_first_of(std::string_view("/\\\0", 3)) == std::string::npos;
}

} // namespace descant::inference
