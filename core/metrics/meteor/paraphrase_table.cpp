// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor/paraphrase_table.h"

#include <zlib.h>

#include <algorithm>
#include <memory>
#include <string_view>

namespace descant::metrics {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestLine = 1 << 16;
constexpr std::size_t kStopEvery = 4096; ///< entries

struct CloseFile {
    void operator()(gzFile file) const { gzclose(file); }
};
using File = std::unique_ptr<gzFile_s, CloseFile>;

enum class Line { Read, End, Damaged };

/// Reads lines into room of its own.
class LineReader {
public:
    explicit LineReader(const fs::path& path) : m_file(gzopen(path.c_str(), "rb")), m_room(kLongestLine)
    {
        if (m_file)
            gzbuffer(m_file.get(), 1 << 18);
    }

    bool isOpen() const { return m_file != nullptr; }

    /// The line stays until the next call.
    Line next(std::string_view& line)
    {
        if (gzgets(m_file.get(), m_room.data(), static_cast<int>(m_room.size())) == nullptr) {
            int problem = Z_OK;
            gzerror(m_file.get(), &problem);
            return problem == Z_OK && gzeof(m_file.get()) != 0 ? Line::End : Line::Damaged;
        }
        line = std::string_view(m_room.data());
        if (line.size() + 1 == m_room.size())
            return Line::Damaged;
        while (!line.empty() && (line.back() == '\n' || line.back() == '\r'))
            line.remove_suffix(1);
        return Line::Read;
    }

private:
    File m_file;
    std::vector<char> m_room;
};

/// False when a word has no number.
bool numbersOf(std::string_view phrase, const std::unordered_map<std::string, std::uint32_t>& numbers,
               WordNumbers& found)
{
    found.clear();
    std::string word;
    while (!phrase.empty()) {
        const std::size_t length = std::min(phrase.find(' '), phrase.size());
        word.assign(phrase.substr(0, length));
        phrase.remove_prefix(std::min(length + 1, phrase.size()));
        if (word.empty())
            continue;
        const auto number = numbers.find(word);
        if (number == numbers.end())
            return false;
        found.push_back(number->second);
    }
    return !found.empty();
}

} // namespace

std::optional<fs::path> ParaphraseTable::find(const fs::path& folderOrFile)
{
    std::error_code ignored;
    fs::path folder = folderOrFile;
    if (fs::is_regular_file(folderOrFile, ignored)) {
        if (folderOrFile.extension() != ".jar")
            return folderOrFile;
        folder = folderOrFile.parent_path();
    }
    for (const char* place : {"", "data", "meteor/data", "pycocoevalcap/meteor/data"}) {
        const fs::path file = folder / place / "paraphrase-en.gz";
        if (fs::is_regular_file(file, ignored))
            return file;
    }
    return std::nullopt;
}

Outcome<ParaphraseTable> ParaphraseTable::read(const fs::path& file,
                                               const std::unordered_map<std::string, std::uint32_t>& numbers,
                                               std::stop_token stop)
{
    LineReader reader(file);
    if (!reader.isOpen())
        return fail(ErrorCode::FileNotReadable, file.string());
    ParaphraseTable table;
    std::string_view line;
    WordNumbers from, to;
    for (std::size_t entry = 0;; ++entry) {
        if (entry % kStopEvery == 0 && stop.stop_requested())
            return cancelled();
        const Line probability = reader.next(line);
        if (probability == Line::End)
            return table;
        bool whole = probability == Line::Read && reader.next(line) == Line::Read;
        bool known = whole && numbersOf(line, numbers, from);
        whole = whole && reader.next(line) == Line::Read;
        known = known && whole && numbersOf(line, numbers, to);
        if (!whole)
            return fail(ErrorCode::FormatInvalid, file.string(), "the table of paraphrases is damaged");
        if (known) {
            table.m_longest = std::max(table.m_longest, from.size());
            table.m_paraphrases[from].push_back(to);
        }
    }
}

const std::vector<WordNumbers>* ParaphraseTable::of(const WordNumbers& phrase) const
{
    const auto found = m_paraphrases.find(phrase);
    return found == m_paraphrases.end() ? nullptr : &found->second;
}

} // namespace descant::metrics
