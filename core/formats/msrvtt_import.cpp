// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/identifier.h"
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/corpus_extra.h"
#include "core/formats/internal/corpus_media.h"
#include "core/formats/internal/corpus_planner.h"
#include "core/formats/internal/earlier_caption.h"
#include "core/formats/internal/json_rows.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/msrvtt_video.h"
#include "core/formats/msrvtt.h"
#include "core/project/clip_range.h"

#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;
using project::Medium;
using project::Segment;

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

/// Reads the file twice, videos and then sentences, because either may stand first; collects problems as it goes.
class Reader {
public:
    Reader(const project::ProjectView& document, const fs::path& path, const ImportOptions& options)
        : m_document(document),
          m_path(path),
          m_options(options),
          m_media(document, corpusFolders(path, options.mediaFolder))
    {
        for (const Medium* medium : document.media()) {
            for (const Segment* segment : document.segmentsOf(medium->id))
                remember(*segment);
        }
    }

    void read()
    {
        pass([this](JsonRow row) { takeVideo(std::move(row)); });
        if (m_errors.empty() && !(m_hasVideos && m_hasSentences))
            error(1, "it is not MSR-VTT JSON: \"videos\" and \"sentences\" must be arrays");
        m_numbers.clear();
        if (m_errors.empty())
            pass([this](JsonRow row) { takeSentence(std::move(row)); });
        warnOfUnused();
        m_plan.changed += m_media.keepFileMembers("msrvtt", m_members);
        for (const std::string& name : m_media.missing())
            warning(0, "the file \"" + name + "\" is missing; it can be found later");
    }

    std::vector<ImportProblem> takeErrors() { return m_errors.take(); }

    ImportPlan takePlan()
    {
        m_plan.problems = m_warnings.take();
        m_plan.step.changes = m_media.changes(); // segments come after the media that they lie on
        std::move(m_segments.begin(), m_segments.end(), std::back_inserter(m_plan.step.changes));
        m_plan.step.id = newIdentifier();
        m_plan.step.name = "Import " + m_path.filename().string();
        m_plan.step.time = timestampNow();
        return std::move(m_plan);
    }

private:
    using Key = std::tuple<std::string, std::int64_t, std::int64_t, std::string>;

    /// Captions that differ in blanks alone are one: an export writes them the same.
    static Key keyOf(const Segment& segment)
    {
        return {segment.mediumId, segment.range.start.count(), segment.range.end.count(), onOneLine(segment.text)};
    }

    static std::string rowKey(const std::string& medium, const std::string& video, const std::string& number)
    {
        return medium + '\n' + video + '\n' + number;
    }

    void remember(const Segment& segment)
    {
        const std::string video = knownVideoOf(segment);
        m_known[keyOf(segment)].insert(video);
        if (const CorpusExtra extra = CorpusExtra::of(segment); extra.format == "msrvtt" && !extra.row.empty())
            m_segmentOfRow.emplace(rowKey(segment.mediumId, video, extra.row), segment.id);
    }

    void pass(const std::function<void(JsonRow)>& take)
    {
        std::ifstream stream(m_path, std::ios::binary);
        if (const auto problem = readJsonRows(stream, {"videos", "sentences"}, take))
            error(problem->line, problem->message);
    }

    void error(std::size_t line, std::string message) { m_errors.add(line, std::move(message)); }
    void warning(std::size_t line, std::string message) { m_warnings.add(line, std::move(message)); }

    void takeVideo(JsonRow row)
    {
        if (row.member == "sentences") {
            m_hasSentences = m_hasSentences || row.isElement || isEmptyArray(row);
            return;
        }
        if (row.member != "videos")
            return takeMember(std::move(row));
        m_hasVideos = m_hasVideos || row.isElement || isEmptyArray(row);
        if (!row.isElement)
            return;
        if (!row.value.is_object())
            return error(row.line, "a video must be an object");
        auto read = readMsrvttVideo(row.value);
        if (!read)
            return error(row.line, read.error());
        if (!read->number.empty() && !m_numbers.insert(read->number).second)
            error(row.line, "the id " + read->number + " stands twice");
        const std::string id = read->id;
        if (!m_videos.emplace(id, Video{std::move(*read), row.line, false, std::nullopt, {}}).second)
            error(row.line, "the video \"" + id + "\" stands twice");
    }

    void takeMember(JsonRow row)
    {
        if (row.member == "info" && !row.value.is_object())
            return error(row.line, "\"info\" must be an object");
        if (!row.member.empty())
            m_members[row.member] = std::move(row.value);
    }

