// SPDX-License-Identifier: GPL-3.0-or-later
// ActivityNet Captions (Krishna et al. 2017): {"v_…": {"duration", "timestamps": [[s, e], …], "sentences": […]}, …};
// and the files of predictions, {"version", "results": {"v_…": [{"sentence", "timestamp": [s, e]}]}, "external_data"}.
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/corpus_stream.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_rows.h"
#include "core/formats/internal/json_values.h"

#include <algorithm>
#include <fstream>
#include <map>

namespace descant::formats {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr double kLatestSecond = 1e7;

std::optional<TimeRange> rangeOf(const json& pair)
{
    if (!pair.is_array() || pair.size() != 2)
        return std::nullopt;
    const auto start = numberOf(pair[0]), end = numberOf(pair[1]);
    if (!start || !end || *start < 0 || *end > kLatestSecond || *end < *start)
        return std::nullopt;
    return TimeRange{fromSeconds(*start), fromSeconds(*end)};
}

class Reader {
public:
    explicit Reader(CorpusSink& sink) : m_sink(sink) { }

    void take(const JsonRow& row)
    {
        if (row.member.empty())
            return m_sink.error(row.line, "it is not ActivityNet captions: an object of videos is wanted");
        if (row.member == "results" && row.value.is_object()) {
            for (const auto& item : row.value.items())
                takePredictions(row.line, item.key(), item.value());
        } else if (row.value.is_object() && (row.value.contains("timestamps") || row.value.contains("sentences"))) {
            takeVideo(row.line, row.member, row.value);
        } else if (row.member == "version" || row.member == "external_data") {
            m_sink.fileMembers({{row.member, row.value}});
        } else {
            m_sink.error(row.line, "\"" + row.member + "\" must have \"timestamps\" and \"sentences\"");
        }
    }

private:
    void takeVideo(std::size_t line, const std::string& id, const json& video)
    {
        const json times = video.value("timestamps", json()), sentences = video.value("sentences", json());
        if (!times.is_array() || !sentences.is_array() || times.size() != sentences.size())
            return m_sink.error(line,
                                "\"timestamps\" and \"sentences\" of \"" + id + "\" must be arrays of the same length");
        const json duration = video.value("duration", json());
        if (!duration.is_null() && (!numberOf(duration) || *numberOf(duration) <= 0))
            return m_sink.error(line, "\"duration\" of \"" + id + "\" must be a number of seconds");
        if (times.empty())
            m_sink.clip(line, id + ".mp4");
        for (std::size_t i = 0; i < times.size(); ++i) {
            CorpusCaption caption = captionOf(line, id, i);
            caption.kept["video"] = without(video, {"timestamps", "sentences"});
            takeSentence(std::move(caption), times[i], sentences[i], duration);
        }
    }

    void takePredictions(std::size_t line, const std::string& id, const json& events)
    {
        if (!events.is_array())
            return m_sink.error(line, "the results of \"" + id + "\" must be an array");
        for (std::size_t i = 0; i < events.size(); ++i) {
            if (!events[i].is_object())
                return m_sink.error(line, "the results of \"" + id + "\" must be objects");
            CorpusCaption caption = captionOf(line, id, i);
            takeSentence(std::move(caption), events[i].value("timestamp", json()), events[i].value("sentence", json()),
                         {});
        }
    }

    static CorpusCaption captionOf(std::size_t line, const std::string& id, std::size_t index)
    {
        CorpusCaption caption;
        caption.line = line;
        caption.file = id + ".mp4";
        caption.row = std::to_string(index);
        return caption;
    }

    void takeSentence(CorpusCaption caption, const json& times, const json& sentence, const json& duration)
    {
        const auto range = rangeOf(times);
        if (!range || !sentence.is_string())
            return m_sink.error(caption.line,
                                "event " + caption.row + " of \"" + caption.file
                                    + "\" must be a text with two times in seconds, the end after the start");
        if (range->empty())
            return m_sink.warning(
                caption.line, "event " + caption.row + " of \"" + caption.file + "\" has no duration and was left out");
        if (const auto length = numberOf(duration); length && range->start >= fromSeconds(*length))
            m_sink.warning(caption.line,
                           "event " + caption.row + " of \"" + caption.file + "\" begins after the video's end");
        caption.range = *range;
        const std::string text = sentence.get<std::string>();
        const auto first = text.find_first_not_of(" \t\r\n");
        caption.text = first == std::string::npos ? std::string() : text.substr(first); // a leading blank is common
        caption.kept["timestamp"] = times;
        m_sink.caption(std::move(caption));
    }

    CorpusSink& m_sink;
};

/// The numbers of the corpus while they still mean the same.
json timesOf(const ExportCaption& caption, bool isOurs)
{
    const TimeRange range = caption.segment->range;
    const json known = isOurs ? caption.extra.kept.value("timestamp", json()) : json();
    if (rangeOf(known) == range)
        return known;
    return {toSeconds(range.start), toSeconds(range.end)};
}

ordered_json videoOf(const ExportSource& source, const project::Medium& medium,
                     const std::vector<ExportCaption>& captions)
{
    json kept = json::object(), times = json::array(), sentences = json::array();
    MediaTime end = medium.duration;
    for (const ExportCaption& caption : captions) {
        const bool isOurs = caption.extra.format == source.format().name;
        if (isOurs)
            kept.update(objectMember(caption.extra.kept, "video"));
        times.push_back(timesOf(caption, isOurs));
        sentences.push_back(caption.text);
        end = medium.duration > MediaTime{0} ? end : std::max(end, caption.segment->range.end);
    }
    ordered_json video{{"duration", kept.contains("duration") ? kept["duration"] : json(toSeconds(end))},
                       {"timestamps", times},
                       {"sentences", sentences}};
    for (const auto& item : kept.items()) {
        if (!video.contains(item.key()))
            video[item.key()] = item.value();
    }
    return video;
}

} // namespace

void readActivityNet(const std::filesystem::path& path, const ImportOptions&, CorpusSink& sink)
{
    std::ifstream stream(path, std::ios::binary);
    if (firstByteOf(stream) != '{')
        return sink.error(1, "it is not ActivityNet captions: an object of videos is wanted");
    Reader reader(sink);
    if (const auto problem = readJsonRows(stream, {}, [&](const JsonRow& row) { reader.take(row); }))
        sink.error(problem->line, problem->message);
}

Result<void> writeActivityNet(ExportSource& source, const std::filesystem::path& path)
{
    DESCANT_TRY(ExportFile file, ExportFile::create(source, path));
    DESCANT_CHECK(file.write("{"));
    std::map<std::string, int> copies; // media of one name must not share a key
    const char* between = "\n";
    for (const project::Medium* medium : source.document().media()) {
        const std::vector<ExportCaption> captions = source.captionsOf(*medium);
        if (captions.empty())
            continue;
        std::string name = std::filesystem::path(medium->name).stem().string();
        if (const int copy = copies[name]++; copy > 0)
            name += "-" + std::to_string(copy + 1);
        DESCANT_CHECK(file.write(between + oneLineJson(name) + ":" + oneLineJson(videoOf(source, *medium, captions))));
        between = ",\n";
        for (const ExportCaption& caption : captions)
            source.tellClip(stretchName(name + ".mp4", caption.segment->range), *caption.segment);
        source.countClip();
        source.countWritten(captions.size());
    }
    DESCANT_CHECK(file.write("\n}\n"));
    return file.commit();
}

} // namespace descant::formats
