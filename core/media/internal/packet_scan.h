// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_table.h"
#include "core/media/internal/ffmpeg.h"

#include <map>

namespace descant::media {

/// The tables of the video streams named by `streams`: from the container's index where that says enough, else from all of
/// their packets, read once. The input must be freshly opened, and stands somewhere afterwards.
Outcome<std::map<int, FrameTable>> frameTables(AVFormatContext& input, const std::vector<int>& streams, std::stop_token stop);

/// Reads all packets of the streams from where the input stands to its end, and gives each stream's table.
Outcome<std::map<int, FrameTable>> scanPackets(AVFormatContext& input, const std::vector<int>& streams, std::stop_token stop);

} // namespace descant::media
