// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/audio.h"
#include "core/base/image.h"
#include "core/demo_world/captions.h"
#include "core/demo_world/catalogue.h"
#include "core/demo_world/plan.h"

#include <cstdint>
#include <string>
#include <vector>

namespace descant::demo_world {

inline constexpr int kSampleRate = 16000;
inline constexpr int kClipSamples = 82160; ///< gives 512 filter bank frames of 25 ms every 10 ms
inline constexpr double kClipSeconds = 5.12;
inline constexpr int kSoundSteps = 32; ///< of 0.16 s
inline constexpr double kSoundStepSeconds = 0.16;

/// How a clip is rendered: square pictures of `size` pixels, evenly spread over the clip's 5.12 s.
struct RenderOptions {
    int size = 96;
    int frames = 16;
    int patch = 16; ///< edge of a labelled patch; divides `size`
};

/// Where a thing is in a picture, in pixels, half open.
struct ThingBox {
    int thing = 0;
    int left = 0;
    int top = 0;
    int right = 0;
    int bottom = 0;
};

/// What each patch shows: the number of a thing that covers a sixth of it or more (the one that covers most),
/// else patchClassOfPlace(place). Rows top to bottom.
using PatchClasses = std::vector<std::int16_t>;
/// world().things.size() + place.
int patchClassOfPlace(int place);
/// Things and places together.
int patchClassCount();

/// The truth about a clip, for training on dense labels.
struct DenseLabels {
    int patchesPerEdge = 0;
    std::vector<PatchClasses> patches;        ///< [frame][patchesPerEdge²]
    std::vector<std::vector<ThingBox>> boxes; ///< [frame][thing that can be seen]
    int place = 0;
    std::vector<int> things;           ///< numbers of all things in the clip
    std::vector<std::uint64_t> sounds; ///< [kSoundSteps], bit n: sound number n is heard
    int sound = -1;                    ///< the clip's sound; -1: none
    Weather weather = Weather::None;   ///< heard all the time
};

struct Clip {
    std::string id;
    std::vector<Image> frames;
    Audio audio; ///< mono, 16 kHz, kClipSamples
    std::vector<std::string> captions;
    std::vector<Fact> facts;
    DenseLabels labels;
};

/// Renders a plan; the same plan and options give the same bytes. Any thread; about 10 ms with the default options.
/// `options` must be sane: sizes positive, `patch` divides `size`.
Clip renderClip(const ClipPlan& plan, const Catalogue& catalogue, const RenderOptions& options = {});

/// Only the sound and its labels, or only the pictures and theirs, where the rest is not needed.
Clip renderSound(const ClipPlan& plan, const Catalogue& catalogue);
Clip renderPictures(const ClipPlan& plan, const Catalogue& catalogue, const RenderOptions& options = {});

/// One picture for the first training stage: four to six things of any size and angle scattered over a place.
struct ScatterPicture {
    Image image;
    int patchesPerEdge = 0;
    PatchClasses patches;
    int place = 0;
    std::vector<int> things; ///< that can still be seen, each once
};

/// The same picture for the same values. Split::Test uses the places' kept look, the others do not. Any thread.
ScatterPicture renderScatter(const Catalogue& catalogue, std::uint64_t seed, Split split, std::int64_t index,
                             const RenderOptions& options = {});

} // namespace descant::demo_world
