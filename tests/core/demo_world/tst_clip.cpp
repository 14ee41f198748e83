// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/clip.h"
#include "tests/core/demo_world/package.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <thread>

namespace descant::demo_world {
namespace {

using test::installedCatalogue;

double levelOf(const std::vector<float>& samples, std::size_t first, std::size_t last)
{
    double sum = 0;
    for (std::size_t at = first; at < last; ++at)
        sum += double(samples[at]) * samples[at];
    return std::sqrt(sum / static_cast<double>(last - first));
}

/// How many pixels differ clearly between a picture with things and the same place without, within a patch.
int changedPixels(const Image& with, const Image& without, int left, int top, int patch)
{
    int changed = 0;
    for (int y = top; y < top + patch; ++y)
        for (int x = left; x < left + patch; ++x) {
            int difference = 0;
            for (int channel = 0; channel < 3; ++channel)
                difference += std::abs(with.row(y)[3 * x + channel] - without.row(y)[3 * x + channel]);
            changed += difference > 12;
        }
    return changed;
}

TEST(Clip, isTheSameForTheSamePlanOnAnyThread)
{
    DESCANT_NEEDS_STAMPS();
    const ClipPlan plan = planClip(1, Split::Train, 17);
    const Clip here = renderClip(plan, installedCatalogue());
    Clip there;
    std::thread([&] { there = renderClip(plan, installedCatalogue()); }).join();
    for (std::size_t frame = 0; frame < here.frames.size(); ++frame)
        EXPECT_EQ(here.frames[frame].pixels, there.frames[frame].pixels);
    EXPECT_EQ(here.audio.samples, there.audio.samples);
    EXPECT_EQ(here.captions, there.captions);
    EXPECT_EQ(here.labels.patches, there.labels.patches);
}

TEST(Clip, hasTheSizesThatTrainingNeeds)
{
    DESCANT_NEEDS_STAMPS();
    const Clip clip = renderClip(planClip(1, Split::Train, 0), installedCatalogue());
    ASSERT_EQ(clip.frames.size(), 16u);
    EXPECT_EQ(clip.frames.front().width, 96);
    EXPECT_EQ(clip.frames.front().height, 96);
    EXPECT_EQ(clip.audio.sampleRate, 16000);
    EXPECT_EQ(clip.audio.samples.size(), 82160u);
    EXPECT_EQ(clip.labels.patches.size(), 16u);
    EXPECT_EQ(clip.labels.patches.front().size(), 36u);
    EXPECT_EQ(clip.labels.sounds.size(), 32u);
}

TEST(Clip, labelsAPatchAsThingExactlyWhereTheThingChangesThePicture)
{
    DESCANT_NEEDS_STAMPS();
    int things = 0;
    for (int index = 0; index < 40; ++index) {
        ClipPlan plan = planClip(2, Split::Train, index);
        const Clip with = renderPictures(plan, installedCatalogue(), {96, 1, 16});
        for (ThingPlan& thing : plan.things)
            thing.size = 0.001;
        const Clip without = renderPictures(plan, installedCatalogue(), {96, 1, 16});
        for (int patch = 0; patch < 36; ++patch) {
            const int changed = changedPixels(with.frames[0], without.frames[0], patch % 6 * 16, patch / 6 * 16, 16);
            const bool thing = with.labels.patches[0][static_cast<std::size_t>(patch)] < patchClassOfPlace(0);
            things += thing;
            if (thing) {
                EXPECT_GE(changed, 30) << index;
            } else {
                EXPECT_LE(changed, 140) << index;
            }
        }
    }
    EXPECT_GT(things, 200);
}

TEST(Clip, showsEveryThingItNamesLargeEnoughInEveryFrame)
{
    DESCANT_NEEDS_STAMPS();
    for (int index = 0; index < 60; ++index) {
        const Clip clip = renderPictures(planClip(3, Split::Test, index), installedCatalogue());
        for (const auto& boxes : clip.labels.boxes) {
            ASSERT_EQ(boxes.size(), clip.labels.things.size());
            for (const ThingBox& box : boxes)
                EXPECT_GE(std::max(box.right - box.left, box.bottom - box.top), 28);
        }
        for (const int thing : clip.labels.things)
            EXPECT_NE(std::count(clip.labels.patches[0].begin(), clip.labels.patches[0].end(), thing), 0)
                << clip.id << " " << world().things[static_cast<std::size_t>(thing)].noun;
    }
}

TEST(Clip, isLoudWhereASoundIsLabelledAndStillWhereNoneIs)
{
    DESCANT_NEEDS_STAMPS();
    int heard = 0;
    for (int index = 0; index < 100; ++index) {
        ClipPlan plan = planClip(4, Split::Train, index);
        plan.sound.weather = Weather::None;
        const Clip clip = renderSound(plan, installedCatalogue());
        for (std::size_t step = 0; step < clip.labels.sounds.size(); ++step) {
            const double level = levelOf(clip.audio.samples, step * 2560, (step + 1) * 2560);
            const bool labelled = clip.labels.sounds[step] != 0;
            heard += labelled;
            // The hush below everything is at most 0.0012, the threshold is 0.012.
            if (labelled) {
                EXPECT_GT(level, 0.0118) << index << " " << step;
            } else {
                EXPECT_LT(level, 0.0123) << index << " " << step;
            }
        }
        const bool anyStep = std::any_of(clip.labels.sounds.begin(), clip.labels.sounds.end(),
                                         [](std::uint64_t step) { return step != 0; });
        EXPECT_EQ(anyStep, plan.sound.sound >= 0) << index;
    }
    EXPECT_GT(heard, 800);
}

TEST(Clip, looksTheSameAtVideoSize)
{
    DESCANT_NEEDS_STAMPS();
    const ClipPlan plan = planClip(5, Split::Train, 2);
    const Clip small = renderPictures(plan, installedCatalogue(), {96, 1, 16});
    const Clip large = renderPictures(plan, installedCatalogue(), {384, 1, 64});
    int same = 0;
    for (std::size_t patch = 0; patch < 36; ++patch)
        same += small.labels.patches[0][patch] == large.labels.patches[0][patch];
    EXPECT_GE(same, 34);
}

TEST(Scatter, isDeterministicAndLabelsOnlyWhatCanBeSeen)
{
    DESCANT_NEEDS_STAMPS();
    const ScatterPicture first = renderScatter(installedCatalogue(), 6, Split::Train, 9);
    const ScatterPicture again = renderScatter(installedCatalogue(), 6, Split::Train, 9);
    EXPECT_EQ(first.image.pixels, again.image.pixels);
    EXPECT_EQ(first.patches, again.patches);
    EXPECT_NE(first.image.pixels, renderScatter(installedCatalogue(), 6, Split::Train, 10).image.pixels);
    EXPECT_FALSE(first.things.empty());
    for (const int thing : first.things)
        EXPECT_NE(std::count(first.patches.begin(), first.patches.end(), thing), 0);
    for (const std::int16_t patch : first.patches)
        EXPECT_LT(patch, patchClassCount());
}

} // namespace
} // namespace descant::demo_world
