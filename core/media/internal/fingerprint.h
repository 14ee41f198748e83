// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/media/internal/ffmpeg.h"

namespace descant::media {

/// SHA-256 over the size, 64 KiB of head, middle and tail, and the stream table: stable when a file is moved or renamed.
Result<std::string> fingerprintOf(const std::filesystem::path& path, const AVFormatContext& input);

} // namespace descant::media
