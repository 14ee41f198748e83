// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/plan.h"

#include "core/demo_world/internal/random.h"
#include "core/demo_world/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>

namespace descant::demo_world {

namespace {

constexpr double kTwoThings = 0.4;
constexpr double kSilent = 0.25;
constexpr double kOwnSound = 0.5;
constexpr double kWeather = 0.3;

/// What kind of clip it is. Drawn once, so that the kinds are equally frequent in every split.
struct Kind {
    int things = 1;
    bool silent = false;
    bool ownSound = false;
};

Kind drawKind(Random& random)
{
    Kind kind;
    kind.things = random.chance(kTwoThings) ? 2 : 1;
    kind.silent = random.chance(kSilent);
    kind.ownSound = random.chance(kOwnSound);
    return kind;
}

/// The part of a plan that decides its split and its captions.
struct Draft {
    std::vector<int> things;
    int place = 0;
    int sound = -1;
    int sounding = -1;
};

int chooseThing(Random& random, const std::vector<int>& taken)
{
    const int count = static_cast<int>(world().things.size());
    int thing = random.below(count);
    while (std::find(taken.begin(), taken.end(), thing) != taken.end())
        thing = (thing + 1) % count;
    return thing;
}

/// A sound of one of the things, where one of them has any; else nothing is changed.
void chooseOwnSound(Random& random, Draft& draft)
{
    std::vector<int> voiced;
    for (int position = 0; position < static_cast<int>(draft.things.size()); ++position)
        if (world().things[static_cast<std::size_t>(draft.things[static_cast<std::size_t>(position)])].sound >= 0)
            voiced.push_back(position);
    if (voiced.empty())
        return;
    draft.sounding = voiced[static_cast<std::size_t>(random.below(static_cast<int>(voiced.size())))];
    draft.sound =
        world().things[static_cast<std::size_t>(draft.things[static_cast<std::size_t>(draft.sounding)])].sound;
}

void chooseUnseenSound(Random& random, Draft& draft)
{
    const auto& sounds = world().sounds;
    int sound = random.below(static_cast<int>(sounds.size()));
    const auto isSeen = [&](int number) {
        const int thing = sounds[static_cast<std::size_t>(number)].thing;
        return thing >= 0 && std::find(draft.things.begin(), draft.things.end(), thing) != draft.things.end();
    };
    while (isSeen(sound))
        sound = (sound + 1) % static_cast<int>(sounds.size());
    draft.sound = sound;
}

Draft draw(const Kind& kind, Random& random)
{
    Draft draft;
    while (static_cast<int>(draft.things.size()) < kind.things)
        draft.things.push_back(chooseThing(random, draft.things));
    draft.place = random.below(static_cast<int>(world().places.size()));
    if (kind.silent)
        return draft;
    if (kind.ownSound)
        chooseOwnSound(random, draft);
    if (draft.sound < 0)
        chooseUnseenSound(random, draft);
    return draft;
}

std::vector<Split> splitsOfPairs(const Draft& draft)
{
    const World& names = world();
    std::vector<Split> splits;
    const std::string& place = names.places[static_cast<std::size_t>(draft.place)].word;
    for (const int thing : draft.things) {
        const std::string& noun = names.things[static_cast<std::size_t>(thing)].noun;
        splits.push_back(splitOfPair("thing-place", noun, place));
        if (draft.sound >= 0)
            splits.push_back(splitOfPair("thing-sound", noun, names.sounds[static_cast<std::size_t>(draft.sound)].id));
    }
    if (draft.things.size() == 2) {
        std::string first = names.things[static_cast<std::size_t>(draft.things[0])].noun;
        std::string second = names.things[static_cast<std::size_t>(draft.things[1])].noun;
        if (second < first)
            std::swap(first, second);
        splits.push_back(splitOfPair("thing-thing", first, second));
    }
    return splits;
}

/// A combination belongs to the strictest of its pairs: Test before Validation before Train.
Split splitOf(const Draft& draft)
{
    const std::vector<Split> splits = splitsOfPairs(draft);
    return *std::max_element(splits.begin(), splits.end());
}

ThingPlan placeThing(Random& random, int thing, int position, int count)
{
    constexpr double kPi = std::numbers::pi;
    ThingPlan plan;
    plan.thing = thing;
    plan.picture = random.below(static_cast<int>(world().things[static_cast<std::size_t>(thing)].pictures.size()));
    const bool mirrored = random.chance(0.5) && world().things[static_cast<std::size_t>(thing)].mirrors;
    plan.facing = mirrored ? Facing::Mirrored : Facing::AsDrawn;
    const bool alone = count == 1;
    plan.size = alone ? random.between(0.44, 0.66) : random.between(0.36, 0.48);
    plan.longest = alone ? 0.86 : 0.52;
    plan.centreX = alone ? random.between(0.36, 0.64) : (position == 0 ? 0.26 : 0.74) + random.between(-0.03, 0.03);
    plan.centreY = random.between(0.46, 0.64);
    plan.rotation = random.between(-0.14, 0.14);
    plan.brightness = random.between(0.85, 1.15);
    plan.swayX = random.between(0.0, alone ? 0.08 : 0.02);
    plan.swayY = random.between(0.0, 0.06);
    plan.swayTurn = random.between(0.0, 0.08);
    plan.turnsPerClip = random.between(0.5, 2.5);
    plan.phase = random.between(0.0, 2 * kPi);
    return plan;
}

PlacePlan lookOfPlace(Random& random, int place, Split split)
{
    const bool kept = split == Split::Test && random.chance(0.5);
    return {place, kept ? kPlaceVariants - 1 : random.below(kPlaceVariants - 1), random.bits()};
}

SoundPlan planSound(Random& random, const Draft& draft)
{
    SoundPlan plan;
    plan.sound = draft.sound;
    if (draft.sound >= 0)
        plan.recording =
            random.below(static_cast<int>(world().sounds[static_cast<std::size_t>(draft.sound)].recordings.size()));
    const bool dry = world().places[static_cast<std::size_t>(draft.place)].word == "under water";
    if (random.chance(kWeather) && !dry)
        plan.weather = random.chance(0.5) ? Weather::Rain : Weather::Wind;
    plan.speed = random.between(0.95, 1.05);
    plan.gain = random.between(0.7, 1.3);
    plan.firstSecond = random.between(0.05, 0.8);
    plan.seed = random.bits();
    return plan;
}

} // namespace

std::string_view splitName(Split split)
{
    return split == Split::Train ? "train" : split == Split::Validation ? "val" : "test";
}

std::optional<Split> splitFromName(std::string_view name)
{
    for (const Split split : {Split::Train, Split::Validation, Split::Test})
        if (splitName(split) == name)
            return split;
    return std::nullopt;
}

Split splitOfPair(std::string_view kind, std::string_view first, std::string_view second)
{
    const std::uint64_t part = hashText(fmt::format("{}|{}|{}", kind, first, second)) % 20;
    return part < 3 ? Split::Test : part < 5 ? Split::Validation : Split::Train;
}

ClipPlan planClip(std::uint64_t seed, Split split, std::int64_t index)
{
    Random random(mixBits(mixBits(seed, static_cast<std::uint64_t>(split)), static_cast<std::uint64_t>(index)));
    const Kind kind = drawKind(random);
    Draft draft = draw(kind, random);
    while (splitOf(draft) != split)
        draft = draw(kind, random);
    ClipPlan plan;
    plan.seed = seed;
    plan.split = split;
    plan.index = index;
    const int count = static_cast<int>(draft.things.size());
    const int leftmost = random.below(2);
    for (int position = 0; position < count; ++position)
        plan.things.push_back(
            placeThing(random, draft.things[static_cast<std::size_t>(position)], (position + leftmost) % 2, count));
    plan.place = lookOfPlace(random, draft.place, split);
    plan.sound = planSound(random, draft);
    plan.sounding = draft.sounding;
    return plan;
}

std::string clipId(const ClipPlan& plan)
{
    return fmt::format("{}-{}-{:06d}", splitName(plan.split), plan.seed, plan.index);
}

} // namespace descant::demo_world
