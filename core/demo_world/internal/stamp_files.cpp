// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/internal/stamp_files.h"

#include "core/demo_world/clip.h"
#include "core/media/audio_reader.h"
#include "core/media/still_image.h"

namespace descant::demo_world {

namespace {

tl::unexpected<Error> unreadable(const std::filesystem::path& path, std::string why)
{
    return fail(ErrorCode::CatalogueMissing, path.string(), std::move(why));
}

std::string reasonOf(const Error& error)
{
    return error.detail.empty() ? std::string(errorName(error.code)) : error.detail;
}

std::string reasonOf(const Failure& failure)
{
    const Error* error = std::get_if<Error>(&failure);
    return error ? reasonOf(*error) : "stopped";
}

} // namespace

Result<Sprite> loadPicture(const std::filesystem::path& path)
{
    const auto image = media::readStillImage(path);
    if (!image)
        return unreadable(path, reasonOf(image.error()));
    Sprite sprite = makeSprite(image->width, image->height, image->pixels);
    if (sprite.levels.empty())
        return unreadable(path, "the picture is empty");
    return sprite;
}

Result<std::vector<float>> loadRecording(const std::filesystem::path& path)
{
    auto audio = media::readAudio(path, std::stop_token{}, {kSampleRate, 1});
    if (!audio)
        return unreadable(path, reasonOf(audio.error()));
    if (audio->empty())
        return unreadable(path, "the sound is empty");
    return std::move(audio->samples);
}

} // namespace descant::demo_world
