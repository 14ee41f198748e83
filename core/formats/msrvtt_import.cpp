// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/identifier.h"
#include "core/base/json_text.h"
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/corpus_extra.h"
#include "core/formats/internal/corpus_media.h"
#include "core/formats/internal/corpus_planner.h"
#include "core/formats/internal/earlier_caption.h"
#include "core/formats/internal/id_set.h"
#include "core/formats/internal/json_rows.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/known_captions.h"
#include "core/formats/internal/msrvtt_video.h"
#include "core/formats/msrvtt.h"
#include "core/project/clip_range.h"

#include <algorithm>
#include <fstream>
#include <functional>
#include <memory>
#include <unordered_map>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;
using project::Medium;
using project::Segment;

/// A video of the file, and where it lies in the project once a sentence needs it. There may be a hundred thousand.
struct Video {
    std::string extra; ///< JSON: what a segment keeps for an export
    TimeRange range;
    std::string split, url;
    std::unique_ptr<const MediumHint> hint; ///< rarely
    std::size_t line = 0;
    bool isWhole = false, used = false, sought = false;
    const Medium* medium = nullptr; ///< once it was sought; nothing when it was not found
};

/// The "video_id" that an import kept; empty for segments that were made here.
std::string knownVideoOf(const Segment& segment)
{
    return textMember(objectMember(extraObject(segment.extra), "video"), "video_id");
}

/// Captions that differ in blanks alone are one: an export writes them the same.
std::string captionKey(const Segment& segment)
{
    return std::to_string(segment.range.start.count()) + ' ' + std::to_string(segment.range.end.count()) + '\n'
        + onOneLine(segment.text);
}

std::string rowKey(const std::string& video, const std::string& number) { return video + '\n' + number; }

void enter(const Segment& segment, KnownMedium& known)
{
    const std::string video = knownVideoOf(segment);
    known.clips.emplace(captionKey(segment), video);
    if (const CorpusExtra extra = CorpusExtra::of(segment); extra.format == "msrvtt" && !extra.row.empty())
        known.segmentOfRow.emplace(rowKey(video, extra.row), segment.id);
}

/// Reads the file once, or a second time where sentences stand before the videos; collects problems as it goes.
class Reader {
public:
    Reader(const project::ProjectView& document, const fs::path& path, const ImportOptions& options,
           project::ChangeSink& changes)
        : m_document(document),
          m_path(path),
          m_options(options),
          m_changes(changes),
          m_media(document, corpusFolders(path, options.mediaFolder), m_changes),
          m_known(document, enter)
    {
    }

    tl::expected<ImportSummary, ImportFailure> read()
    {
        pass([this](JsonRow row) { takeRow(std::move(row)); });
        if (m_errors.empty() && !(m_hasVideos && m_hasSentences))
            error(1, "it is not MSR-VTT JSON: \"videos\" and \"sentences\" must be arrays");
        if (m_errors.empty() && m_sentencesFirst)
            pass([this](JsonRow row) { takeSentence(std::move(row)); });
        warnOfUnused();
        m_summary.changed += m_media.keepFileMembers("msrvtt", m_members);
        for (const std::string& name : m_media.missing())
            warning(0, "the file \"" + name + "\" is missing; it can be found later");
        m_summary.problems = m_warnings.take();
        return outcomeOf(m_path, m_errors.take(), m_changes, std::move(m_summary));
    }

private:
    void pass(const std::function<void(JsonRow)>& take)
    {
        std::ifstream stream(m_path, std::ios::binary);
        if (const auto problem = readJsonRows(stream, {"videos", "sentences"}, take))
            error(problem->line, problem->message);
    }

    void error(std::size_t line, std::string message) { m_errors.add(line, std::move(message)); }
    void warning(std::size_t line, std::string message) { m_warnings.add(line, std::move(message)); }

    void takeRow(JsonRow row)
    {
        const bool isPart = row.isElement || isEmptyArray(row);
        if (row.member == "sentences") {
            m_hasSentences = m_hasSentences || isPart;
            m_sentencesFirst = m_sentencesFirst || !m_hasVideos;
            if (m_hasVideos && m_errors.empty())
                takeSentence(std::move(row));
        } else if (row.member == "videos") {
            m_hasVideos = m_hasVideos || isPart;
            if (row.isElement)
                takeVideo(row);
        } else {
            takeMember(std::move(row));
        }
    }

    void takeVideo(const JsonRow& row)
    {
        if (!row.value.is_object())
            return error(row.line, "a video must be an object");
        auto read = readMsrvttVideo(row.value);
        if (!read)
            return error(row.line, read.error());
        if (!read->number.empty() && !m_videoNumbers.insert(read->number))
            error(row.line, "the id " + read->number + " stands twice");
        auto hint = read->medium.isEmpty() ? nullptr : std::make_unique<const MediumHint>(std::move(read->medium));
        Video video{read->extra.dump(), read->range, std::move(read->split), std::move(read->url),
                    std::move(hint),    row.line,    read->isWhole};
        if (!m_videos.emplace(read->id, std::move(video)).second)
            error(row.line, "the video \"" + read->id + "\" stands twice");
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
        else if (!number->empty() && !m_sentenceNumbers.insert(*number))
            error(row.line, "the sen_id " + *number + " stands twice");
        else
            readSentence(std::move(row.value), *number, row.line);
    }

