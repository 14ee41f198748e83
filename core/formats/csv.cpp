// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/csv.h"

#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/corpus_stream.h"

#include <algorithm>

namespace descant::formats {
namespace {

constexpr int kEnd = std::char_traits<char>::eof();
constexpr std::size_t kLongestCell = std::size_t{1} << 20;
constexpr std::size_t kMostCells = 4096;

} // namespace

CsvReader::CsvReader(std::istream& stream, char delimiter) : m_bytes(*stream.rdbuf()), m_delimiter(delimiter)
{
    skipByteOrderMark(stream);
}

void CsvReader::refuse(std::string message)
{
    if (!m_problem)
        m_problem = ImportProblem{m_line, std::move(message)};
}

std::optional<std::vector<std::string>> CsvReader::next()
{
    while (!m_problem && m_bytes.sgetc() != kEnd) {
        m_rowLine = m_line;
        std::vector<std::string> row;
        CellEnd end = CellEnd::Cell;
        while (end == CellEnd::Cell && !m_problem) {
            row.emplace_back();
            end = readCell(row.back());
            if (row.size() > kMostCells)
                refuse("the row has too many cells");
        }
        if (m_problem)
            return std::nullopt;
        if (row.size() > 1 || !row.front().empty())
            return row;
    }
    return std::nullopt;
}

CsvReader::CellEnd CsvReader::readCell(std::string& cell)
{
    if (m_bytes.sgetc() == '"') {
        m_bytes.sbumpc();
        if (!readQuoted(cell))
            return CellEnd::File;
        const int after = m_bytes.sbumpc();
        if (after != kEnd && after != '\r' && after != '\n' && after != m_delimiter)
            refuse("text follows the closing quote of a cell");
        return endOf(after);
    }
    for (;;) {
        const int byte = m_bytes.sbumpc();
        if (byte == kEnd || byte == '\r' || byte == '\n' || byte == m_delimiter)
            return endOf(byte);
        cell.push_back(static_cast<char>(byte));
        if (byte == 0 || cell.size() > kLongestCell) {
            refuse(byte == 0 ? "it holds a NUL: it is no text" : "a cell is too long");
            return CellEnd::File;
        }
    }
}

bool CsvReader::readQuoted(std::string& cell)
{
    for (;;) {
        const int byte = m_bytes.sbumpc();
        if (byte == kEnd) {
            m_line = m_rowLine; // where a person has to look
            refuse("a quoted cell does not end");
            return false;
        }
        if (byte == '"') {
            if (m_bytes.sgetc() != '"')
                return true;
            m_bytes.sbumpc();
        }
        // A lone CR is a line end as well; the CR of CR LF is not counted.
        m_line += byte == '\n' || (byte == '\r' && m_bytes.sgetc() != '\n') ? 1 : 0;
        cell.push_back(static_cast<char>(byte));
        if (cell.size() > kLongestCell) {
            refuse("a cell is too long");
            return false;
        }
    }
}

CsvReader::CellEnd CsvReader::endOf(int byte)
{
    if (byte == kEnd)
        return CellEnd::File;
    if (byte != '\r' && byte != '\n')
        return CellEnd::Cell;
    if (byte == '\r' && m_bytes.sgetc() == '\n')
        m_bytes.sbumpc();
    ++m_line;
    return CellEnd::Row;
}

CsvTable::CsvTable(std::istream& stream, char delimiter, const std::vector<std::string>& required, CorpusSink& sink)
    : m_reader(stream, delimiter), m_sink(sink)
{
    auto header = m_reader.next();
    if (!header) {
        const ImportProblem problem = m_reader.problem().value_or(ImportProblem{1, "the header row is missing"});
        m_sink.error(problem.line, problem.message);
        return;
    }
    m_columns = *std::move(header);
    m_isReadable = true;
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (!isUtf8(m_columns[i]) || !m_columnOf.emplace(m_columns[i], i).second) {
            m_isReadable = false;
            m_sink.error(1, "the header must be UTF-8, and no column may stand twice in it");
        }
    }
    for (const std::string& name : required) {
        if (!has(name)) {
            m_isReadable = false;
            m_sink.error(1, "the column \"" + name + "\" is missing");
        }
    }
}

bool CsvTable::next()
{
    while (m_isReadable) {
        auto row = m_reader.next();
        if (!row) {
            if (m_reader.problem())
                m_sink.error(m_reader.problem()->line, m_reader.problem()->message);
            return false;
        }
        m_row = *std::move(row);
        const bool isText = std::all_of(m_row.begin(), m_row.end(), isUtf8);
        if (m_row.size() == m_columns.size() && isText)
            return true;
        m_sink.error(line(),
                     isText ? "the row has " + std::to_string(m_row.size()) + " cells, the header "
                             + std::to_string(m_columns.size())
                            : std::string("it is not UTF-8"));
    }
    return false;
}

const std::string& CsvTable::cell(const std::string& column) const
{
    static const std::string kNone;
    const auto found = m_columnOf.find(column);
    return found == m_columnOf.end() ? kNone : m_row[found->second];
}

nlohmann::json CsvTable::others(const std::vector<std::string>& known) const
{
    nlohmann::json cells = nlohmann::json::object();
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (std::find(known.begin(), known.end(), m_columns[i]) == known.end())
            cells[m_columns[i]] = m_row[i];
    }
    return cells;
}

std::string csvRow(const std::vector<std::string>& cells, char delimiter, LineEnd end)
{
    std::string row;
    for (const std::string& cell : cells) {
        row += row.empty() && &cell == &cells.front() ? std::string() : std::string(1, delimiter);
        if (cell.find_first_of(std::string("\"\r\n") + delimiter) == std::string::npos) {
            row += cell;
            continue;
        }
        row += '"';
        for (const char c : cell)
            row += c == '"' ? std::string("\"\"") : std::string(1, c);
        row += '"';
    }
    return row + (end == LineEnd::CrLf ? "\r\n" : "\n");
}

} // namespace descant::formats
