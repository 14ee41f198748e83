// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/frame_table.h"
#include "core/media/internal/ffmpeg.h"

#include <optional>

namespace descant::media {

/// The table of a stream from the index that an MP4 or MOV file carries, without reading the film: where frames are
/// evenly spaced in closed groups of pictures, as the index, the first packets and the last group all say. Nothing for
/// any other file: its packets have to be scanned, and the input stands where it stood, at the beginning.
/// MediaTruncated when it does not go back there.
Result<std::optional<FrameTable>> tableFromIndex(AVFormatContext& input, int streamIndex);

/// Whether the index promises so much: costs nothing, and is not verified yet.
bool indexIsEven(const AVFormatContext& input, int stream);

} // namespace descant::media
