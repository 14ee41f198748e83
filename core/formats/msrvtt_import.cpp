// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/corpus_media.h"
#include "core/formats/internal/corpus_planner.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/msrvtt_video.h"
#include "core/formats/json_lines.h"
#include "core/formats/msrvtt.h"
#include "core/project/clip_range.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;
using project::Medium;
using project::Segment;

constexpr std::size_t kLargestFile = std::size_t{1} << 30;

/// A video of the file, and where it lies in the project once a sentence needs it.
struct Video {
    MsrvttVideo read;
    std::size_t line = 0;
    bool used = false;
    std::optional<std::string> mediumId; ///< once it was looked for; empty when it was not found
    MediaTime fileLength{0};             ///< 0 while the file was not read
};

/// The "video_id" that an import kept; empty for segments that were made here.
std::string knownVideoOf(const Segment& segment)
{
    return textMember(objectMember(extraObject(segment.extra), "video"), "video_id");
}

/// Reads the file's two arrays into segments; collects problems as it goes.
class Reader {
public:
    Reader(const project::ProjectView& document, const JsonWithLines& file, CorpusFolders folders)
        : m_file(file), m_media(document, std::move(folders))
    {
        for (const Medium* medium : document.media()) {
            for (const Segment* segment : document.segmentsOf(medium->id))
                m_known[keyOf(*segment)].insert(knownVideoOf(*segment));
        }
    }

    void read()
    {
        if (m_file.value.contains("info") && !m_file.value["info"].is_object())
            error(1, "\"info\" must be an object");
        readVideos();
        if (m_errors.empty())
            readSentences();
        m_plan.changed = m_media.keepFileMembers("msrvtt", without(m_file.value, {"videos", "sentences"}));
        for (const std::string& name : m_media.missing())
            warning(0, "the file \"" + name + "\" is missing; it can be found later");
    }

    std::vector<ImportProblem> takeErrors() { return std::move(m_errors); }

    ImportPlan takePlan()
    {
        m_plan.step.changes = m_media.changes(); // segments come after the media that they lie on
        std::move(m_segments.begin(), m_segments.end(), std::back_inserter(m_plan.step.changes));
        return std::move(m_plan);
    }

private:
    using Key = std::tuple<std::string, std::int64_t, std::int64_t, std::string>;

    /// Captions that differ in blanks alone are one: an export writes them the same.
    static Key keyOf(const Segment& segment)
    {
        return {segment.mediumId, segment.range.start.count(), segment.range.end.count(), onOneLine(segment.text)};
    }

    void error(std::size_t line, std::string message) { m_errors.push_back({line, std::move(message)}); }
    void warning(std::size_t line, std::string message) { m_plan.problems.push_back({line, std::move(message)}); }

    std::size_t lineOf(const char* member, std::size_t index) const
    {
        const auto found = m_file.linesOf.find(member);
        return found != m_file.linesOf.end() && index < found->second.size() ? found->second[index] : 0;
    }

    void readVideos()
    {
        const json& videos = m_file.value["videos"];
        std::set<std::string> numbers;
        for (std::size_t i = 0; i < videos.size(); ++i) {
            const std::size_t line = lineOf("videos", i);
            if (!videos[i].is_object()) {
                error(line, "a video must be an object");
                continue;
            }
            auto read = readMsrvttVideo(videos[i]);
            if (!read) {
                error(line, read.error());
                continue;
            }
            if (!read->number.empty() && !numbers.insert(read->number).second)
                error(line, "the id " + read->number + " stands twice");
            const std::string id = read->id;
            if (!m_videos.emplace(id, Video{std::move(*read), line, false, std::nullopt, {}}).second)
                error(line, "the video \"" + id + "\" stands twice");
        }
    }

