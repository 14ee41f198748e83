// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/timed_text.h"

#include "core/formats/internal/corpus_stream.h"

#include <algorithm>
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
std::string freeName(const project::Medium& medium, std::set<std::string>& taken)
{
    std::string stem = fs::path(medium.name).filename().stem().string();
    if (stem.empty() || stem == "." || stem == "..")
        stem = "medium";
    for (int copy = 1;; ++copy) {
        std::string name = copy == 1 ? stem : stem + "-" + std::to_string(copy);
        std::string folded = name;
        std::transform(folded.begin(), folded.end(), folded.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
        if (taken.insert(folded).second)
            return name;
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
        DESCANT_TRY(ExportFile file, ExportFile::create(source, path / (freeName(*medium, taken) + ending)));
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

std::string mediumFileOf(const fs::path& path) { return path.stem().string() + ".mp4"; }

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
