// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/base/json_text.h"
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/export_source.h"
#include "core/formats/internal/export_target.h"
#include "core/formats/internal/id_set.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/media_index.h"
#include "core/formats/internal/msrvtt_kept.h"
#include "core/formats/internal/msrvtt_video.h"
#include "core/formats/msrvtt.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <optional>
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

/// Numbers of videos or sentences, as JSON: those that an import brought while they are free, others from 0.
class Numbers {
public:
    /// Not given to anything else.
    void reserve(const std::string& known) { m_reserved.insert(known); }

    std::string give(const std::string& known)
    {
        if (!known.empty() && m_taken.insert(known))
            return known;
        while (m_reserved.contains(std::to_string(m_next)))
            ++m_next;
        return std::to_string(m_next++);
    }

private:
    IdSet m_reserved, m_taken;
    std::size_t m_next = 0;
};

/// Rows of a JSON array, one a line.
class Rows {
public:
    explicit Rows(AtomicFile* file) : m_file(file) { }
    Result<void> add(std::string_view row)
    {
        ++m_count;
        if (m_file == nullptr)
            return {};
        DESCANT_CHECK(m_file->write(m_count == 1 ? "\n  " : ",\n  "));
        return m_file->write(row);
    }
    std::size_t count() const { return m_count; }

private:
    AtomicFile* m_file;
    std::size_t m_count = 0;
};

/// Where the two lists of an export go: videos straight into the file, sentences into one of their own that is appended
/// at the end. Nowhere when the export is only tried.
struct Files {
    std::optional<AtomicFile> whole, sentences;
    AtomicFile* get(std::optional<AtomicFile> Files::*which) { return this->*which ? &*(this->*which) : nullptr; }
};

/// Writes videos and sentences in the order of the project.
class Writer {
public:
    Writer(const project::ProjectView& document, const std::filesystem::path& folder, const ExportOptions& options,
           Files& files)
        : m_document(document),
          m_folder(folder),
          m_options(options),
          m_files(files),
          m_index(document),
          m_videos(files.get(&Files::whole)),
          m_sentences(files.get(&Files::sentences))
    {
    }

    /// Names and numbers that came with an import are not given to anything else. Counts what models wrote.
    void look()
    {
        for (const Medium* medium : m_document.media()) {
            for (const Segment* segment : m_document.segmentsOf(medium->id)) {
                const KeptNames kept = m_kept.read(segment->extra);
                m_reserved.insert(kept.videoId);
                m_videoNumbers.reserve(kept.videoNumber);
                m_sentenceNumbers.reserve(kept.sentenceNumber);
                bool isModels = false;
                if (const std::string text = textOf(*segment, isModels); !text.empty()) {
                    m_hasAny = true;
                    m_modelSentences += isModels ? 1 : 0;
                }
            }
        }
    }

    bool hasAny() const { return m_hasAny; }

    Result<void> write()
    {
        DESCANT_CHECK(writeText("{\n"));
        const ordered_json whole = members();
        for (const auto& [name, value] : whole.items())
            DESCANT_CHECK(writeText(" " + ordered_json(name).dump() + ": " + oneLineJson(value) + ",\n"));
        DESCANT_CHECK(writeText(" \"videos\": ["));
        for (const Medium* medium : m_document.media()) {
            m_videoOf.clear();
            for (const Segment* segment : m_document.segmentsOf(medium->id))
                DESCANT_CHECK(add(*medium, *segment));
        }
        DESCANT_CHECK(writeText("\n ],\n \"sentences\": ["));
        if (m_files.whole)
            DESCANT_CHECK(m_files.sentences->pourInto(*m_files.whole));
        return writeText("\n ]\n}\n");
    }

    ExportReport report() const
    {
        ExportReport report{m_videos.count(), m_sentences.count(), {}, {}, {}};
        report.losses.emplace_back("status, proposals and history stay in the project: MSR-VTT has no place for them");
        if (m_otherLanguages)
            report.losses.emplace_back("the language of captions is not written: MSR-VTT has no place for it");
        if (m_noSplit)
            report.losses.emplace_back("segments without a split are written as train");
        return report;
    }

private:
    Result<void> writeText(std::string_view text)
    {
        return m_files.whole ? m_files.whole->write(text) : Result<void>();
    }

    /// What the file says about itself.
    ordered_json members() const
    {
        std::string stamp = timestampNow().substr(0, 19);
        stamp[10] = ' ';
        ordered_json info{{"year", stamp.substr(0, 4)},
                          {"version", "1.0"},
                          {"description", "made with Descant"},
                          {"contributor", ""},
                          {"data_created", stamp}};
        ordered_json whole{{"info", std::move(info)}};
        for (const Medium* medium : m_document.media()) {
            if (!medium->extra.empty())
                whole.update(objectMember(extraOf(medium->extra), "msrvtt"));
        }
        if (m_modelSentences > 0 && whole["info"].is_object())
            whole["info"]["model_sentences"] = m_modelSentences;
        whole.erase("videos");
        whole.erase("sentences");
        return whole;
    }

    /// Empty for a segment that is not written.
    std::string textOf(const Segment& segment, bool& isModels) const
    {
        if (m_options.split && *m_options.split != splitOf(segment))
            return {};
        std::string text = m_options.statuses.contains(segment.status) ? onOneLine(segment.text) : std::string();
        isModels = text.empty() && segment.text.empty() && m_options.modelText == ModelText::WhereNothingElse;
        const Proposal* best = isModels ? bestOpen(m_document, segment) : nullptr;
        return best != nullptr ? onOneLine(best->text) : text;
    }

