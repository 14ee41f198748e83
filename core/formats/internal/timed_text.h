// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/corpus.h"
#include "core/formats/internal/export_source.h"

#include <filesystem>
#include <functional>
#include <istream>
#include <memory>
#include <string>
#include <vector>

namespace descant::formats {

/// Lines of a stream with their numbers; a byte order mark is not part of the first.
class LineSource {
public:
    explicit LineSource(std::istream& stream);

    /// False at the end.
    bool next(std::string& line);
    /// The line that was given last comes once more.
    void back() { m_again = true; }
    std::size_t number() const { return m_number; }

private:
    std::istream& m_stream;
    std::string m_last;
    std::size_t m_number = 0;
    bool m_again = false;
};

/// Writes one file for each medium that has captions into the folder `path`, named after the medium.
using WriteMedium = std::function<Result<void>(ExportFile& file, const project::Medium& medium,
                                               const std::vector<ExportCaption>& captions)>;
Result<void> writeFileForEachMedium(ExportSource& source, const std::filesystem::path& path, const std::string& ending,
                                    const WriteMedium& write);

/// The text's lines joined by `end`, without the empty ones; counts "blank-lines" where that changes the text.
std::string withoutEmptyLines(const std::string& text, const std::string& end, ExportSource& source);

/// The media file that a file of one medium is about where nobody says so: the one of the same base name; behind the
/// file's folder where the sink knows one there, since another folder may have one of that name too.
std::string mediumFileOf(const std::filesystem::path& path, CorpusSink& sink);

/// A text that may be older than UTF-8: UTF-16 by its mark, else UTF-8, else Windows-1252 with a warning. Nothing, and
/// an error in the sink, where a file is of no encoding or of several.
std::unique_ptr<std::istream> openLegacyText(const std::filesystem::path& path, CorpusSink& sink);

/// True for ids that our own exports give; others are names of rows.
bool isSegmentId(const std::string& id);

} // namespace descant::formats
