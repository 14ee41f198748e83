// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/safetensors_reader.h"

#include <string_view>

namespace descant::inference {

struct SafetensorsHeader {
    std::vector<TensorEntry> tensors; ///< sorted by offset; offsets count from the start of the data
    std::map<std::string, std::string> metadata;
};

/// Parses and checks the JSON header of a file whose data part is dataBytes long. The error is one clause.
tl::expected<SafetensorsHeader, std::string> parseSafetensorsHeader(std::string_view text, std::uint64_t dataBytes);

} // namespace descant::inference
