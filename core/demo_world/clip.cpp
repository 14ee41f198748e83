// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/clip.h"

#include "core/demo_world/internal/paint_place.h"
#include "core/demo_world/internal/patch_labels.h"
#include "core/demo_world/internal/sound_mix.h"
#include "core/demo_world/internal/sprite.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace descant::demo_world {

namespace {

/// A centre for which an edge of `length` does not leave the picture.
double inside(double centre, double length, int size) { return std::clamp(centre, length / 2, size - length / 2); }

/// Where a thing is at a moment of the clip, 0…1, in a picture of `size` pixels.
SpritePose poseAt(const ThingPlan& plan, const Sprite& sprite, double moment, int size)
{
    SpritePose pose = fitPose(sprite, plan.size * size, plan.longest * size);
    const double turn = 2 * std::numbers::pi * plan.turnsPerClip * moment + plan.phase;
    pose.centreX = inside((plan.centreX + plan.swayX * std::sin(turn)) * size, pose.width, size);
    pose.centreY = inside((plan.centreY + plan.swayY * std::sin(2 * turn)) * size, pose.height, size);
    pose.rotation = plan.rotation + plan.swayTurn * std::cos(turn);
    pose.brightness = plan.brightness;
    pose.facing = plan.facing;
    return pose;
}

void addNames(const ClipPlan& plan, Clip& clip)
{
    clip.id = clipId(plan);
    clip.captions = captionsOf(plan);
    clip.facts = factsOf(plan);
    clip.labels.place = plan.place.place;
    clip.labels.sound = plan.sound.sound;
    clip.labels.weather = plan.sound.weather;
    for (const ThingPlan& thing : plan.things)
        clip.labels.things.push_back(thing.thing);
}

void addSound(const ClipPlan& plan, const Catalogue& catalogue, Clip& clip)
{
    SoundMix mix = mixSound(plan.sound, catalogue);
    clip.audio = std::move(mix.audio);
    clip.labels.sounds = std::move(mix.steps);
}

void addPictures(const ClipPlan& plan, const Catalogue& catalogue, const RenderOptions& options, Clip& clip)
{
    Image place(options.size, options.size);
    paintPlace(place, plan.place);
    clip.labels.patchesPerEdge = options.size / options.patch;
    for (int frame = 0; frame < options.frames; ++frame) {
        Image picture = place;
        OwnerMap map(options.size, options.size);
        const double moment = (frame + 0.5) / options.frames;
        for (std::size_t position = 0; position < plan.things.size(); ++position) {
            const ThingPlan& thing = plan.things[position];
            const Sprite& sprite = catalogue.picture(thing.thing, thing.picture);
            drawSprite(picture, map, sprite, poseAt(thing, sprite, moment, options.size),
                       static_cast<std::int16_t>(position));
        }
        clip.labels.patches.push_back(patchClasses(map, clip.labels.things, plan.place.place, options.patch));
        clip.labels.boxes.push_back(boxesOf(map, clip.labels.things));
        clip.frames.push_back(std::move(picture));
    }
}

} // namespace

int patchClassOfPlace(int place) { return static_cast<int>(world().things.size()) + place; }

int patchClassCount() { return static_cast<int>(world().things.size() + world().places.size()); }

Clip renderClip(const ClipPlan& plan, const Catalogue& catalogue, const RenderOptions& options)
{
    Clip clip = renderPictures(plan, catalogue, options);
    addSound(plan, catalogue, clip);
    return clip;
}

Clip renderSound(const ClipPlan& plan, const Catalogue& catalogue)
{
    Clip clip;
    addNames(plan, clip);
    addSound(plan, catalogue, clip);
    return clip;
}

Clip renderPictures(const ClipPlan& plan, const Catalogue& catalogue, const RenderOptions& options)
{
    Clip clip;
    addNames(plan, clip);
    addPictures(plan, catalogue, options, clip);
    return clip;
}

} // namespace descant::demo_world
