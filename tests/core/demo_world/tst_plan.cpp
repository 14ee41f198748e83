// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/plan.h"
#include "core/demo_world/world.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <tuple>

namespace descant::demo_world {
namespace {

using Combination = std::tuple<std::set<int>, int, int>;

Combination combinationOf(const ClipPlan& plan)
{
    std::set<int> things;
    for (const ThingPlan& thing : plan.things)
        things.insert(thing.thing);
    return {things, plan.place.place, plan.sound.sound};
}

std::set<Combination> combinationsOf(Split split)
{
    std::set<Combination> combinations;
    for (int index = 0; index < 4000; ++index)
        combinations.insert(combinationOf(planClip(11, split, index)));
    return combinations;
}

bool disjoint(const std::set<Combination>& left, const std::set<Combination>& right)
{
    for (const Combination& combination : left)
        if (right.contains(combination))
            return false;
    return true;
}

TEST(World, readsTheCatalogueThatIsCompiledIn)
{
    EXPECT_EQ(world().things.size(), 75u);
    EXPECT_EQ(world().sounds.size(), 39u);
    EXPECT_EQ(world().places.size(), 10u);
    for (const Thing& thing : world().things)
        EXPECT_FALSE(thing.pictures.empty()) << thing.noun;
    for (const SoundClass& sound : world().sounds)
        EXPECT_FALSE(sound.recordings.empty()) << sound.id;
}

TEST(World, linksThingsAndTheirSoundsBothWays)
{
    int linked = 0;
    for (int number = 0; number < static_cast<int>(world().sounds.size()); ++number) {
        const SoundClass& sound = world().sounds[static_cast<std::size_t>(number)];
        if (sound.thing < 0)
            continue;
        ++linked;
        EXPECT_EQ(world().things[static_cast<std::size_t>(sound.thing)].sound, number);
        EXPECT_EQ(world().things[static_cast<std::size_t>(sound.thing)].noun, sound.source);
    }
    EXPECT_GT(linked, 25);
}

TEST(Plan, isTheSameForTheSameSeedAndAnotherForAnother)
{
    const ClipPlan first = planClip(5, Split::Train, 3);
    const ClipPlan again = planClip(5, Split::Train, 3);
    EXPECT_EQ(first.place.seed, again.place.seed);
    EXPECT_EQ(first.sound.seed, again.sound.seed);
    EXPECT_EQ(first.things.front().centreX, again.things.front().centreX);
    EXPECT_NE(first.place.seed, planClip(6, Split::Train, 3).place.seed);
    EXPECT_NE(first.place.seed, planClip(5, Split::Train, 4).place.seed);
}

TEST(Plan, splitsShareNoCombinationOfThingsPlaceAndSound)
{
    const auto train = combinationsOf(Split::Train);
    const auto validation = combinationsOf(Split::Validation);
    const auto test = combinationsOf(Split::Test);
    EXPECT_TRUE(disjoint(train, validation));
    EXPECT_TRUE(disjoint(train, test));
    EXPECT_TRUE(disjoint(validation, test));
}

TEST(Plan, showsEveryThingPlaceAndSoundInTraining)
{
    std::set<int> things;
    std::set<int> places;
    std::set<int> sounds;
    for (int index = 0; index < 4000; ++index) {
        const ClipPlan plan = planClip(1, Split::Train, index);
        for (const ThingPlan& thing : plan.things)
            things.insert(thing.thing);
        places.insert(plan.place.place);
        if (plan.sound.sound >= 0)
            sounds.insert(plan.sound.sound);
    }
    EXPECT_EQ(things.size(), world().things.size());
    EXPECT_EQ(places.size(), world().places.size());
    EXPECT_EQ(sounds.size(), world().sounds.size());
}

TEST(Plan, keepsOneLookOfEachPlaceForTheTest)
{
    int kept = 0;
    for (int index = 0; index < 400; ++index) {
        EXPECT_LT(planClip(2, Split::Train, index).place.variant, kPlaceVariants - 1);
        EXPECT_LT(planClip(2, Split::Validation, index).place.variant, kPlaceVariants - 1);
        kept += planClip(2, Split::Test, index).place.variant == kPlaceVariants - 1;
    }
    EXPECT_GT(kept, 100);
}

TEST(Plan, neverTakesASoundForUnseenWhoseSourceIsSeen)
{
    for (int index = 0; index < 2000; ++index) {
        const ClipPlan plan = planClip(3, Split::Train, index);
        if (plan.sound.sound < 0)
            continue;
        const int source = world().sounds[static_cast<std::size_t>(plan.sound.sound)].thing;
        for (std::size_t position = 0; position < plan.things.size(); ++position)
            EXPECT_EQ(plan.things[position].thing == source, plan.sounding == static_cast<int>(position));
    }
}

TEST(Plan, hasTheSameShareOfPairsAndSilenceInEverySplit)
{
    for (const Split split : {Split::Train, Split::Validation, Split::Test}) {
        int pairs = 0;
        int silent = 0;
        for (int index = 0; index < 2000; ++index) {
            const ClipPlan plan = planClip(1, split, index);
            pairs += plan.things.size() == 2;
            silent += plan.sound.sound < 0;
        }
        EXPECT_NEAR(pairs, 800, 80) << splitName(split);
        EXPECT_NEAR(silent, 500, 80) << splitName(split);
    }
}

TEST(Split, namesAreReadBack)
{
    for (const Split split : {Split::Train, Split::Validation, Split::Test})
        EXPECT_EQ(splitFromName(splitName(split)), split);
    EXPECT_FALSE(splitFromName("training").has_value());
}

} // namespace
} // namespace descant::demo_world
