// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/demo_world/internal/sprite.h"

#include <filesystem>
#include <vector>

namespace descant::demo_world {

/// A picture file with its transparency. CatalogueMissing where it cannot be read or shows nothing.
Result<Sprite> loadPicture(const std::filesystem::path& path);

/// A sound file as mono at 16 kHz, as it is. CatalogueMissing where it cannot be read or is empty.
Result<std::vector<float>> loadRecording(const std::filesystem::path& path);

} // namespace descant::demo_world
