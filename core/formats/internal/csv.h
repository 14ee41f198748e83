// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/corpus.h"

#include <nlohmann/json.hpp>

#include <istream>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace descant::formats {

/// Tables as RFC 4180 has them, with commas or tabs: quoted cells may hold anything, line ends may be LF, CR LF or CR,
/// a byte order mark may stand first.
class CsvReader {
public:
    CsvReader(std::istream& stream, char delimiter);

    /// The cells of the next row that is not empty; nothing at the end and after a problem.
    std::optional<std::vector<std::string>> next();
    /// Where the last row began.
    std::size_t line() const { return m_rowLine; }
    const std::optional<ImportProblem>& problem() const { return m_problem; }

private:
    enum class CellEnd { Cell, Row, File };

    CellEnd readCell(std::string& cell);
    bool readQuoted(std::string& cell);
    CellEnd endOf(int byte);
    void refuse(std::string message);

    std::streambuf& m_bytes;
    char m_delimiter;
    std::size_t m_line = 1, m_rowLine = 1;
    std::optional<ImportProblem> m_problem;
};

/// A table with a header row.
class CsvTable {
public:
    /// Every name of `required` must be in the header; what is wrong goes to the sink.
    CsvTable(std::istream& stream, char delimiter, const std::vector<std::string>& required, CorpusSink& sink);

    bool next();
    std::size_t line() const { return m_reader.line(); }
    bool has(const std::string& column) const { return m_columnOf.contains(column); }
    const std::vector<std::string>& columns() const { return m_columns; }
    /// The cell of the row at hand; empty where there is no such column.
    const std::string& cell(const std::string& column) const;
    /// The cells of all columns but these, as an object.
    nlohmann::json others(const std::vector<std::string>& known) const;

private:
    CsvReader m_reader;
    CorpusSink& m_sink;
    std::vector<std::string> m_columns, m_row;
    std::unordered_map<std::string, std::size_t> m_columnOf;
    bool m_isReadable = false;
};

enum class LineEnd { Lf, CrLf };

/// One row; cells are quoted where they must be.
std::string csvRow(const std::vector<std::string>& cells, char delimiter = ',', LineEnd end = LineEnd::Lf);

} // namespace descant::formats
