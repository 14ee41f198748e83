// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/catalogue.h"

#include "core/demo_world/internal/sound_mix.h"
#include "core/demo_world/internal/sprite.h"
#include "core/demo_world/internal/stamp_files.h"

#include <string_view>

namespace descant::demo_world {

namespace fs = std::filesystem;

namespace {

constexpr const char* kAdvice = "install the Debian package tuxpaint-stamps-default";

Error missing(const fs::path& root, std::string detail, std::vector<std::string> items)
{
    return {ErrorCode::CatalogueMissing, root.string(), std::move(detail), kAdvice, std::move(items)};
}

/// Debian 13's package keeps hares in a folder of their own; the files are the same.
constexpr std::string_view kRodents = "animals/mammals/rodents/";
constexpr std::string_view kHares = "animals/mammals/lagomorphs/";

/// Where a stamp lies in this version of the package.
fs::path placeOf(const fs::path& root, const std::string& file)
{
    std::error_code ignored;
    if (!file.starts_with(kRodents) || fs::exists(root / file, ignored))
        return root / file;
    const fs::path moved = root / (std::string(kHares) + file.substr(kRodents.size()));
    return fs::exists(moved, ignored) ? moved : root / file;
}

std::string pathOf(const Error& error) { return error.subject + ": " + error.detail; }

} // namespace

Catalogue::Catalogue() = default;
Catalogue::~Catalogue() = default;
Catalogue::Catalogue(Catalogue&&) noexcept = default;
Catalogue& Catalogue::operator=(Catalogue&&) noexcept = default;

const Sprite& Catalogue::picture(int thing, int picture) const
{
    return m_pictures[static_cast<std::size_t>(thing)][static_cast<std::size_t>(picture)];
}

const std::vector<float>& Catalogue::recording(int sound, int recording) const
{
    return m_recordings[static_cast<std::size_t>(sound)][static_cast<std::size_t>(recording)];
}

Result<Catalogue> loadCatalogue(const fs::path& root)
{
    std::error_code ignored;
    if (!fs::is_directory(root, ignored))
        return fail(missing(root, "the folder does not exist", {}));
    Catalogue catalogue;
    std::vector<std::string> problems;
    for (const Thing& thing : world().things) {
        auto& pictures = catalogue.m_pictures.emplace_back();
        for (const std::string& file : thing.pictures)
            if (auto picture = loadPicture(placeOf(root, file)))
                pictures.push_back(std::move(*picture));
            else
                problems.push_back(pathOf(picture.error()));
    }
    for (const SoundClass& sound : world().sounds) {
        auto& recordings = catalogue.m_recordings.emplace_back();
        for (const std::string& file : sound.recordings)
            if (auto recording = loadRecording(placeOf(root, file)))
                recordings.push_back(levelled(std::move(*recording)));
            else
                problems.push_back(pathOf(recording.error()));
    }
    if (problems.empty())
        return catalogue;
    std::string count = std::to_string(problems.size()) + " of its files are absent or damaged";
    return fail(missing(root, std::move(count), std::move(problems)));
}

} // namespace descant::demo_world
