// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/output.h"

#include "core/media/probe.h"

#include <fmt/format.h>

namespace descant::cli {
namespace {

Json toJson(const media::VideoStreamInfo& video)
{
    return {{"index", video.index},
            {"codec", video.codec},
            {"width", video.width},
            {"height", video.height},
            {"sample_aspect", fraction(video.sampleAspect)},
            {"rotation", video.rotation},
            {"pixel_format", video.pixelFormat},
            {"color_range", video.colorRange},
            {"time_base", fraction(video.timeBase)},
            {"average_rate", fraction(video.averageRate)},
            {"frames", video.frames},
            {"keyframes", video.keyframes},
            {"variable_rate", video.variableRate}};
}

Json toJson(const media::AudioStreamInfo& audio)
{
    return {{"index", audio.index},
            {"codec", audio.codec},
            {"channels", audio.channels},
            {"layout", audio.layout},
            {"sample_rate", audio.sampleRate},
            {"language", audio.language}};
}

Json toJson(const media::SubtitleStreamInfo& subtitle)
{
    return {{"index", subtitle.index}, {"codec", subtitle.codec}, {"language", subtitle.language}};
}

template <typename Stream> Json listOf(const std::vector<Stream>& streams)
{
    Json list = Json::array();
    for (const Stream& stream : streams)
        list.push_back(toJson(stream));
    return list;
}

std::string describe(const media::MediaInfo& info)
{
    std::string text = fmt::format("{}: {}, {}", info.path.string(), info.container, formatTimeCode(info.duration));
    for (const media::VideoStreamInfo& video : info.video)
        text += fmt::format("\n  picture {}: {} {}x{}, {} frames ({} keyframes), {:.3f} a second{}{}", video.index,
                            video.codec, video.width, video.height, video.frames, video.keyframes,
                            double(video.averageRate.numerator) / double(video.averageRate.denominator),
                            video.variableRate ? ", variable" : "",
                            video.rotation != 0 ? fmt::format(", turned by {} degrees", video.rotation) : "");
    for (const media::AudioStreamInfo& audio : info.audio)
        text += fmt::format("\n  sound {}: {} {}, {} Hz, {}", audio.index, audio.codec, audio.layout, audio.sampleRate,
                            audio.language);
    for (const media::SubtitleStreamInfo& subtitle : info.subtitles)
        text += fmt::format("\n  subtitles {}: {}, {}", subtitle.index, subtitle.codec, subtitle.language);
    return text;
}

Outcome<Answer> probeFile(const std::string& file, const Context& context)
{
    DESCANT_TRY(const media::MediaInfo info, media::probe(file, context.stop));
    Answer answer;
    answer.json = {{"file", file},
                   {"container", info.container},
                   {"duration", seconds(info.duration)},
                   {"start", seconds(info.start)},
                   {"fingerprint", info.fingerprint},
                   {"video", listOf(info.video)},
                   {"audio", listOf(info.audio)},
                   {"subtitles", listOf(info.subtitles)}};
    answer.text = describe(info);
    return answer;
}

} // namespace

void addProbe(CommandTable& table)
{
    CLI::App* command = table.command("probe", "What is in a media file: streams, length, frames, keyframes");
    auto file = std::make_shared<std::string>();
    command->add_option("FILE", *file, "The media file")->required();
    table.onRun(command, [file](const Context& context) { return probeFile(*file, context); });
}

} // namespace descant::cli
