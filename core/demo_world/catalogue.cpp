// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/catalogue.h"

#include "core/demo_world/internal/sound_mix.h"
#include "core/demo_world/internal/sprite.h"
#include "core/demo_world/internal/stamp_files.h"

namespace descant::demo_world {

namespace fs = std::filesystem;

namespace {

constexpr const char* kAdvice = "install the Debian package tuxpaint-stamps-default";

Error missing(const fs::path& root, std::string detail, std::vector<std::string> items)
{
    return {ErrorCode::CatalogueMissing, root.string(), std::move(detail), kAdvice, std::move(items)};
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
            if (auto picture = loadPicture(root / file))
                pictures.push_back(std::move(*picture));
            else
                problems.push_back(pathOf(picture.error()));
    }
    for (const SoundClass& sound : world().sounds) {
        auto& recordings = catalogue.m_recordings.emplace_back();
        for (const std::string& file : sound.recordings)
            if (auto recording = loadRecording(root / file))
                recordings.push_back(levelled(std::move(*recording)));
            else
                problems.push_back(pathOf(recording.error()));
    }
    if (!problems.empty())
        return fail(
            missing(root, std::to_string(problems.size()) + " files are absent or damaged", std::move(problems)));
    return catalogue;
}

} // namespace descant::demo_world
