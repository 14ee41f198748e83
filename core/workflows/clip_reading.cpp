// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/clip_reading.h"

#include "core/media/audio_reader.h"

#include <algorithm>

namespace descant::workflows {
namespace {

bool isCode(const Failure& failure, ErrorCode code)
{
    return !isCancelled(failure) && std::get<Error>(failure).code == code;
}

/// True where the file simply has nothing there for this sense.
bool nothingThere(const Failure& failure, ErrorCode noStream)
{
    return isCode(failure, noStream) || isCode(failure, ErrorCode::EmptyRange);
}

} // namespace

PictureRecipe recipeOf(const inference::ModelPackage& package)
{
    const int size = static_cast<int>(package.architecture().imageSize);
    return {media::PixelSize{size, size}, package.preprocessing().resize};
}

Outcome<media::SampledFrames> readFrames(const std::filesystem::path& path, TimeRange range, int count,
                                         const PictureRecipe& recipe, std::stop_token stop,
                                         const ProgressSink& progress)
{
    if (!recipe.size || recipe.resize == inference::ResizeRecipe::SwscaleBilinear)
        return media::sampleFrames(path, range, count, recipe.size, std::move(stop), progress);
    DESCANT_TRY(media::SampledFrames sampled, media::sampleFrames(path, range, count, {}, std::move(stop), progress));
    for (media::SampledFrame& frame : sampled.frames)
        frame.image = inference::resizePillowBicubic(frame.image.view(), recipe.size->width, recipe.size->height);
    return sampled;
}

Outcome<Clip> readClip(const std::filesystem::path& path, TimeRange range, const inference::ModelPackage& package,
                       double windowSeconds, Senses senses, std::stop_token stop, const ProgressSink& progress)
{
    Clip clip;
    const inference::Architecture& model = package.architecture();
    std::optional<Failure> missing;
    if (model.sees() && senses != Senses::HearingOnly) {
        auto frames = readFrames(path, range, static_cast<int>(model.frames), recipeOf(package), stop, progress);
        if (frames)
            clip.pictures = std::move(*frames);
        else if (nothingThere(frames.error(), ErrorCode::NoVideoStream))
            missing = frames.error();
        else
            return fail(frames.error());
    }
    if (model.hears() && senses != Senses::SightOnly) {
        TimeRange heard = range;
        heard.end = std::min(heard.end, heard.start + fromSeconds(windowSeconds));
        auto sound = media::readAudio(path, heard, std::move(stop));
        // A stretch behind the end of the file says more than a sense that the file does not have.
        if (sound && sound->empty())
            missing = Error{ErrorCode::EmptyRange, path.string(), {}};
        else if (sound)
            clip.sound = std::move(*sound);
        else if (nothingThere(sound.error(), ErrorCode::NoAudioStream))
            missing = missing && !isCode(sound.error(), ErrorCode::EmptyRange) ? missing : sound.error();
        else
            return fail(sound.error());
    }
    if (!clip.pictures.frames.empty() || !clip.sound.empty())
        return clip;
    return fail(
        missing.value_or(Error{ErrorCode::EmptyRange, path.string(), "neither picture nor sound there", {}, {}}));
}

} // namespace descant::workflows
