// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/timed_text.h"

#include "core/base/file.h"
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/corpus_stream.h"
#include "core/formats/internal/media_index.h"
#include "core/formats/internal/text_encoding.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace descant::formats {

namespace fs = std::filesystem;

LineSource::LineSource(std::istream& stream) : m_stream(stream) { skipByteOrderMark(stream); }

bool LineSource::next(std::string& line)
{
    if (!m_again) {
        if (!readLine(m_stream, m_last))
            return false;
        ++m_number;
    }
    m_again = false;
    line = m_last;
    return true;
}

namespace {

/// A name that no other medium has, on file systems that do not tell capitals apart as well.
std::string freeName(const project::Medium& medium, const MediaNames& names, std::set<std::string>& taken)
{
    std::string stem = names.fileStemOf(medium);
    if (stem.empty() || stem == "." || stem == "..")
        stem = "medium";
    for (int copy = 1;; ++copy) {
        std::string free = copy == 1 ? stem : stem + "-" + std::to_string(copy);
        std::string folded = free;
        std::transform(folded.begin(), folded.end(), folded.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        if (taken.insert(folded).second)
            return free;
    }
}

Result<void> makeFolder(const ExportSource& source, const fs::path& path)
{
    std::error_code problem;
    if (source.options().mode == ExportMode::TryOnly)
        return {};
    fs::create_directories(path, problem);
    if (problem || !fs::is_directory(path, problem))
        return fail(ErrorCode::FileNotWritable, path.string(),
                    "a folder is wanted: the format has a file for each medium", "name a folder with --out");
    return {};
}

} // namespace

Result<void> writeFileForEachMedium(ExportSource& source, const fs::path& path, const std::string& ending,
                                    const WriteMedium& write)
{
    DESCANT_CHECK(makeFolder(source, path));
    std::set<std::string> taken;
    for (const project::Medium* medium : source.document().media()) {
        const std::vector<ExportCaption> captions = source.captionsOf(*medium);
        if (captions.empty())
            continue;
        const fs::path place = path / (freeName(*medium, source.mediaNames(), taken) + ending);
        DESCANT_CHECK(makeFolder(source, place.parent_path()));
        DESCANT_TRY(ExportFile file, ExportFile::create(source, place));
        DESCANT_CHECK(write(file, *medium, captions));
        DESCANT_CHECK(file.commit());
        source.countClip();
        source.countWritten(captions.size());
    }
    return {};
}

std::string withoutEmptyLines(const std::string& text, const std::string& end, ExportSource& source)
{
    std::istringstream stream(text);
    std::string line, kept;
    bool changed = !text.empty() && (text.back() == '\n' || text.back() == '\r');
    while (readLine(stream, line)) {
        if (line.empty())
            changed = true;
        else
            kept += (kept.empty() ? "" : end) + line;
    }
    if (changed)
        source.lose("blank-lines");
    return kept;
}

std::string mediumFileOf(const fs::path& path, CorpusSink& sink)
{
    const std::string stem = path.stem().string();
    const std::string plain = isMediaFileName(stem) ? stem : stem + ".mp4";
    const std::string folder = fs::absolute(path).lexically_normal().parent_path().filename().string();
    if (folder.empty())
        return plain;
    for (const std::string& name : {plain, stem + ".mkv", stem + ".webm", stem + ".mov", stem + ".avi", stem + ".wav",
                                    stem + ".flac", stem + ".mp3"}) {
        if (sink.knowsFile(folder + "/" + name))
            return folder + "/" + name;
    }
    return plain;
}

namespace {

constexpr std::size_t kLargestForeign = std::size_t{1} << 26;

/// What the lines of a file are, looked at one by one.
struct LineEncodings {
    std::size_t firstForeign = 0; ///< the first line that is not UTF-8; 0: all are
    bool hasUtf8 = false;         ///< a line beyond ASCII is UTF-8
};

LineEncodings encodingsOf(std::istream& stream)
{
    LineEncodings found;
    LineSource lines(stream);
    for (std::string line; lines.next(line);) {
        const bool isAscii = std::all_of(line.begin(), line.end(), [](char c) { return (c & 0x80) == 0; });
        const bool isForeign = !isUtf8(line);
        found.hasUtf8 = found.hasUtf8 || (!isAscii && !isForeign);
        if (isForeign && found.firstForeign == 0)
            found.firstForeign = lines.number();
    }
    return found;
}

} // namespace

std::unique_ptr<std::istream> openLegacyText(const fs::path& path, CorpusSink& sink)
{
    auto file = std::make_unique<std::ifstream>(path, std::ios::binary);
    char mark[2] = {};
    file->read(mark, sizeof mark);
    const std::string_view wide = utf16From({mark, static_cast<std::size_t>(file->gcount())});
    file->clear();
    file->seekg(0);
    const LineEncodings found = wide.empty() ? encodingsOf(*file) : LineEncodings{1, false};
    if (found.firstForeign > 0 && found.hasUtf8) {
        sink.error(found.firstForeign, "it is not UTF-8, though other lines are: the encodings are mixed");
        return nullptr;
    }
    if (found.firstForeign > 0) {
        const auto bytes = readFile(path, kLargestForeign);
        const auto text = bytes ? inUtf8(*bytes, wide.empty() ? "WINDOWS-1252" : wide) : std::nullopt;
        if (!text) {
            sink.error(found.firstForeign,
                       wide.empty() ? "it is neither UTF-8 nor Windows-1252"
                                    : "it is not UTF-16, as its byte order mark says");
            return nullptr;
        }
        if (wide.empty())
            sink.warning(found.firstForeign, "it is not UTF-8 and was read as Windows-1252");
        return std::make_unique<std::istringstream>(*text);
    }
    file->clear();
    file->seekg(0);
    return file;
}

bool isSegmentId(const std::string& id)
{
    // A UUID: 8-4-4-4-12 hexadecimal digits.
    constexpr std::size_t kLength = 36;
    if (id.size() != kLength)
        return false;
    for (std::size_t i = 0; i < kLength; ++i) {
        const bool isDash = i == 8 || i == 13 || i == 18 || i == 23;
        const bool isDigit = (id[i] >= '0' && id[i] <= '9') || (id[i] >= 'a' && id[i] <= 'f');
        if (isDash ? id[i] != '-' : !isDigit)
            return false;
    }
    return true;
}

} // namespace descant::formats
