// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace descant::metrics {

/// The words of a caption that stands alone, as PennTokenizer splits it. Any thread.
std::vector<std::string> captionWords(std::string_view caption);

} // namespace descant::metrics