    Result<void> add(const Medium& medium, const Segment& segment)
    {
        bool isModels = false;
        const std::string text = textOf(segment, isModels);
        if (text.empty())
            return {};
        const KeptNames kept = m_kept.read(segment.extra);
        DESCANT_TRY(const std::string video, videoOf(medium, segment, kept));
        m_otherLanguages = m_otherLanguages || segment.language != "en";
        m_noSplit = m_noSplit || segment.split.empty();
        std::string row = "{\"sen_id\":" + m_sentenceNumbers.give(kept.sentenceNumber) + ",\"video_id\":";
        appendJsonString(row, video);
        row += ",\"caption\":";
        appendJsonString(row, text);
        return m_sentences.add(kept.hasMore ? withOthers(row + "}", segment) : row + "}");
    }

    /// With what an import kept of the sentence beside its own members.
    static std::string withOthers(const std::string& row, const Segment& segment)
    {
        ordered_json sentence = ordered_json::parse(row);
        addOthers(sentence, keptSentence(segment));
        return oneLineJson(sentence);
    }

    /// The video of this stretch; made when it is the first time. Two videos of an import stay two, also where they are
    /// the same stretch; a segment that was made here joins what there is.
    Result<std::string> videoOf(const Medium& medium, const Segment& segment, const KeptNames& names)
    {
        const std::string& known = names.videoId;
        auto& ofStretch = m_videoOf[{segment.range.start, segment.range.end, splitOf(segment)}];
        const auto found = known.empty() ? ofStretch.begin() : ofStretch.find(known);
        if (found != ofStretch.end())
            return found->second;
        std::string id = freeName(known);
        ofStretch[known] = id;
        DESCANT_CHECK(m_videos.add(oneLineJson(videoJson(medium, segment, names, id))));
        if (m_options.onClip)
            m_options.onClip({id,
                              medium.id,
                              segment.range,
                              isWholeMedium(medium, segment.range, CorpusExtra::of(segment)),
                              segment.split,
                              {}});
        return id;
    }

    ordered_json videoJson(const Medium& medium, const Segment& segment, const KeptNames& names, const std::string& id)
    {
        const ordered_json kept = keptVideo(segment);
        const auto [start, end] = timesOf(segment);
        const bool isUnseen = isUnseenWhole(segment);
        const std::string url = textMember(kept, "url", medium.name);
        ordered_json video{{"id", ordered_json::parse(m_videoNumbers.give(names.videoNumber))},
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

    /// The name that the import knew, or the next "video<N>" that nobody has.
    std::string freeName(const std::string& known)
    {
        if (!known.empty() && m_names.insert(known))
            return known;
        for (std::size_t number = m_videos.count();; ++number) {
            std::string name = "video" + std::to_string(number);
            if (!m_reserved.contains(name) && m_names.insert(name))
                return name;
        }
    }

    using Stretch = std::tuple<MediaTime, MediaTime, std::string>;

    const project::ProjectView& m_document;
    const std::filesystem::path& m_folder; ///< of the file that is written
    const ExportOptions& m_options;
    Files& m_files;
    MediaIndex m_index;
    KeptReader m_kept;
    Rows m_videos, m_sentences;
    Numbers m_videoNumbers, m_sentenceNumbers;
    std::map<Stretch, std::map<std::string, std::string>> m_videoOf; ///< of the medium at hand, by the known name
    IdSet m_names;                                                   ///< taken
    IdSet m_reserved;                                                ///< known from imports
    std::size_t m_modelSentences = 0;
    bool m_hasAny = false, m_otherLanguages = false, m_noSplit = false;
};

Result<Files> filesFor(const std::filesystem::path& path, ExportMode mode)
{
    Files files;
    if (mode == ExportMode::Write) {
        DESCANT_TRY(AtomicFile whole, AtomicFile::create(path));
        DESCANT_TRY(AtomicFile sentences, AtomicFile::create(path));
        files.whole.emplace(std::move(whole));
        files.sentences.emplace(std::move(sentences));
    }
    return files;
}

} // namespace

Result<ExportReport> exportMsrvtt(const project::ProjectView& document, const std::filesystem::path& path,
                                  const ExportOptions& options)
try {
    DESCANT_CHECK(refuseDatabase(path));
    const std::filesystem::path folder = std::filesystem::absolute(path).lexically_normal().parent_path();
    DESCANT_TRY(Files files, filesFor(path, options.mode));
    Writer writer(document, folder, options, files);
    writer.look();
    DESCANT_CHECK(document.readState());
    if (!writer.hasAny())
        return fail(ErrorCode::NothingToExport, path.string());
    DESCANT_CHECK(writer.write());
    DESCANT_CHECK(document.readState());
    ExportReport report = writer.report();
    report.files.push_back(path);
    if (files.whole)
        DESCANT_CHECK(files.whole->commit());
    return report;
} catch (const ordered_json::exception& problem) {
    // `extra` comes from a project file, which may hold anything.
    return fail(ErrorCode::ProjectDamaged, path.string(),
                std::string("what an import kept is not readable: ") + problem.what());
}

} // namespace descant::formats
