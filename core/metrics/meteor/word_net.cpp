// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor/word_net.h"

#include "core/base/file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>

namespace descant::metrics {
namespace {

constexpr std::size_t kLargestFile = std::size_t{64} << 20;

std::string_view takeUntil(std::string_view& text, char end)
{
    const std::size_t length = std::min(text.find(end), text.size());
    const std::string_view part = text.substr(0, length);
    text.remove_prefix(std::min(length + 1, text.size()));
    return part;
}

/// Debian mended the database, which moved what comes after; METEOR's dictionary has the places before.
std::uint32_t originalPlace(std::uint32_t place, char kind)
{
    constexpr char kVerb = '2', kAdjective = '3', kSatellite = '5';
    if (kind == kVerb && place >= 613036 && place <= 2422681)
        return place - 18;
    if ((kind == kAdjective || kind == kSatellite) && place >= 1681478)
        return place - 1;
    return place;
}

struct Ending {
    std::string_view from, to;
};

/// METEOR's order; some cannot be reached.
constexpr std::array<Ending, 20> kEndings{{{"s", ""},      {"ses", "s"},   {"xes", "x"}, {"zes", "z"}, {"ches", "ch"},
                                           {"shes", "sh"}, {"men", "man"}, {"ies", "y"}, {"s", ""},    {"ies", "y"},
                                           {"es", "e"},    {"es", ""},     {"ed", "e"},  {"ed", ""},   {"ing", "e"},
                                           {"ing", ""},    {"er", ""},     {"est", ""},  {"er", "e"},  {"est", "e"}}};

} // namespace

std::filesystem::path WordNet::defaultFolder()
{
    const char* named = std::getenv("DESCANT_WORDNET");
    return named != nullptr && *named != '\0' ? named : "/usr/share/wordnet";
}

/// Lines are "lemma%kind:…  place  …".
void WordNet::readSenses(std::string_view text)
{
    while (!text.empty()) {
        std::string_view line = takeUntil(text, '\n');
        const std::string_view lemma = takeUntil(line, '%');
        if (lemma.empty() || line.empty() || lemma.find('_') != lemma.npos)
            continue; // several words never meet a single one
        const char kind = line.front();
        takeUntil(line, ' ');
        const std::string_view number = takeUntil(line, ' ');
        std::uint32_t place = 0;
        if (std::from_chars(number.data(), number.data() + number.size(), place).ec == std::errc())
            m_meanings[std::string(lemma)].push_back(originalPlace(place, kind));
    }
    for (auto& [word, meanings] : m_meanings) {
        std::ranges::sort(meanings);
        const auto rest = std::ranges::unique(meanings);
        meanings.erase(rest.begin(), rest.end());
    }
}

/// Lines are "form base base…".
void WordNet::readExceptions(std::string_view text)
{
    while (!text.empty()) {
        std::string_view line = takeUntil(text, '\n');
        const std::string form(takeUntil(line, ' '));
        while (!line.empty()) {
            const std::string_view base = takeUntil(line, ' ');
            if (!base.empty())
                m_bases[form].emplace_back(base);
        }
    }
}

Result<WordNet> WordNet::read(const std::filesystem::path& folder)
{
    WordNet net;
    DESCANT_TRY(const std::string senses, readFile(folder / "index.sense", kLargestFile));
    net.readSenses(senses);
    for (const char* name : {"adj.exc", "adv.exc", "noun.exc", "verb.exc"}) {
        DESCANT_TRY(const std::string exceptions, readFile(folder / name, kLargestFile));
        net.readExceptions(exceptions);
    }
    return net;
}

const WordNet::Meanings* WordNet::find(const std::string& word) const
{
    const auto found = m_meanings.find(word);
    return found == m_meanings.end() ? nullptr : &found->second;
}

/// Of the base form that the ending tells.
const WordNet::Meanings* WordNet::ofBase(const std::string& word) const
{
    if (word.size() <= 2 || word.ends_with("ss"))
        return find(word);
    const auto tried = [&](const Ending& ending) -> const Meanings* {
        if (!word.ends_with(ending.from))
            return nullptr;
        return find(word.substr(0, word.size() - ending.from.size()) + std::string(ending.to));
    };
    for (const Ending& ending : kEndings) {
        if (const Meanings* meanings = tried(ending))
            return meanings;
    }
    return nullptr;
}

std::vector<std::uint32_t> WordNet::meaningsOf(const std::string& word) const
{
    Meanings all;
    const auto add = [&all](const Meanings* meanings) {
        if (meanings != nullptr)
            all.insert(all.end(), meanings->begin(), meanings->end());
    };
    add(find(word));
    if (const auto irregular = m_bases.find(word); irregular != m_bases.end()) {
        for (const std::string& base : irregular->second)
            add(find(base));
    } else {
        add(ofBase(word));
    }
    std::ranges::sort(all);
    const auto rest = std::ranges::unique(all);
    all.erase(rest.begin(), rest.end());
    return all;
}

} // namespace descant::metrics