    void takeSentence(JsonRow row)
    {
        if (row.member != "sentences" || !row.isElement)
            return;
        if (!row.value.is_object())
            return error(row.line, "a sentence must be an object");
        const auto number = readNumber(row.value, "sen_id");
        if (!number)
            error(row.line, "\"sen_id\" must be a whole number");
        else if (!number->empty() && !m_numbers.insert(*number).second)
            error(row.line, "the sen_id " + *number + " stands twice");
        else
            readSentence(row.value, *number, row.line);
    }

    void warnOfUnused()
    {
        for (const auto& [name, video] : m_videos) {
            if (!video.used && isWanted(name))
                warning(video.line, "the video \"" + name + "\" has no sentence and was left out");
        }
    }

    bool isWanted(const std::string& video) const { return !m_options.ids || m_options.ids->contains(video); }

    void readSentence(const json& sentence, const std::string& number, std::size_t line)
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
        if (!isWanted(*id))
            return;
        if (onOneLine(*caption).empty())
            return warning(line, "an empty caption was left out");
        if (!video.mediumId)
            place(video);
        if (!video.mediumId->empty())
            addSegment(segmentFor(video, sentence, number), video.read.id, number, line);
    }

    Segment segmentFor(const Video& video, const json& sentence, const std::string& number) const
    {
        Segment segment;
        segment.mediumId = *video.mediumId;
        segment.range = video.read.range;
        segment.text = sentence["caption"].get<std::string>();
        segment.status = project::SegmentStatus::Accepted;
        segment.split = video.read.split.empty() ? m_options.split : video.read.split;
        json extra{{"video", video.read.extra}, {"sentence", without(sentence, {"video_id", "caption"})}};
        json from{{"format", "msrvtt"}};
        if (!number.empty()) {
            from["row"] = number;
            from["mark"] = markOf(segment.text, segment.range, segment.language);
        }
        if (video.read.isWhole && video.fileLength > MediaTime{0})
            segment.range.end = video.fileLength;
        else if (video.read.isWhole)
            from["whole"] = segment.range.end.count();
        if (from.size() > 1)
            extra["from"] = std::move(from);
        segment.extra = extra.dump();
        return video.fileLength > MediaTime{0} ? project::fittedTo(std::move(segment), video.fileLength)
                                               : std::move(segment);
    }

    void addSegment(Segment segment, const std::string& video, const std::string& number, std::size_t line)
    {
        const auto row = m_segmentOfRow.find(rowKey(segment.mediumId, video, number));
        if (!number.empty() && row != m_segmentOfRow.end())
            return update(*m_document.segment(row->second), std::move(segment), line);
        const auto known = m_known.find(keyOf(segment));
        if (known != m_known.end() && (known->second.contains("") || known->second.contains(video))) {
            ++m_plan.skipped;
            return;
        }
        segment.id = newIdentifier();
        ++m_plan.added;
        m_segments.push_back({std::nullopt, project::Entity(std::move(segment))});
    }

    void update(const Segment& before, Segment after, std::size_t line)
    {
        const Again again = comparedWith(before, after);
        if (again != Again::Changed) {
            ++m_plan.skipped;
            if (again == Again::BothChanged)
                warning(line, kBothChanged);
            return;
        }
        after.id = before.id;
        ++m_plan.changed;
        m_segments.push_back({project::Entity(before), project::Entity(std::move(after))});
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

    const project::ProjectView& m_document;
    const fs::path& m_path;
    const ImportOptions& m_options;
    CorpusMedia m_media;
    std::map<Key, std::set<std::string>> m_known; ///< captions of the project, and the videos that they came with
    std::unordered_map<std::string, std::string> m_segmentOfRow; ///< segments of the project by video and sen_id
    std::unordered_map<std::string, Video> m_videos;
    std::unordered_set<std::string> m_numbers; ///< ids of videos, then of sentences
    json m_members = json::object();
    bool m_hasVideos = false, m_hasSentences = false;
    std::vector<project::Change> m_segments;
    ProblemList m_errors, m_warnings;
    ImportPlan m_plan;
};

} // namespace

tl::expected<ImportPlan, ImportFailure> importMsrvtt(const project::ProjectView& document, const fs::path& path,
                                                     const ImportOptions& options)
{
    Reader reader(document, path, options);
    reader.read();
    if (auto problems = reader.takeErrors(); !problems.empty())
        return importFailed(path, std::move(problems));
    return reader.takePlan();
}

} // namespace descant::formats
