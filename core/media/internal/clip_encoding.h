// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/clip_cutter.h"

namespace descant::media {

/// The clip by decoding and encoding anew; see cutClip().
Outcome<CutClip> encodeClip(const CutOrder& order, std::stop_token stop);

} // namespace descant::media
