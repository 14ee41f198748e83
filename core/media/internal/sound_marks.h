// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/media/similarity.h"

namespace descant::media {

/// The marks of a file's best audio stream; none for one without sound.
Outcome<std::vector<SoundMark>> soundMarksOf(const std::filesystem::path& path, std::stop_token stop);

} // namespace descant::media