    void warnOfUnused()
    {
        for (const auto& [name, video] : m_videos) {
            if (!video.used && isWanted(name))
                warning(video.line, "the video \"" + name + "\" has no sentence and was left out");
        }
    }

    bool isWanted(const std::string& video) const { return !m_options.ids || m_options.ids->contains(video); }

    void readSentence(json sentence, const std::string& number, std::size_t line)
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
        std::string text = std::move(caption->get_ref<std::string&>());
        if (onOneLine(text).empty())
            return warning(line, "an empty caption was left out");
        if (!video.sought)
            place(*id, video);
        if (video.medium == nullptr)
            return;
        const std::string others = without(std::move(sentence), {"video_id", "caption"}).dump();
        addSegment(segmentFor(video, std::move(text), others, number), *id, number, line);
    }

    Segment segmentFor(const Video& video, std::string text, const std::string& sentence,
                       const std::string& number) const
    {
        Segment segment;
        segment.mediumId = video.medium->id;
        segment.range = video.range;
        segment.text = std::move(text);
        segment.status = project::SegmentStatus::Accepted;
        segment.split = video.split.empty() ? m_options.split : video.split;
        const MediaTime length = video.medium->duration;
        const bool isUnknown = video.isWhole && length == MediaTime{0};
        const std::string from = fromText(segment, number, isUnknown ? segment.range.end : MediaTime{0});
        segment.extra = "{" + from + "\"sentence\":" + sentence + ",\"video\":" + video.extra + "}";
        if (video.isWhole && !isUnknown)
            segment.range.end = length;
        return length > MediaTime{0} ? project::fittedTo(std::move(segment), length) : std::move(segment);
    }

    /// The member that CorpusExtra reads, with a comma behind it; nothing where it would say nothing.
    static std::string fromText(const Segment& segment, const std::string& number, MediaTime whole)
    {
        if (number.empty() && whole == MediaTime{0})
            return {};
        std::string text = R"("from":{"format":"msrvtt")";
        if (!number.empty()) {
            text += R"(,"mark":")" + markOf(segment.text, segment.range, segment.language) + R"(","row":)";
            appendJsonString(text, number);
        }
        if (whole > MediaTime{0})
            text += R"(,"whole":)" + std::to_string(whole.count());
        return text + "},";
    }

    void addSegment(Segment segment, const std::string& video, const std::string& number, std::size_t line)
    {
        const KnownMedium& known = m_known.of(segment.mediumId);
        const auto row = known.segmentOfRow.find(rowKey(video, number));
        if (!number.empty() && row != known.segmentOfRow.end())
            return update(*m_document.segment(row->second), std::move(segment), line);
        const auto [begin, end] = known.clips.equal_range(captionKey(segment));
        if (std::any_of(begin, end, [&](const auto& same) { return same.second.empty() || same.second == video; })) {
            ++m_summary.skipped;
            return;
        }
        segment.id = newIdentifier();
        ++m_summary.added;
        m_changes.add({std::nullopt, project::Entity(std::move(segment))});
    }

    void update(const Segment& before, Segment after, std::size_t line)
    {
        const Again again = comparedWith(before, after);
        if (again != Again::Changed) {
            ++m_summary.skipped;
            if (again == Again::BothChanged)
                warning(line, kBothChanged);
            return;
        }
        after.id = before.id;
        ++m_summary.changed;
        m_changes.add({project::Entity(before), project::Entity(std::move(after))});
    }

    /// The file that the video is a stretch of; where that is not here, the one that was cut for it, if that is.
    std::string fileOf(const std::string& id, const Video& video)
    {
        std::string file = m_media.fileOf(video.url, id);
        if (file == id + ".mp4")
            return file; // whatever its ending is on disk
        for (const char* ending : {".mp4", ".mkv", ".wav"}) {
            if (!m_media.knows(file) && m_media.knows(id + ending))
                file = id + ending;
        }
        return file;
    }

    /// Finds the medium that the video is a stretch of.
    void place(const std::string& id, Video& video)
    {
        const auto found = m_media.mediumOf(video.hint ? *video.hint : MediumHint(), fileOf(id, video));
        video.sought = true;
        video.hint.reset();
        if (!found)
            return error(video.line, found.error());
        video.medium = *found;
        const MediaTime length = video.medium->duration;
        if (length == MediaTime{0} || video.isWhole)
            return;
        const TimeRange fitting = project::rangeInFile(video.range, length);
        const bool rounded =
            fitting.start == video.range.start && video.range.end - fitting.end <= project::kRoundingTolerance;
        if (!rounded)
            warning(video.line,
                    "the times of \"" + id + "\" lie behind the end of \"" + video.medium->name
                        + "\"; the whole file was taken");
    }

    const project::ProjectView& m_document;
    const fs::path& m_path;
    const ImportOptions& m_options;
    PlannedChanges m_changes;
    CorpusMedia m_media;
    KnownCaptions m_known;
    std::unordered_map<std::string, Video> m_videos;
    IdSet m_videoNumbers, m_sentenceNumbers;
    json m_members = json::object();
    bool m_hasVideos = false, m_hasSentences = false, m_sentencesFirst = false;
    ProblemList m_errors, m_warnings;
    ImportSummary m_summary;
};

} // namespace

tl::expected<ImportSummary, ImportFailure> importMsrvtt(const project::ProjectView& document, const fs::path& path,
                                                        const ImportOptions& options, project::ChangeSink& changes)
{
    return Reader(document, path, options, changes).read();
}

} // namespace descant::formats
