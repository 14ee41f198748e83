// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace descant::demo_world {

/// Something that can be seen. Its number is its place in World::things.
struct Thing {
    std::string noun;                  ///< "cow"
    std::string named;                 ///< with its article: "a cow"
    bool mirrors = true;               ///< looks right when it is mirrored (writing does not)
    int sound = -1;                    ///< number of the sound that it makes; -1: none
    std::vector<std::string> pictures; ///< file names below World::root
};

/// Something that can be heard. Its number is its place in World::sounds.
struct SoundClass {
    std::string id;
    std::string source;                  ///< "rooster"
    std::string named;                   ///< with its article: "a rooster", "thunder"
    std::string verb;                    ///< "crows"
    int thing = -1;                      ///< number of the thing that makes it; -1: it is never in the picture
    std::vector<std::string> recordings; ///< file names below World::root
};

/// Where things are; painted by code. Its number is its place in World::places.
struct Place {
    std::string word;   ///< stands in every caption of a clip at this place: "grass"
    std::string phrase; ///< "on the grass"
};

/// Everything that the demo world can show and say. At most 64 sounds.
struct World {
    std::string root; ///< folder of the package's pictures and sounds
    std::vector<Thing> things;
    std::vector<SoundClass> sounds;
    std::vector<Place> places;
};

/// Number of looks of a place; the last one is kept for Split::Test.
inline constexpr int kPlaceVariants = 5;

/// The world of models/demo_world/catalogue.json, which is compiled in. Any thread; needs no file.
const World& world();

} // namespace descant::demo_world
