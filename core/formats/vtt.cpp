// SPDX-License-Identifier: GPL-3.0-or-later
// WebVTT (W3C).
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_rows.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/time_text.h"
#include "core/formats/internal/timed_text.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <unordered_set>

namespace descant::formats {
namespace {

using nlohmann::json;
using project::SegmentStatus;

constexpr std::string_view kArrow = "-->";
constexpr std::string_view kLanguage = "Language:";
constexpr std::string_view kKind = "Kind:";
/// A comment of ours before a cue: what the format has no place for.
constexpr std::string_view kOurNote = "NOTE descant ";

struct Entity {
    std::string_view name;
    std::string_view text;
};
constexpr std::array<Entity, 6> kEntities{{{"&amp;", "&"},
                                           {"&lt;", "<"},
                                           {"&gt;", ">"},
                                           {"&nbsp;", "\xc2\xa0"},
                                           {"&lrm;", "\xe2\x80\x8e"},
                                           {"&rlm;", "\xe2\x80\x8f"}}};

bool startsWith(std::string_view text, std::string_view begin) { return text.substr(0, begin.size()) == begin; }

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The cue's text as a person reads it: without tags, entities as characters.
std::string plainOf(const std::string& payload)
{
    std::string plain;
    for (std::size_t at = 0; at < payload.size();) {
        const std::string_view rest = std::string_view(payload).substr(at);
        const auto close = rest[0] == '<' ? rest.find('>') : std::string_view::npos;
        const auto* entity = std::find_if(kEntities.begin(), kEntities.end(),
                                          [&](const Entity& one) { return startsWith(rest, one.name); });
        if (close != std::string_view::npos) {
            at += close + 1;
        } else if (entity != kEntities.end()) {
            plain += entity->text;
            at += entity->name.size();
        } else {
            plain.push_back(payload[at++]);
        }
    }
    return plain;
}

std::string escaped(const std::string& text)
{
    std::string payload;
    for (const char c : text)
        payload += c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : std::string(1, c);
    return payload;
}

/// <lang xx>…</lang> around the whole of a cue says its language; gives what is inside.
std::string takeLanguage(const std::string& payload, std::string& language)
{
    constexpr std::string_view kOpen = "<lang ", kClose = "</lang>";
    const auto end = payload.find('>');
    const bool closes = payload.size() >= kClose.size() && payload.rfind(kClose) == payload.size() - kClose.size();
    if (!startsWith(payload, kOpen) || end == std::string::npos || !closes)
        return payload;
    language = payload.substr(kOpen.size(), end - kOpen.size());
    return payload.substr(end + 1, payload.size() - kClose.size() - end - 1);
}

/// "hh:mm:ss.ttt" or "mm:ss.ttt", exactly.
std::optional<MediaTime> cueTime(std::string_view text)
{
    const auto point = text.find('.');
    if (point == std::string_view::npos || text.size() - point != 4 || text.find(',') != std::string_view::npos)
        return std::nullopt;
    return timeCodeFrom(text);
}

class Reader {
public:
    Reader(std::istream& stream, std::string file, CorpusSink& sink)
        : m_lines(stream), m_file(std::move(file)), m_sink(sink)
    {
    }

    void read()
    {
        if (!readHeader())
            return m_sink.error(1, "it is not WebVTT: the first line must be WEBVTT");
        std::string line;
        while (m_lines.next(line)) {
            if (!line.empty())
                readBlock(line);
        }
        if (!m_blocks.empty())
            m_members["blocks"] = m_blocks;
        if (!m_members.empty())
            m_sink.fileMembers(m_members);
    }

private:
    bool readHeader()
    {
        std::string line;
        if (!m_lines.next(line) || !startsWith(line, "WEBVTT")
            || (line.size() > 6 && line[6] != ' ' && line[6] != '\t'))
            return false;
        if (line.size() > 6)
            m_members["title"] = line.substr(6);
        json others = json::array();
        while (m_lines.next(line) && !line.empty()) {
            if (line.find(kArrow) != std::string::npos) {
                m_lines.back();
                break;
            }
            if (startsWith(line, kLanguage))
                m_language = std::string(trimmed(std::string_view(line).substr(kLanguage.size())));
            else if (!startsWith(line, kKind))
                others.push_back(line);
        }
        if (!others.empty())
            m_members["header"] = others;
        return true;
    }

