// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_table.h"
#include "core/media/internal/packet_order.h"

#include <map>

namespace descant::media {

/// What the packets of a video stream tell.
struct ScannedStream {
    FrameTable table;
    PacketOrder order; ///< empty where packets say themselves when their frames are presented
};

/// The video streams named by `streams`, each with its table: from the container's index where that says enough, else
/// from all of their packets, read once while the file stays as it is (ScanCache); a stream whose packets do not say when they are presented is decoded once.
/// `input` is the freshly opened file, and stands somewhere afterwards.
Outcome<std::map<int, ScannedStream>> scanStreams(const std::filesystem::path& path, AVFormatContext& input,
                                                  const std::vector<int>& streams, std::stop_token stop);

/// The same from all packets, from where the input stands to its end.
Outcome<std::map<int, ScannedStream>> scanPackets(const std::filesystem::path& path, AVFormatContext& input,
                                                  const std::vector<int>& streams, std::stop_token stop);

} // namespace descant::media
