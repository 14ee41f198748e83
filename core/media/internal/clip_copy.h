// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/clip_cutter.h"

#include <optional>

namespace descant::media {

/// The clip by copying coded packets; see cutClip(). Nothing where the source does not allow that.
Outcome<std::optional<CutClip>> copyClip(const CutOrder& order, std::stop_token stop);

} // namespace descant::media
