// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/export_source.h"
#include "core/formats/internal/export_target.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/media_index.h"
#include "core/formats/internal/msrvtt_video.h"
#include "core/formats/msrvtt.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace descant::formats {
namespace {

using nlohmann::ordered_json;
using project::Medium;
using project::Proposal;
using project::ProposalState;
using project::Segment;

const Proposal* bestOpen(const project::ProjectView& document, const Segment& segment)
{
    for (const Proposal* proposal : document.proposalsOf(segment.id)) {
        if (proposal->state == ProposalState::Open || proposal->state == ProposalState::Accepted)
            return proposal;
    }
    return nullptr;
}

/// What an import kept, in the order of the file that it came from. Project files may hold anything.
ordered_json extraOf(const std::string& text)
{
    const ordered_json extra = ordered_json::parse(text.empty() ? "{}" : text, nullptr, false);
    return extra.is_object() ? extra : ordered_json::object();
}

ordered_json keptVideo(const Segment& segment) { return objectMember(extraOf(segment.extra), "video"); }
ordered_json keptSentence(const Segment& segment) { return objectMember(extraOf(segment.extra), "sentence"); }

/// MSR-VTT knows no video without a split.
std::string splitOf(const Segment& segment) { return segment.split.empty() ? "train" : segment.split; }

/// Adds the members of `kept` that are not there yet.
void addOthers(ordered_json& object, const ordered_json& kept)
{
    for (const auto& [name, value] : kept.items()) {
        if (!object.contains(name))
            object[name] = value;
    }
}

/// Numbers of videos or sentences: those that an import brought while they are free, others from 0.
class Numbers {
public:
    /// Not given to anything else.
    void reserve(const ordered_json& known) { m_reserved.insert(known.dump()); }

    ordered_json give(const ordered_json& known)
    {
        if ((known.is_number_integer() || known.is_string()) && m_taken.insert(known.dump()).second)
            return known;
        while (m_reserved.contains(std::to_string(m_next)))
            ++m_next;
        return m_next++;
    }

private:
    std::set<std::string> m_reserved, m_taken;
    std::size_t m_next = 0;
};

/// Collects videos and sentences in the order of the project.
class Writer {
public:
    Writer(const project::ProjectView& document, const std::filesystem::path& folder, const ExportOptions& options)
        : m_document(document), m_folder(folder), m_options(options), m_index(document)
    {
    }

    void addAll()
    {
        reserveKnownNames();
        for (const Medium* medium : m_document.media()) {
            for (const Segment* segment : m_document.segmentsOf(medium->id))
                add(*medium, *segment);
        }
    }

    ordered_json json() const
    {
        std::string stamp = timestampNow().substr(0, 19);
        stamp[10] = ' ';
        ordered_json info{{"year", stamp.substr(0, 4)},
                          {"version", "1.0"},
                          {"description", "made with Descant"},
                          {"contributor", ""},
                          {"data_created", stamp}};
        ordered_json whole{{"info", std::move(info)}};
        for (const Medium* medium : m_document.media())
            whole.update(objectMember(extraOf(medium->extra), "msrvtt"));
        if (m_modelSentences > 0 && whole["info"].is_object())
            whole["info"]["model_sentences"] = m_modelSentences;
        whole["videos"] = m_videos;
        whole["sentences"] = m_sentences;
        return whole;
    }

    ExportReport report() const
    {
        ExportReport report{m_videos.size(), m_sentences.size(), {}, {}, {}};
        if (!report.sentences)
            return report;
        report.losses.emplace_back("status, proposals and history stay in the project: MSR-VTT has no place for them");
        if (m_otherLanguages)
            report.losses.emplace_back("the language of captions is not written: MSR-VTT has no place for it");
        if (m_noSplit)
            report.losses.emplace_back("segments without a split are written as train");
        return report;
    }

private:
    void add(const Medium& medium, const Segment& segment)
    {
        if (m_options.split && *m_options.split != splitOf(segment))
            return;
        std::string text = m_options.statuses.contains(segment.status) ? onOneLine(segment.text) : std::string();
        if (text.empty() && segment.text.empty() && m_options.modelText == ModelText::WhereNothingElse) {
            const Proposal* best = bestOpen(m_document, segment);
            text = best ? onOneLine(best->text) : std::string();
            m_modelSentences += text.empty() ? 0 : 1;
        }
        if (text.empty())
            return;
        const ordered_json kept = keptSentence(segment);
        ordered_json sentence{{"sen_id", m_sentenceNumbers.give(kept.value("sen_id", ordered_json()))},
                              {"video_id", videoOf(medium, segment)},
                              {"caption", text}};
        addOthers(sentence, kept);
        m_sentences.push_back(std::move(sentence));
        m_otherLanguages = m_otherLanguages || segment.language != "en";
        m_noSplit = m_noSplit || segment.split.empty();
    }

    /// The video of this stretch; made when it is the first time. Two videos of an import stay two, also where they are
    /// the same stretch; a segment that was made here joins what there is.
    std::string videoOf(const Medium& medium, const Segment& segment)
    {
        const ordered_json kept = keptVideo(segment);
        const std::string known = textMember(kept, "video_id");
        auto& ofStretch = m_videoOf[{medium.id, segment.range.start, segment.range.end, splitOf(segment)}];
        const auto found = known.empty() ? ofStretch.begin() : ofStretch.find(known);
        if (found != ofStretch.end())
            return found->second;
        const std::string id = freeName(known);
        ofStretch[known] = id;
        m_videos.push_back(videoJson(medium, segment, kept, id));
        if (m_options.onClip)
            m_options.onClip({id,
                              medium.id,
                              segment.range,
                              isWholeMedium(medium, segment.range, CorpusExtra::of(segment)),
                              segment.split,
                              {}});
        return id;
    }