    void readBlock(const std::string& first)
    {
        if (first.find(kArrow) != std::string::npos)
            return readCue({}, first);
        const std::size_t number = m_lines.number();
        std::string second;
        const bool hasMore = m_lines.next(second);
        if (hasMore && second.find(kArrow) != std::string::npos)
            return readCue(first, second);
        if (hasMore)
            m_lines.back();
        const std::string block = first + readLines();
        if (startsWith(first, kOurNote))
            readOurNote(block.substr(kOurNote.size()), number);
        else if (startsWith(first, "NOTE"))
            m_notes.push_back(block);
        else if (first == "STYLE" || first == "REGION" || startsWith(first, "STYLE ") || startsWith(first, "REGION "))
            m_blocks.push_back(block);
        else
            m_sink.error(number, "a cue must have a line with two times");
    }

    std::string readLines()
    {
        std::string text;
        for (std::string line; m_lines.next(line) && !line.empty();)
            text += "\n" + line;
        return text;
    }

    void readOurNote(const std::string& text, std::size_t line)
    {
        auto note = parseStrictly(text);
        if (!note || !note->is_object())
            return m_sink.warning(line, "a note of Descant is damaged and was left out");
        if (note->contains("medium")) {
            m_file = textMember(*note, "medium", m_file);
            return;
        }
        m_note = *std::move(note);
    }

    void readCue(const std::string& id, const std::string& times)
    {
        CorpusCaption caption;
        caption.line = m_lines.number();
        caption.file = m_file;
        caption.byMedium = true;
        const std::string payload = readPayload();
        if (!readTimes(times, caption))
            return;
        if (!id.empty() && !m_ids.insert(id).second)
            return m_sink.error(caption.line, "the cue \"" + id + "\" stands twice");
        (isSegmentId(id) ? caption.segment : caption.row) = id;
        caption.language = m_language;
        const std::string inner = takeLanguage(payload, caption.language);
        caption.text = plainOf(inner);
        if (escaped(caption.text) != inner)
            caption.kept["payload"] = inner;
        takeNotes(caption);
        m_sink.caption(std::move(caption));
    }

    std::string readPayload()
    {
        std::string text;
        for (std::string line; m_lines.next(line) && !line.empty();) {
            if (line.find(kArrow) != std::string::npos) { // a cue without an empty line before it
                m_lines.back();
                break;
            }
            text += (text.empty() ? "" : "\n") + line;
        }
        return text;
    }

    bool readTimes(const std::string& line, CorpusCaption& caption)
    {
        const std::string_view text(line);
        const auto arrow = text.find(kArrow);
        const auto start = cueTime(trimmed(text.substr(0, arrow)));
        const std::string_view rest = trimmed(text.substr(arrow + kArrow.size()));
        const auto blank = rest.find_first_of(" \t");
        const auto end = cueTime(rest.substr(0, blank));
        if (!start || !end) {
            m_sink.error(caption.line, "a time must be mm:ss.ttt or hh:mm:ss.ttt");
            return false;
        }
        caption.range = TimeRange{*start, *end};
        if (blank != std::string_view::npos)
            caption.kept["settings"] = trimmed(rest.substr(blank));
        if (*start < m_lastStart)
            m_sink.warning(caption.line, "the cue begins before the one that stands before it");
        m_lastStart = *start;
        return true;
    }

    void takeNotes(CorpusCaption& caption)
    {
        const std::string status = textMember(m_note, "status", "accepted");
        caption.status = project::segmentStatusFrom(status).value_or(SegmentStatus::Accepted);
        caption.tier = textMember(m_note, "tier");
        caption.split = textMember(m_note, "split");
        if (!m_notes.empty())
            caption.kept["notes"] = m_notes;
        m_note = json::object();
        m_notes = json::array();
    }

