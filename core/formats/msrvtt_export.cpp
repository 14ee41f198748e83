// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/formats/export_target.h"
#include "core/formats/msrvtt.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace descant::formats {
namespace {

using nlohmann::ordered_json;
using project::Document;
using project::Medium;
using project::Proposal;
using project::ProposalState;
using project::Segment;

/// Line breaks corrupt the reference tokeniser's lines; runs of blanks mean nothing.
std::string cleaned(const std::string& text)
{
    // CR, LF, VT, FF and the UTF-8 of U+0085, U+2028 and U+2029.
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool nextLine = text.compare(i, 2, "\xc2\x85") == 0;
        const bool separator = text.compare(i, 3, "\xe2\x80\xa8") == 0 || text.compare(i, 3, "\xe2\x80\xa9") == 0;
        const bool blank = nextLine || separator || text[i] == ' ' || (text[i] >= '\t' && text[i] <= '\r');
        i += separator ? 2 : nextLine ? 1 : 0;
        if (!blank)
            plain.push_back(text[i]);
        else if (!plain.empty() && plain.back() != ' ')
            plain.push_back(' ');
    }
    while (!plain.empty() && plain.back() == ' ')
        plain.pop_back();
    return plain;
}

const Proposal* bestOpen(const Document& document, const Segment& segment)
{
    for (const Proposal* proposal : document.proposalsOf(segment.id)) {
        if (proposal->state == ProposalState::Open || proposal->state == ProposalState::Accepted)
            return proposal;
    }
    return nullptr;
}

ordered_json extraOf(const std::string& text)
{
    const ordered_json extra = ordered_json::parse(text.empty() ? "{}" : text, nullptr, false);
    return extra.is_object() ? extra : ordered_json::object();
}

/// Collects videos and sentences in the order of the project.
class Writer {
public:
    Writer(const Document& document, const ExportOptions& options) : m_document(document), m_options(options) {}

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
        ordered_json info{{"year", stamp.substr(0, 4)}, {"version", "1.0"}, {"description", "made with Descant"},
                          {"contributor", ""}, {"data_created", stamp}};
        ordered_json whole{{"info", std::move(info)}};
        for (const Medium* medium : m_document.media())
            whole.update(extraOf(medium->extra).value("msrvtt", ordered_json::object()));
        if (m_modelSentences > 0 && whole["info"].is_object())
            whole["info"]["model_sentences"] = m_modelSentences;
        whole["videos"] = m_videos;
        whole["sentences"] = m_sentences;
        return whole;
    }

    ExportReport report() const
    {
        ExportReport report{m_videos.size(), m_sentences.size(), {}};
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
        if (m_options.split && *m_options.split != segment.split)
            return;
        std::string text = m_options.statuses.contains(segment.status) ? cleaned(segment.text) : std::string();
        if (text.empty() && segment.text.empty() && m_options.modelText == ModelText::WhereNothingElse) {
            const Proposal* best = bestOpen(m_document, segment);
            text = best ? cleaned(best->text) : std::string();
            m_modelSentences += text.empty() ? 0 : 1;
        }
        if (text.empty())
            return;
        ordered_json sentence{{"sen_id", m_sentences.size()}, {"video_id", videoOf(medium, segment)}, {"caption", text}};
        sentence.update(extraOf(segment.extra).value("sentence", ordered_json::object()));
        m_sentences.push_back(std::move(sentence));
        m_otherLanguages = m_otherLanguages || segment.language != "en";
    }

    /// The video of this stretch; made when it is the first time.
    std::string videoOf(const Medium& medium, const Segment& segment)
    {
        const auto key = std::make_tuple(medium.id, segment.range.start, segment.range.end);
        if (const auto found = m_videoOf.find(key); found != m_videoOf.end())
            return found->second;
        const ordered_json extra = extraOf(segment.extra).value("video", ordered_json::object());
        const std::string id = freeName(extra.value("video_id", std::string()));
        ordered_json video{{"id", m_videos.size()}, {"video_id", id}, {"category", extra.value("category", 0)},
                           {"url", extra.value("url", medium.name)}, {"start time", toSeconds(segment.range.start)},
                           {"end time", toSeconds(segment.range.end)}, {"split", segment.split.empty() ? "train" : segment.split}};
        for (const auto& [name, value] : extra.items()) {
            if (!video.contains(name))
                video[name] = value;
        }
        m_noSplit = m_noSplit || segment.split.empty();
        m_videos.push_back(std::move(video));
        m_videoOf[key] = id;
        return id;
    }

    /// Names that came with an import are not given to anything else.
    void reserveKnownNames()
    {
        for (const Medium* medium : m_document.media()) {
            for (const Segment* segment : m_document.segmentsOf(medium->id)) {
                const ordered_json video = extraOf(segment->extra).value("video", ordered_json::object());
                m_reserved.insert(video.value("video_id", std::string()));
            }
        }
    }

    /// The name that the import knew, or the next "video<N>" that nobody has.
    std::string freeName(const std::string& known)
    {
        if (!known.empty() && m_names.insert(known).second)
            return known;
        for (std::size_t number = m_videos.size();; ++number) {
            const std::string name = "video" + std::to_string(number);
            if (!m_reserved.contains(name) && m_names.insert(name).second)
                return name;
        }
    }

    const Document& m_document;
    const ExportOptions& m_options;
    ordered_json m_videos = ordered_json::array();
    ordered_json m_sentences = ordered_json::array();
    std::map<std::tuple<std::string, MediaTime, MediaTime>, std::string> m_videoOf;
    std::set<std::string> m_names;      ///< taken
    std::set<std::string> m_reserved;   ///< known from imports
    std::size_t m_modelSentences = 0;
    bool m_otherLanguages = false;
    bool m_noSplit = false;
};

} // namespace

Result<ExportReport> exportMsrvtt(const Document& document, const std::filesystem::path& path, const ExportOptions& options)
try {
    DESCANT_CHECK(refuseDatabase(path));
    Writer writer(document, options);
    writer.addAll();
    const ExportReport report = writer.report();
    if (report.sentences == 0)
        return fail(ErrorCode::NothingToExport, path.string());
    const std::string text = writer.json().dump(1, ' ', false, ordered_json::error_handler_t::replace) + "\n";
    DESCANT_CHECK(writeFileAtomically(path, text));
    return report;
} catch (const ordered_json::exception& problem) {
    // `extra` comes from a project file, which may hold anything.
    return fail(ErrorCode::ProjectDamaged, path.string(), std::string("what an import kept is not readable: ") + problem.what());
}

} // namespace descant::formats