    ordered_json videoJson(const Medium& medium, const Segment& segment, const ordered_json& kept,
                           const std::string& id)
    {
        const auto [start, end] = timesOf(segment);
        const bool isUnseen = isUnseenWhole(segment);
        const std::string url = textMember(kept, "url", medium.name);
        ordered_json video{{"id", m_videoNumbers.give(kept.value("id", ordered_json()))},
                           {"video_id", id},
                           {"category", kept.value("category", ordered_json(0))},
                           {"url", url}};
        if (!isUnseen) {
            video["start time"] = start;
            video["end time"] = end;
        }
        video["split"] = splitOf(segment);
        ordered_json hint = hintFor(medium, url, id);
        if (isUnseen)
            hint["whole"] = "yes";
        if (!hint.empty())
            video[kMediumMember] = hint;
        addOthers(video, kept);
        return video;
    }

    /// Those of the segment, or of the corpus that it came from while it is where the import put it.
    static std::pair<ordered_json, ordered_json> timesOf(const Segment& segment)
    {
        const ordered_json source = objectMember(extraOf(segment.extra), "source");
        if (source.contains("start time") && source.contains("end time")
            && source.value("start", ordered_json()) == segment.range.start.count()
            && source.value("end", ordered_json()) == segment.range.end.count())
            return {source["start time"], source["end time"]};
        return {toSeconds(segment.range.start), toSeconds(segment.range.end)};
    }

    /// The whole of a file whose length nobody knows: there is no time to write.
    static bool isUnseenWhole(const Segment& segment)
    {
        const MediaTime end = CorpusExtra::of(segment).wholeEnd;
        return end == kUnknownLength && segment.range == TimeRange{MediaTime{0}, end};
    }

    /// Which medium is meant, where an import would not find it by its name.
    ordered_json hintFor(const Medium& medium, const std::string& url, const std::string& id) const
    {
        const auto fitting = m_index.named(m_index.fileOf(url, id));
        if (fitting.size() == 1 && fitting.front()->id == medium.id)
            return {};
        ordered_json hint{{"medium", medium.id}};
        if (!medium.fingerprint.empty())
            hint["fingerprint"] = medium.fingerprint;
        const std::string path = std::filesystem::path(medium.path).lexically_relative(m_folder).generic_string();
        if (!path.empty() && !leavesTheFolder(path))
            hint["path"] = path;
        return hint;
    }

    /// Names and numbers that came with an import are not given to anything else.
    void reserveKnownNames()
    {
        for (const Medium* medium : m_document.media()) {
            for (const Segment* segment : m_document.segmentsOf(medium->id)) {
                const ordered_json video = keptVideo(*segment);
                m_reserved.insert(textMember(video, "video_id"));
                m_videoNumbers.reserve(video.value("id", ordered_json()));
                m_sentenceNumbers.reserve(keptSentence(*segment).value("sen_id", ordered_json()));
            }
        }
    }

    /// The name that the import knew, or the next "video<N>" that nobody has.
    std::string freeName(const std::string& known)
    {
        if (!known.empty() && m_names.insert(known).second)
            return known;
        for (std::size_t number = m_videos.size();; ++number) {
            std::string name = "video" + std::to_string(number);
            if (!m_reserved.contains(name) && m_names.insert(name).second)
                return name;
        }
    }

    using Stretch = std::tuple<std::string, MediaTime, MediaTime, std::string>;

    const project::ProjectView& m_document;
    const std::filesystem::path& m_folder; ///< of the file that is written
    const ExportOptions& m_options;
    MediaIndex m_index;
    ordered_json m_videos = ordered_json::array();
    ordered_json m_sentences = ordered_json::array();
    Numbers m_videoNumbers, m_sentenceNumbers;
    std::map<Stretch, std::map<std::string, std::string>> m_videoOf; ///< by the name that an import knew
    std::set<std::string> m_names;                                   ///< taken
    std::set<std::string> m_reserved;                                ///< known from imports
    std::size_t m_modelSentences = 0;
    bool m_otherLanguages = false;
    bool m_noSplit = false;
};

} // namespace

Result<ExportReport> exportMsrvtt(const project::ProjectView& document, const std::filesystem::path& path,
                                  const ExportOptions& options)
try {
    DESCANT_CHECK(refuseDatabase(path));
    const std::filesystem::path folder = std::filesystem::absolute(path).lexically_normal().parent_path();
    Writer writer(document, folder, options);
    writer.addAll();
    ExportReport report = writer.report();
    report.files.push_back(path);
    if (report.sentences == 0)
        return fail(ErrorCode::NothingToExport, path.string());
    if (options.mode == ExportMode::TryOnly)
        return report;
    const std::string text = writer.json().dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
    DESCANT_CHECK(writeFileAtomically(path, text));
    return report;
} catch (const ordered_json::exception& problem) {
    // `extra` comes from a project file, which may hold anything.
    return fail(ErrorCode::ProjectDamaged, path.string(),
                std::string("what an import kept is not readable: ") + problem.what());
}

} // namespace descant::formats