    void readSentences()
    {
        const json& sentences = m_file.value["sentences"];
        std::set<std::string> numbers;
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            const std::size_t line = lineOf("sentences", i);
            if (!sentences[i].is_object()) {
                error(line, "a sentence must be an object");
                continue;
            }
            json sentence = sentences[i];
            const auto number = readNumber(sentence, "sen_id");
            if (!number)
                error(line, "\"sen_id\" must be a whole number");
            else if (!number->empty() && !numbers.insert(*number).second)
                error(line, "the sen_id " + *number + " stands twice");
            else
                readSentence(sentence, line);
        }
        for (const auto& [name, video] : m_videos) {
            if (!video.used)
                warning(video.line, "the video \"" + name + "\" has no sentence and was left out");
        }
    }

    void readSentence(const json& sentence, std::size_t line)
    {
        const auto id = identifierOf(sentence.value("video_id", json()));
        const auto caption = sentence.find("caption");
        if (!id || caption == sentence.end() || !caption->is_string())
            return error(line, "\"video_id\" and \"caption\" must be texts");
        const auto found = m_videos.find(*id);
        if (found == m_videos.end())
            return error(line, "the video \"" + *id + "\" is not declared");
        Video& video = found->second;
        video.used = true;
        if (onOneLine(*caption).empty())
            return warning(line, "an empty caption was left out");
        if (!video.mediumId)
            place(video);
        if (!video.mediumId->empty())
            addSegment(video, sentence);
    }

    void addSegment(const Video& video, const json& sentence)
    {
        Segment segment;
        segment.id = newIdentifier();
        segment.mediumId = *video.mediumId;
        segment.range = video.read.range;
        segment.text = sentence["caption"].get<std::string>();
        segment.status = project::SegmentStatus::Accepted;
        segment.split = video.read.split;
        json extra{{"video", video.read.extra}, {"sentence", without(sentence, {"video_id", "caption"})}};
        if (video.read.isWhole && video.fileLength > MediaTime{0})
            segment.range.end = video.fileLength;
        else if (video.read.isWhole)
            extra["from"] = {{"format", "msrvtt"}, {"whole", segment.range.end.count()}};
        segment.extra = extra.dump();
        if (video.fileLength > MediaTime{0})
            segment = project::fittedTo(std::move(segment), video.fileLength);
        const auto known = m_known.find(keyOf(segment));
        if (known != m_known.end() && (known->second.contains("") || known->second.contains(video.read.id))) {
            ++m_plan.skipped;
            return;
        }
        ++m_plan.added;
        m_segments.push_back({std::nullopt, project::Entity(std::move(segment))});
    }

    /// The file that the video is a stretch of; where that is not here, the one that was cut for it, if that is.
    std::string fileOf(const MsrvttVideo& video) const
    {
        std::string file = m_media.fileOf(video.url, video.id);
        for (const char* ending : {".mp4", ".mkv", ".wav"}) {
            if (!m_media.knows(file) && m_media.knows(video.id + ending))
                file = video.id + ending;
        }
        return file;
    }

    /// Finds the medium that the video is a stretch of.
    void place(Video& video)
    {
        const auto found = m_media.mediumOf(video.read.medium, fileOf(video.read));
        video.mediumId = found ? (*found)->id : std::string();
        if (!found)
            return error(video.line, found.error());
        video.fileLength = (*found)->duration;
        if (video.fileLength == MediaTime{0} || video.read.isWhole)
            return;
        const TimeRange fitting = project::rangeInFile(video.read.range, video.fileLength);
        const bool rounded = fitting.start == video.read.range.start
            && video.read.range.end - fitting.end <= project::kRoundingTolerance;
        if (!rounded)
            warning(video.line,
                    "the times of \"" + video.read.id + "\" lie behind the end of \"" + (*found)->name
                        + "\"; the whole file was taken");
    }

    const JsonWithLines& m_file;
    CorpusMedia m_media;
    std::map<Key, std::set<std::string>> m_known; ///< captions of the project, and the videos that they came with
    std::map<std::string, Video> m_videos;
    std::vector<project::Change> m_segments;
    std::vector<ImportProblem> m_errors;
    ImportPlan m_plan;
};

} // namespace

tl::expected<ImportPlan, ImportFailure> importMsrvtt(const project::ProjectView& document, const fs::path& path,
                                                     const fs::path& mediaFolder)
{
    const auto text = readFile(path, kLargestFile);
    if (!text)
        return tl::unexpected(ImportFailure{text.error(), {{0, describe(text.error())}}});
    const auto parsed = parseJsonWithLines(*text);
    if (!parsed)
        return importFailed(path, {parsed.error()});
    const json& value = parsed->value;
    if (!value.is_object() || !value.contains("videos") || !value["videos"].is_array() || !value.contains("sentences")
        || !value["sentences"].is_array())
        return importFailed(path, {{1, "it is not MSR-VTT JSON: \"videos\" and \"sentences\" must be arrays"}});
    Reader reader(document, *parsed, corpusFolders(path, mediaFolder));
    reader.read();
    if (auto problems = reader.takeErrors(); !problems.empty())
        return importFailed(path, std::move(problems));
    ImportPlan plan = reader.takePlan();
    plan.step.id = newIdentifier();
    plan.step.name = "Import " + path.filename().string();
    plan.step.time = timestampNow();
    return plan;
}

} // namespace descant::formats
