// SPDX-License-Identifier: GPL-3.0-or-later
// Tables for people: one caption a row, times twice (as time code and in seconds), commas or tabs.
#include "core/formats/internal/csv.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>

namespace descant::formats {
namespace {

using nlohmann::json;
using project::Proposal;
using project::ProposalState;

/// Says that every cell that a spreadsheet would take for a formula has a ' before it.
constexpr const char* kSafeColumn = "spreadsheet_safe";
const std::vector<std::string> kOurs{"video",  "segment_id", "start", "end",  "language", "caption",
                                     "status", "start_s",    "end_s", "tier", "split",    kSafeColumn};
const std::vector<std::string> kHeader{"video",   "segment_id", "start",  "end",   "language", "caption",
                                       "status",  "annotator",  "source", "model", "score",    "note",
                                       "start_s", "end_s",      "tier",   "split"};

bool wantsMark(const std::string& cell)
{
    return !cell.empty() && std::string_view("=+-@\t\r'").find(cell[0]) != std::string_view::npos;
}

class Reader {
public:
    Reader(const CsvTable& table, CorpusSink& sink) : m_table(table), m_sink(sink), m_isSafe(table.has(kSafeColumn)) { }

    void take()
    {
        CorpusCaption caption;
        caption.line = m_table.line();
        caption.file = cell("video");
        if (caption.file.empty())
            return m_sink.error(caption.line, "\"video\" is empty");
        if (!readTimes(caption) || !readStatus(caption) || !readSplit(caption))
            return;
        caption.segment = cell("segment_id");
        caption.text = cell("caption");
        caption.language = cell("language");
        caption.tier = cell("tier");
        json others = json::object();
        const json cells = m_table.others(kOurs);
        for (const auto& item : cells.items()) {
            const std::string text = plain(item.value().get<std::string>());
            if (!text.empty())
                others[item.key()] = text;
        }
        if (!others.empty())
            caption.kept["columns"] = std::move(others);
        m_sink.caption(std::move(caption));
    }

private:
    std::string plain(const std::string& text) const { return m_isSafe && text[0] == '\'' ? text.substr(1) : text; }
    std::string cell(const char* column) const { return plain(m_table.cell(column)); }

    /// The seconds are exact; the time code is what a person edits, and wins where the two differ.
    bool readTime(const char* codeColumn, const char* secondsColumn, std::optional<MediaTime>& time)
    {
        const std::string code = cell(codeColumn), seconds = cell(secondsColumn);
        const auto exact = secondsFrom(seconds);
        const auto coarse = timeCodeFrom(code).has_value() ? timeCodeFrom(code) : secondsFrom(code);
        if ((!code.empty() && !coarse) || (!seconds.empty() && !exact)) {
            m_sink.error(m_table.line(),
                         std::string("\"") + codeColumn + "\" must be HH:MM:SS.mmm or seconds, not negative");
            return false;
        }
        time = exact && (!coarse || timeCode(*exact) == timeCode(*coarse)) ? exact : coarse;
        return true;
    }

    bool readTimes(CorpusCaption& caption)
    {
        std::optional<MediaTime> start, end;
        if (!readTime("start", "start_s", start) || !readTime("end", "end_s", end))
            return false;
        if (start.has_value() != end.has_value()) {
            m_sink.error(m_table.line(), "\"start\" and \"end\" must both be there, or neither");
            return false;
        }
        if (start)
            caption.range = TimeRange{*start, *end};
        return true;
    }

    bool readStatus(CorpusCaption& caption)
    {
        const std::string name = cell("status");
        const auto status = name.empty() ? project::SegmentStatus::Accepted : project::segmentStatusFrom(name);
        if (!status)
            m_sink.error(m_table.line(), "the status \"" + name + "\" is unknown");
        caption.status = status.value_or(project::SegmentStatus::Accepted);
        return status.has_value();
    }

    bool readSplit(CorpusCaption& caption)
    {
        caption.split = cell("split");
        const bool known =
            caption.split.empty() || caption.split == "train" || caption.split == "validate" || caption.split == "test";
        if (!known)
            m_sink.error(m_table.line(), "\"split\" must be train, validate or test");
        return known;
    }

