// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/world.h"

#include "core/demo_world/internal/catalogue_json.h"

#include <nlohmann/json.hpp>

#include <map>

namespace descant::demo_world {

namespace {

using Json = nlohmann::json;

bool isVowel(char letter) { return std::string_view("aeiou").find(letter) != std::string_view::npos; }

std::string withArticle(const std::string& noun)
{
    if (noun == "thunder")
        return noun;
    return (isVowel(noun.front()) ? "an " : "a ") + noun;
}

std::vector<std::string> filesOf(const Json& entries)
{
    std::vector<std::string> files;
    for (const Json& entry : entries)
        files.push_back(entry.value("file", std::string()));
    return files;
}

std::vector<std::string> filesInWorld(const Json& entries)
{
    std::vector<std::string> files;
    for (const Json& entry : entries)
        if (entry.value("in_world", false))
            files.push_back(entry.value("file", std::string()));
    return files;
}

void readThings(const Json& catalogue, World& result, std::map<std::string, int>& thingOfNoun)
{
    for (const Json& entry : catalogue["things"]) {
        if (!entry.value("in_world", false))
            continue;
        const std::string noun = entry.value("noun", std::string());
        thingOfNoun[noun] = static_cast<int>(result.things.size());
        result.things.push_back(
            {noun, withArticle(noun), entry.value("mirrors", true), -1, filesInWorld(entry["pictures"])});
    }
}

void readSounds(const Json& catalogue, World& result, const std::map<std::string, int>& thingOfNoun)
{
    for (const Json& entry : catalogue["sounds"]) {
        if (!entry.value("in_world", false))
            continue;
        SoundClass sound;
        sound.id = entry.value("id", std::string());
        sound.source = entry.value("source", std::string());
        sound.named = withArticle(sound.source);
        sound.verb = entry.value("verb", std::string());
        sound.recordings = filesOf(entry["files"]);
        if (const auto thing = thingOfNoun.find(sound.source); thing != thingOfNoun.end()) {
            sound.thing = thing->second;
            result.things[static_cast<std::size_t>(thing->second)].sound = static_cast<int>(result.sounds.size());
        }
        result.sounds.push_back(std::move(sound));
    }
}

World readWorld()
{
    const Json catalogue = Json::parse(catalogueJson());
    World result;
    result.root = catalogue.value("root", std::string());
    std::map<std::string, int> thingOfNoun;
    readThings(catalogue, result, thingOfNoun);
    readSounds(catalogue, result, thingOfNoun);
    for (const Json& entry : catalogue["places"])
        result.places.push_back({entry.value("word", std::string()), entry.value("phrase", std::string())});
    return result;
}

} // namespace

const World& world()
{
    static const World instance = readWorld();
    return instance;
}

} // namespace descant::demo_world
