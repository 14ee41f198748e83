// SPDX-License-Identifier: GPL-3.0-or-later
// SubRip. There is no specification: read leniently, written strictly.
#include "core/formats/internal/format.h"
#include "core/formats/internal/time_text.h"
#include "core/formats/internal/timed_text.h"

#include <algorithm>
#include <array>

namespace descant::formats {
namespace {

constexpr std::string_view kArrow = "-->";

bool isBlank(const std::string& line) { return line.find_first_not_of(" \t") == std::string::npos; }

std::string_view trimmed(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// A line with two times; nothing for any other line.
std::optional<TimeRange> timesOf(const std::string& line)
{
    const auto arrow = line.find(kArrow);
    if (arrow == std::string::npos)
        return std::nullopt;
    const std::string_view text(line);
    const auto start = timeCodeFrom(trimmed(text.substr(0, arrow)));
    std::string_view rest = trimmed(text.substr(arrow + kArrow.size()));
    const auto end = timeCodeFrom(rest.substr(0, rest.find_first_of(" \t"))); // X1:… Y2:… may follow
    if (!start || !end)
        return std::nullopt;
    return TimeRange{*start, *end};
}

/// Looks like a time line to a person, and is none.
bool isBrokenTimeLine(const std::string& line)
{
    return line.find(kArrow) != std::string::npos && line.find_first_not_of("0123456789:,.- >\t") == std::string::npos;
}

bool isCounter(const std::string& line)
{
    const std::string_view digits = trimmed(line);
    return !digits.empty() && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The length of a tag of style at `at`: <b>, </i>, <u>, <font …>, {\an8}; 0 where there is none.
std::size_t tagLength(const std::string& text, std::size_t at)
{
    constexpr std::array<std::string_view, 4> kTags{"b", "i", "u", "font"};
    const auto end = text.find(text[at] == '{' ? '}' : '>', at);
    if (end == std::string::npos || (text[at] != '<' && text[at] != '{'))
        return 0;
    std::string_view inner = std::string_view(text).substr(at + 1, end - at - 1);
    if (text[at] == '{')
        return inner.substr(0, 3) == "\\an" ? end - at + 1 : 0;
    if (inner.substr(0, 1) == "/")
        inner.remove_prefix(1);
    const std::string_view name = inner.substr(0, inner.find(' '));
    return std::find(kTags.begin(), kTags.end(), name) != kTags.end() ? end - at + 1 : 0;
}

std::string withoutTags(const std::string& text)
{
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t length = tagLength(text, at); length > 0)
            at += length;
        else
            plain.push_back(text[at++]);
    }
    return plain;
}

class Reader {
public:
    Reader(std::istream& stream, std::string file, CorpusSink& sink)
        : m_lines(stream), m_file(std::move(file)), m_sink(sink)
    {
    }

    void read()
    {
        std::string line;
        while (m_lines.next(line)) {
            const auto times = timesOf(line);
            if (times)
                readCue(*times);
            else if (line.find('\0') != std::string::npos)
                return m_sink.error(m_lines.number(), "it holds a NUL: it is no text, or not UTF-8");
            else if (isBrokenTimeLine(line))
                m_sink.error(m_lines.number(), "a time must be HH:MM:SS,mmm");
            else if (!isBlank(line) && !isCounter(line))
                m_sink.error(m_lines.number(), "a line with two times is wanted");
        }
        if (m_cues == 0)
            m_sink.error(1, "it is not SubRip: it has no line with two times");
    }

private:
    void readCue(TimeRange range)
    {
        CorpusCaption caption;
        caption.line = m_lines.number();
        caption.file = m_file;
        caption.byMedium = true;
        const std::string raw = readText();
        caption.text = withoutTags(raw);
        if (caption.text != raw)
            caption.kept["raw"] = raw;
        caption.row = std::to_string(++m_cues);
        if (range.start == range.end) {
            m_sink.warning(caption.line, "the cue has no duration and got a millisecond");
            range.end += std::chrono::milliseconds(1);
        }
        caption.range = range;
        m_sink.caption(std::move(caption));
    }

    /// Up to an empty line; a counter and a time line that follow without one begin the next cue.
    std::string readText()
    {
        std::vector<std::string> lines;
        for (std::string line; m_lines.next(line) && !line.empty();) {
            if (timesOf(line)) {
                m_lines.back();
                if (!lines.empty() && isCounter(lines.back()))
                    lines.pop_back();
                break;
            }
            lines.push_back(std::move(line));
        }
        std::string text;
        for (const std::string& line : lines)
            text += (text.empty() ? "" : "\n") + line;
        return text;
    }

    LineSource m_lines;
    std::string m_file;
    CorpusSink& m_sink;
    std::size_t m_cues = 0;
};

std::string cueText(ExportSource& source, const ExportCaption& caption)
{
    const nlohmann::json raw = source.keptOf(caption).value("raw", nlohmann::json());
    if (raw.is_string() && withoutTags(raw.get<std::string>()) == caption.text)
        return withoutEmptyLines(raw.get<std::string>(), "\r\n", source);
    if (withoutTags(caption.text) != caption.text)
        source.lose("markup");
    return withoutEmptyLines(caption.text, "\r\n", source);
}

} // namespace

void readSrt(const std::filesystem::path& path, const ImportOptions&, CorpusSink& sink)
{
    if (const auto stream = openLegacyText(path, sink))
        Reader(*stream, mediumFileOf(path, sink), sink).read();
}

Result<void> writeSrt(ExportSource& source, const std::filesystem::path& path)
{
    return writeFileForEachMedium(
        source, path, ".srt",
        [&](ExportFile& file, const project::Medium&, const std::vector<ExportCaption>& captions) -> Result<void> {
            std::size_t counter = 0;
            for (const ExportCaption& caption : captions) {
                const TimeRange range = inMilliseconds(caption.segment->range);
                DESCANT_CHECK(file.write(std::to_string(++counter) + "\r\n" + timeCode(range.start, ',') + " --> "
                                         + timeCode(range.end, ',') + "\r\n" + cueText(source, caption) + "\r\n\r\n"));
            }
            return {};
        });
}

} // namespace descant::formats