    const CsvTable& m_table;
    CorpusSink& m_sink;
    bool m_isSafe;
};

/// The proposal that a text came from.
const Proposal* originOf(const project::ProjectView& document, const project::Segment& segment)
{
    for (const Proposal* proposal : document.proposalsOf(segment.id)) {
        if (proposal->state == ProposalState::Accepted || proposal->state == ProposalState::Edited)
            return proposal;
    }
    return nullptr;
}

class Writer {
public:
    Writer(const ExportSource& source, char delimiter)
        : m_source(source), m_delimiter(delimiter), m_isSafe(source.options().cells == TableCells::SpreadsheetSafe)
    {
        for (const std::string& column : source.keptColumns()) {
            if (std::find(kHeader.begin(), kHeader.end(), column) == kHeader.end())
                m_more.push_back(column);
        }
    }

    std::string header() const
    {
        std::vector<std::string> cells = kHeader;
        cells.insert(cells.end(), m_more.begin(), m_more.end());
        if (m_isSafe)
            cells.emplace_back(kSafeColumn);
        // Spreadsheets take a file without the mark for one in the code page of the machine.
        return (m_isSafe ? "\xef\xbb\xbf" : "") + csvRow(cells, m_delimiter, end());
    }

    std::string row(const ExportClip& clip, const ExportCaption& caption) const
    {
        const project::Segment& segment = *caption.segment;
        const bool hasTimes = !(clip.isWhole && clip.medium->duration == MediaTime{0});
        const auto time = [&](std::string text) { return hasTimes ? std::move(text) : std::string(); };
        const Proposal* origin = originOf(m_source.document(), segment);
        const std::string from = !origin ? "human" : origin->state == ProposalState::Edited ? "model-edited" : "model";
        const auto kept = [&](const char* column, const std::string& otherwise) {
            const std::string known = m_source.keptCell(caption, column);
            return known.empty() ? otherwise : known;
        };
        std::vector<std::string> cells{m_source.fileNameOf(*clip.medium),
                                       segment.id,
                                       time(timeCode(segment.range.start)),
                                       time(timeCode(segment.range.end)),
                                       segment.language,
                                       caption.text,
                                       std::string(nameOf(segment.status)),
                                       kept("annotator", ""),
                                       kept("source", caption.fromModel ? "model" : from),
                                       kept("model", origin ? origin->modelName : std::string()),
                                       kept("score", origin ? fmt::format("{}", origin->score) : std::string()),
                                       kept("note", ""),
                                       time(exactSeconds(segment.range.start)),
                                       time(exactSeconds(segment.range.end)),
                                       segment.tier,
                                       segment.split};
        for (const std::string& column : m_more)
            cells.push_back(m_source.keptCell(caption, column));
        if (m_isSafe) {
            for (std::string& cell : cells)
                cell = wantsMark(cell) ? "'" + cell : cell;
            cells.emplace_back("yes");
        }
        return csvRow(cells, m_delimiter, end());
    }

private:
    LineEnd end() const { return m_isSafe ? LineEnd::CrLf : LineEnd::Lf; }

    const ExportSource& m_source;
    char m_delimiter;
    bool m_isSafe;
    std::vector<std::string> m_more;
};

void readTable(const std::filesystem::path& path, char delimiter, CorpusSink& sink)
{
    std::ifstream stream(path, std::ios::binary);
    CsvTable table(stream, delimiter, {"video", "caption"}, sink);
    Reader reader(table, sink);
    while (table.next())
        reader.take();
}

Result<void> writeTable(ExportSource& source, const std::filesystem::path& path, char delimiter)
{
    DESCANT_TRY(ExportFile file, ExportFile::create(source, path));
    const Writer writer(source, delimiter);
    DESCANT_CHECK(file.write(writer.header()));
    DESCANT_CHECK(source.forEachClip([&](const ExportClip& clip) -> Result<void> {
        for (const ExportCaption& caption : clip.captions)
            DESCANT_CHECK(file.write(writer.row(clip, caption)));
        source.countWritten(clip.captions.size());
        return {};
    }));
    return file.commit();
}

} // namespace

void readCsv(const std::filesystem::path& path, const ImportOptions&, CorpusSink& sink) { readTable(path, ',', sink); }
void readTsv(const std::filesystem::path& path, const ImportOptions&, CorpusSink& sink) { readTable(path, '\t', sink); }
Result<void> writeCsv(ExportSource& source, const std::filesystem::path& path) { return writeTable(source, path, ','); }
Result<void> writeTsv(ExportSource& source, const std::filesystem::path& path)
{
    return writeTable(source, path, '\t');
}

} // namespace descant::formats
