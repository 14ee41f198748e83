// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/splits/series_keys.h"

#include <algorithm>
#include <filesystem>
#include <regex>

namespace descant::splits {

namespace fs = std::filesystem;

namespace {

/// Names that cameras and corpora give to everything: a number behind them tells nothing of a series.
const std::set<std::string>& namesOfNothing()
{
    static const std::set<std::string> kNames{
        "video", "vid",    "clip",    "clips",     "movie",   "mov",    "film", "scene",   "shot",  "sample",
        "file",  "image",  "img",     "pic",       "photo",   "dsc",    "dscn", "mvi",     "gopr",  "gx",
        "gh",    "vlc",    "rec",     "record",    "test",    "train",  "val",  "demo",    "audio", "sound",
        "track", "output", "out",     "recording", "capture", "screen", "item", "data",    "media", "part",
        "new",   "take",   "segment", "seg",       "frame",   "msvd",   "msr",  "validate"};
    return kNames;
}

bool isWordCharacter(unsigned char c) { return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); }

/// Lower case, words with one blank between; what is neither letter nor digit only parts words.
std::string plainTitle(const std::string& text)
{
    std::string plain;
    for (unsigned char c : text) {
        if (c >= 'A' && c <= 'Z')
            c = static_cast<unsigned char>(c - 'A' + 'a');
        if (isWordCharacter(c))
            plain += static_cast<char>(c);
        else if (!plain.empty() && plain.back() != ' ')
            plain += ' ';
    }
    while (plain.ends_with(' '))
        plain.pop_back();
    return plain;
}

/// "season 2", "s02", "staffel 1": the folder above it names the series.
bool isSeasonFolder(const std::string& plain)
{
    static const std::regex kSeason(R"((s|season|series|staffel|saison|disc|cd|dvd) ?\d{1,3})");
    return std::regex_match(plain, kSeason);
}

std::string titleOfFolder(const fs::path& path)
{
    const fs::path folder = path.parent_path();
    const std::string name = plainTitle(folder.filename().string());
    return isSeasonFolder(name) ? plainTitle(folder.parent_path().filename().string()) : name;
}

/// Longer names are not names of episodes, and std::regex recurses for every character.
constexpr std::size_t kLongestName = 200;

/// What stands before the mark of an episode; the folder's name where nothing does.
std::string episodeTitle(const project::Medium& medium)
{
    static const std::regex kEpisode(
        R"(^(.*?)( |^)(s\d{1,2} ?e\d{1,3}|\d{1,2}x\d{2,3}|(episode|ep|folge|part|teil|pt|chapter) ?\d{1,4})( .*)?$)");
    const std::string stem = plainTitle(fs::path(medium.name).stem().string());
    std::smatch match;
    if (stem.size() > kLongestName || !std::regex_match(stem, match, kEpisode))
        return {};
    return match[1].length() > 0 ? match[1].str() : titleOfFolder(medium.path);
}

/// What stands before a number at the end; empty where that says nothing.
std::string numberedTitle(const project::Medium& medium)
{
    std::string stem = plainTitle(fs::path(medium.name).stem().string());
    const std::size_t last = stem.find_last_not_of("0123456789");
    if (stem.size() > kLongestName || last == std::string::npos || last + 1 == stem.size())
        return {};
    stem.resize(last + 1);
    while (stem.ends_with(' '))
        stem.pop_back();
    const auto letters =
        std::count_if(stem.begin(), stem.end(), [](char c) { return (c < '0' || c > '9') && c != ' '; });
    return letters < 3 || namesOfNothing().contains(stem) ? std::string() : stem;
}

} // namespace

std::vector<MediumKey> seriesKeys(const project::Medium& medium, const std::set<SeriesSign>& signs)
{
    std::vector<MediumKey> keys;
    const auto add = [&](const char* kind, const std::string& title) {
        if (!title.empty())
            keys.push_back({std::string("series:") + kind + ":" + title, "the series \"" + title + "\""});
    };
    if (signs.contains(SeriesSign::Episode))
        add("title", episodeTitle(medium));
    if (signs.contains(SeriesSign::Number) && keys.empty())
        add("title", numberedTitle(medium));
    const std::string folder = fs::path(medium.path).parent_path().string();
    if (signs.contains(SeriesSign::Folder) && !folder.empty())
        keys.push_back({"series:folder:" + folder, "the folder " + folder});
    return keys;
}

} // namespace descant::splits
