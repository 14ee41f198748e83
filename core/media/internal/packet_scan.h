// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_table.h"
#include "core/media/internal/ffmpeg.h"

#include <map>

namespace descant::media {

/// Reads all packets of the video streams named by `streams` once, from where the input stands to its end, and gives
/// each stream's table.
Outcome<std::map<int, FrameTable>> scanPackets(AVFormatContext& input, const std::vector<int>& streams, std::stop_token stop);

} // namespace descant::media
