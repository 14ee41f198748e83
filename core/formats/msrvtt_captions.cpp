// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/corpus_stream.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_rows.h"
#include "core/formats/internal/msrvtt_video.h"

#include <unordered_set>

namespace descant::formats {

using nlohmann::json;

namespace {

void readPass(const std::filesystem::path& path, CorpusSink& sink, const std::string& member,
              const std::function<void(std::size_t, json)>& take)
{
    std::ifstream stream(path, std::ios::binary);
    bool found = false;
    const auto problem = readJsonRows(stream, {"videos", "sentences"}, [&](JsonRow row) {
        if (row.member != member)
            return;
        found = true;
        if (isEmptyArray(row))
            return;
        if (row.isElement && row.value.is_object())
            take(row.line, std::move(row.value));
        else
            sink.error(row.line, "\"" + member + "\" must be an array of objects");
    });
    if (problem)
        sink.error(problem->line, problem->message);
    else if (!found)
        sink.error(1, "it is not MSR-VTT JSON, or it holds nothing: \"" + member + "\" must be an array");
}

} // namespace

/// Captions alone, for scores; a project takes more (msrvtt_import.cpp).
void readMsrvtt(const std::filesystem::path& path, const ImportOptions&, CorpusSink& sink)
{
    std::unordered_set<std::string> videos;
    readPass(path, sink, "videos", [&](std::size_t line, const json& object) {
        const auto video = readMsrvttVideo(object);
        if (!video)
            sink.error(line, video.error());
        else if (!videos.insert(video->id).second)
            sink.error(line, "the video \"" + video->id + "\" stands twice");
    });
    readPass(path, sink, "sentences", [&](std::size_t line, const json& sentence) {
        const auto id = requiredId(sentence, "video_id", line, sink);
        const auto text = requiredText(sentence, "caption", line, sink);
        if (!id || !text)
            return;
        if (!videos.contains(*id))
            return sink.error(line, "the video \"" + *id + "\" is not declared");
        CorpusCaption caption;
        caption.line = line;
        caption.clip = *id;
        caption.file = *id + ".mp4";
        caption.text = *text;
        sink.caption(std::move(caption));
    });
}

} // namespace descant::formats
