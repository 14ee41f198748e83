// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image.h"
#include "core/base/result.h"

#include <filesystem>
#include <optional>
#include <stop_token>

namespace descant::media {

/// The first picture of a film that will take a while to open, because it is large and has to be read to its end before
/// its frames are known (Matroska, MPEG-TS, films of uneven rate): upright, with square pixels, for people to look at
/// meanwhile. Nothing for all others. Errors as FrameReader::open.
Outcome<std::optional<Image>> glimpse(const std::filesystem::path& path, std::stop_token stop = {});

} // namespace descant::media
