// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/captions.h"

#include "core/demo_world/internal/random.h"
#include "core/demo_world/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace descant::demo_world {

namespace {

constexpr int kCaptions = 5;

/// The names that stand in a clip's captions.
struct Words {
    std::string first;  ///< "a cow"
    std::string second; ///< "a hammer"; empty: one thing
    std::string place;  ///< "on the grass"
    std::string voice;  ///< "cow moos" of a thing that is seen
    std::string unseen; ///< "a rooster crows in the distance"
    std::string verb;   ///< "moos"
    Weather weather = Weather::None;
    bool secondSounds = false;
};

Words wordsOf(const ClipPlan& plan)
{
    const World& names = world();
    const auto thing = [&](std::size_t position) -> const Thing& {
        return names.things[static_cast<std::size_t>(plan.things[position].thing)];
    };
    Words words;
    // The thing that sounds is named first, so that "a cow moos" can stand in one piece.
    words.secondSounds = plan.sounding == 1;
    words.first = thing(words.secondSounds ? 1 : 0).named;
    if (plan.things.size() == 2)
        words.second = thing(words.secondSounds ? 0 : 1).named;
    words.place = names.places[static_cast<std::size_t>(plan.place.place)].phrase;
    words.weather = plan.sound.weather;
    if (plan.sound.sound >= 0) {
        const SoundClass& sound = names.sounds[static_cast<std::size_t>(plan.sound.sound)];
        words.verb = sound.verb;
        if (plan.sounding >= 0)
            words.voice = fmt::format("{} {}", sound.source, sound.verb);
        else
            words.unseen = fmt::format("{} {} in the distance", sound.named, sound.verb);
    }
    return words;
}

std::string inWeather(Weather weather, int form)
{
    static constexpr std::array kRain{"in the rain", "while rain falls", "and rain falls"};
    static constexpr std::array kWind{"in the wind", "while the wind blows", "and the wind blows"};
    const auto choice = static_cast<std::size_t>(form % 3);
    return weather == Weather::Rain ? kRain[choice] : kWind[choice];
}

std::string silentScene(const Words& words, int form)
{
    const bool two = !words.second.empty();
    const std::string what = !two ? words.first
        : form % 2 == 0           ? fmt::format("{} and {}", words.first, words.second)
                                  : fmt::format("{} next to {}", words.first, words.second);
    const char* be = two && form % 2 == 0 ? "are" : "is";
    switch (form) {
    case 0:
        return fmt::format("{} {} {}", what, be, words.place);
    case 1:
        return fmt::format("there is {} {}", what, words.place);
    case 2:
        return fmt::format("{} {} seen {}", what, be, words.place);
    case 3:
        return fmt::format("{} {}", what, words.place);
    default:
        return fmt::format("{} there {} {}", words.place, be, what);
    }
}

std::string soundingScene(const Words& words, int form)
{
    const std::string beside = words.second.empty() ? std::string() : fmt::format(" next to {}", words.second);
    const std::string calls = fmt::format("{} {}", words.first, words.verb);
    switch (form) {
    case 0:
        return fmt::format("{}{} {}", calls, beside, words.place);
    case 1:
        return fmt::format("{} {}{}", words.place, calls, beside);
    case 2:
        return beside.empty() ? fmt::format("{} is {} and the {}", words.first, words.place, words.voice)
                              : fmt::format("{} {}{}", calls, words.place, beside);
    case 3:
        return fmt::format("there is {} {} and the {}", words.first + beside, words.place, words.voice);
    default:
        return fmt::format("{} {} as the {}", words.first + beside, words.place, words.voice);
    }
}

std::string caption(const Words& words, int form, int turn)
{
    static constexpr std::array kWhile{"while", "as", "and"};
    std::string text = words.voice.empty() ? silentScene(words, form) : soundingScene(words, form);
    if (words.weather != Weather::None && turn % 2 == 0)
        text += " " + inWeather(words.weather, form);
    if (!words.unseen.empty())
        text += fmt::format(" {} {}", kWhile[static_cast<std::size_t>((form + turn) % 3)], words.unseen);
    if (words.weather != Weather::None && turn % 2 == 1)
        text += " " + inWeather(words.weather, form);
    return text;
}

std::string nounOf(int thing) { return world().things[static_cast<std::size_t>(thing)].noun; }

} // namespace

std::string_view channelName(Channel channel)
{
    return channel == Channel::Seen ? "seen" : channel == Channel::Heard ? "heard" : "both";
}

std::vector<std::string> captionsOf(const ClipPlan& plan)
{
    const Words words = wordsOf(plan);
    Random random(mixBits(plan.sound.seed, 0xCA9));
    const int first = random.below(kCaptions);
    std::vector<std::string> captions;
    for (int number = 0; number < kCaptions; ++number)
        captions.push_back(caption(words, (first + number) % kCaptions, random.below(2)));
    return captions;
}

std::vector<Fact> factsOf(const ClipPlan& plan)
{
    std::vector<Fact> facts;
    for (const ThingPlan& thing : plan.things)
        facts.push_back({nounOf(thing.thing), Channel::Seen});
    facts.push_back({world().places[static_cast<std::size_t>(plan.place.place)].word, Channel::Seen});
    if (plan.sound.sound >= 0) {
        const SoundClass& sound = world().sounds[static_cast<std::size_t>(plan.sound.sound)];
        const std::string call = fmt::format("{} {}", sound.source, sound.verb);
        if (plan.sounding >= 0) {
            facts.push_back({sound.verb, Channel::Heard});
            facts.push_back({call, Channel::Both});
        } else {
            facts.push_back({call, Channel::Heard});
            facts.push_back({"in the distance", Channel::Both});
        }
    }
    if (plan.sound.weather != Weather::None)
        facts.push_back({plan.sound.weather == Weather::Rain ? "rain" : "wind", Channel::Heard});
    return facts;
}

std::vector<std::string> grammarCorpus(std::uint64_t seed, std::int64_t clips)
{
    std::vector<std::string> sentences;
    for (std::int64_t index = 0; index < clips; ++index)
        for (std::string& text : captionsOf(planClip(seed, Split::Train, index)))
            sentences.push_back(std::move(text));
    return sentences;
}

const std::vector<std::string>& vocabularyText()
{
    static const std::vector<std::string> text = [] {
        std::vector<std::string> sentences = grammarCorpus(1, 200);
        for (const Thing& thing : world().things)
            for (const Place& place : world().places)
                sentences.push_back(fmt::format("{} {}", thing.named, place.phrase));
        for (const SoundClass& sound : world().sounds)
            for (const char* joint : {"while", "as", "and"})
                sentences.push_back(fmt::format("{} {} {} in the distance", joint, sound.named, sound.verb));
        return sentences;
    }();
    return text;
}

} // namespace descant::demo_world
