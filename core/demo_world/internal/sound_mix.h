// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/audio.h"
#include "core/demo_world/catalogue.h"
#include "core/demo_world/plan.h"

#include <cstdint>
#include <vector>

namespace descant::demo_world {

/// Cuts silence off both ends and brings the loud parts to a mean level of -20 dB, no peak above -0.5 dB.
std::vector<float> levelled(std::vector<float> samples);

struct SoundMix {
    Audio audio;
    std::vector<std::uint64_t> steps; ///< as DenseLabels::sounds
};

/// The whole sound track of a clip.
SoundMix mixSound(const SoundPlan& plan, const Catalogue& catalogue);

} // namespace descant::demo_world
