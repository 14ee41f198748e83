// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/clip.h"
#include "core/demo_world/internal/paint_place.h"
#include "core/demo_world/internal/patch_labels.h"
#include "core/demo_world/internal/random.h"
#include "core/demo_world/internal/sprite.h"

#include <algorithm>

namespace descant::demo_world {

namespace {

constexpr std::uint64_t kScatter = 0x5CA77E8;

SpritePose anyPose(const Sprite& sprite, const Thing& thing, Random& random, int size)
{
    SpritePose pose = fitPose(sprite, random.between(0.24, 0.66) * size, 0.86 * size);
    pose.centreX = random.between(0.12, 0.88) * size;
    pose.centreY = random.between(0.12, 0.88) * size;
    // Most stand nearly upright, as in clips; some do not.
    pose.rotation = random.chance(0.75) ? random.between(-0.25, 0.25) : random.between(-0.8, 0.8);
    pose.brightness = random.between(0.75, 1.25);
    pose.facing = random.chance(0.5) && thing.mirrors ? Facing::Mirrored : Facing::AsDrawn;
    return pose;
}

void keepVisible(std::vector<int>& things, const PatchClasses& patches)
{
    std::sort(things.begin(), things.end());
    things.erase(std::unique(things.begin(), things.end()), things.end());
    std::erase_if(things, [&](int thing) { return std::find(patches.begin(), patches.end(), thing) == patches.end(); });
}

} // namespace

ScatterPicture renderScatter(const Catalogue& catalogue, std::uint64_t seed, Split split, std::int64_t index,
                             const RenderOptions& options)
{
    Random random(
        mixBits(mixBits(seed ^ kScatter, static_cast<std::uint64_t>(split)), static_cast<std::uint64_t>(index)));
    ScatterPicture result;
    result.place = random.below(static_cast<int>(world().places.size()));
    const int variant = split == Split::Test ? kPlaceVariants - 1 : random.below(kPlaceVariants - 1);
    result.image = Image(options.size, options.size);
    paintPlace(result.image, {result.place, variant, random.bits()});
    OwnerMap map(options.size, options.size);
    const int count = 4 + random.below(3);
    for (int position = 0; position < count; ++position) {
        const int thing = random.below(static_cast<int>(world().things.size()));
        const auto& files = world().things[static_cast<std::size_t>(thing)].pictures;
        const Sprite& sprite = catalogue.picture(thing, random.below(static_cast<int>(files.size())));
        drawSprite(result.image, map, sprite,
                   anyPose(sprite, world().things[static_cast<std::size_t>(thing)], random, options.size),
                   static_cast<std::int16_t>(position));
        result.things.push_back(thing);
    }
    result.patchesPerEdge = options.size / options.patch;
    result.patches = patchClasses(map, result.things, result.place, options.patch);
    keepVisible(result.things, result.patches);
    return result;
}

} // namespace descant::demo_world