    LineSource m_lines;
    std::string m_file;
    CorpusSink& m_sink;
    std::string m_language = "en";
    json m_members = json::object(), m_note = json::object();
    json m_blocks = json::array(), m_notes = json::array();
    std::unordered_set<std::string> m_ids;
    MediaTime m_lastStart{0};
};

std::string ourNote(const nlohmann::ordered_json& members)
{
    // "-->" may not stand in a comment.
    std::string text = oneLineJson(members);
    for (auto at = text.find('>'); at != std::string::npos; at = text.find('>', at))
        text.replace(at, 1, "\\u003e");
    return std::string(kOurNote) + text + "\n";
}

std::string headOf(const ExportSource& source, const project::Medium& medium, const std::string& language)
{
    const json members = source.fileMembers(medium);
    std::string head = "WEBVTT" + textMember(members, "title") + "\nKind: descriptions\nLanguage: " + language + "\n";
    for (const json& line : members.value("header", json::array()))
        head += line.is_string() ? line.get<std::string>() + "\n" : std::string();
    for (const json& block : members.value("blocks", json::array()))
        head += block.is_string() ? "\n" + block.get<std::string>() + "\n" : std::string();
    // Where the file's name does not tell which medium it is.
    if (const std::string name = source.fileNameOf(medium); name != medium.name)
        head += "\n" + ourNote({{"medium", name}});
    return head;
}

std::string notesOf(const ExportSource& source, const ExportCaption& caption)
{
    std::string notes;
    for (const json& note : source.keptOf(caption).value("notes", json::array()))
        notes += note.is_string() ? "\n" + note.get<std::string>() + "\n" : std::string();
    const project::Segment& segment = *caption.segment;
    nlohmann::ordered_json ours = nlohmann::ordered_json::object();
    if (segment.status != SegmentStatus::Accepted)
        ours["status"] = nameOf(segment.status);
    if (!segment.tier.empty())
        ours["tier"] = segment.tier;
    if (!segment.split.empty())
        ours["split"] = segment.split;
    return ours.empty() ? notes : notes + "\n" + ourNote(ours);
}

std::string cueOf(ExportSource& source, const ExportCaption& caption, const std::string& language)
{
    const project::Segment& segment = *caption.segment;
    const TimeRange range = inMilliseconds(segment.range);
    const json& kept = source.keptOf(caption);
    const std::string id = segment.id.find(kArrow) == std::string::npos ? segment.id : std::string();
    const std::string known = textMember(kept, "payload");
    std::string payload = !known.empty() && plainOf(known) == caption.text ? known : escaped(caption.text);
    payload = withoutEmptyLines(payload, "\n", source);
    if (segment.language != language)
        payload = "<lang " + segment.language + ">" + payload + "</lang>";
    const std::string settings = textMember(kept, "settings");
    return notesOf(source, caption) + "\n"
        + (caption.extra.row.empty() || caption.extra.format != "vtt" ? id : caption.extra.row) + "\n"
        + timeCode(range.start) + " --> " + timeCode(range.end) + (settings.empty() ? "" : " " + settings) + "\n"
        + payload + "\n";
}

} // namespace

void readVtt(const std::filesystem::path& path, const ImportOptions&, CorpusSink& sink)
{
    std::ifstream stream(path, std::ios::binary);
    Reader(stream, mediumFileOf(path, sink), sink).read();
}

Result<void> writeVtt(ExportSource& source, const std::filesystem::path& path)
{
    return writeFileForEachMedium(source, path, ".vtt",
                                  [&](ExportFile& file, const project::Medium& medium,
                                      const std::vector<ExportCaption>& captions) -> Result<void> {
                                      const std::string language = captions.front().segment->language;
                                      DESCANT_CHECK(file.write(headOf(source, medium, language)));
                                      for (const ExportCaption& caption : captions)
                                          DESCANT_CHECK(file.write(cueOf(source, caption, language)));
                                      return {};
                                  });
}

} // namespace descant::formats
