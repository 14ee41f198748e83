// SPDX-License-Identifier: GPL-3.0-or-later
// A folder as the Hugging Face library `datasets` loads it: for each split a folder with metadata.jsonl, one row a
// clip, and README.md with the list of the splits.
#include "core/formats/internal/clip_record.h"
#include "core/formats/internal/corpus_stream.h"
#include "core/formats/internal/csv.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_rows.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/media_index.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <optional>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::array kSplits{"train", "validation", "test"};
constexpr const char* kRows = "metadata.jsonl";
constexpr const char* kReadme = "README.md";
/// By this line a README.md is known for one that may be written anew.
constexpr const char* kReadmeMark = "<!-- made with Descant -->";
constexpr std::array kFileMembers{"file_name", "video_file_name", "audio_file_name", "video", "audio"};
constexpr int kDeepest = 3;

/// The metadata files below a folder, in the order of their names.
std::vector<fs::path> metadataBelow(const fs::path& folder)
{
    std::vector<fs::path> files;
    std::error_code problem;
    fs::recursive_directory_iterator at(folder, fs::directory_options::skip_permission_denied, problem);
    for (; !problem && at != fs::recursive_directory_iterator(); at.increment(problem)) {
        if (at.depth() >= kDeepest)
            at.disable_recursion_pending();
        const std::string name = at->path().filename().string();
        if (name == kRows || name == "metadata.csv" || name == "metadata.parquet")
            files.push_back(at->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Rows of one metadata file; names of files are relative to its folder.
class Reader {
public:
    Reader(fs::path file, const fs::path& root, CorpusSink& sink) : m_file(std::move(file)), m_sink(sink)
    {
        const fs::path below = m_file.parent_path().lexically_relative(root);
        m_folder = below == "." ? fs::path() : below;
        m_split = splitInName(m_folder.generic_string());
    }

    void read()
    {
        std::ifstream stream(m_file, std::ios::binary);
        if (m_file.extension() == ".parquet")
            return m_sink.error(0, "Parquet is not read; write the set as metadata.jsonl");
        if (m_file.extension() == ".csv")
            return readCsv(stream);
        readObjectLines(stream, m_sink, [this](std::size_t line, const json& row) { take(line, row); });
    }

private:
    void readCsv(std::istream& stream)
    {
        CsvTable table(stream, ',', {"file_name"}, m_sink);
        while (table.next()) {
            json row = json::object();
            for (const std::string& column : table.columns()) {
                const std::string& cell = table.cell(column);
                const auto list = !cell.empty() && cell.front() == '[' ? parseStrictly(cell) : tl::unexpected(cell);
                if (list)
                    row[column] = *list;
                else if (!cell.empty())
                    row[column] = cell;
            }
            take(table.line(), row);
        }
    }

    void take(std::size_t line, const json& row)
    {
        ClipRecordPlace place{line, {}, {}, m_split};
        for (const char* member : kFileMembers) {
            if (!place.file.empty() || !row.contains(member) || row[member].is_null())
                continue;
            const auto name = requiredText(row, member, line, m_sink);
            if (!name)
                return;
            if (name->empty() || leavesTheFolder(*name))
                return m_sink.error(line, "the name \"" + *name + "\" leaves the folder");
            place.file = (m_folder / *name).generic_string();
        }
        place.clip = fs::path(place.file).stem().string();
        takeClipRecord(without(row, {"video_file_name", "audio_file_name", "video", "audio"}), place, m_sink);
    }

    fs::path m_file, m_folder;
    std::string m_split;
    CorpusSink& m_sink;
};

class Writer {
public:
    Writer(ExportSource& source, fs::path folder)
        : m_source(source), m_folder(std::move(folder)), m_more(source.keptColumns())
    {
    }

    Result<void> write()
    {
        DESCANT_CHECK(m_source.forEachClip([this](const ExportClip& clip) { return add(clip); }));
        for (std::optional<ExportFile>& file : m_files) {
            if (file)
                DESCANT_CHECK(file->commit());
        }
        if (writes() && !m_source.options().split)
            DESCANT_CHECK(removeOlderRows());
        return writeReadme();
    }

private:
    bool writes() const { return m_source.options().mode == ExportMode::Write; }

    Result<void> add(const ExportClip& clip)
    {
        const std::string split = splitFolder(clip.split);
        const std::size_t at =
            static_cast<std::size_t>(std::find(kSplits.begin(), kSplits.end(), split) - kSplits.begin());
        if (at == kSplits.size()) // a project file may hold anything
            return fail(ErrorCode::ProjectDamaged, clip.medium->name, "it has a split \"" + clip.split + "\"");
        m_source.nameClip(clip.id, split);
        const ClipFile* const file = m_source.fileOf(clip.id);
        if (m_source.options().clipFiles && file == nullptr) {
            m_source.lose("clips", clip.captions.size());
            return {};
        }
        if (!m_files[at])
            DESCANT_CHECK(open(at));
        ordered_json row{
            {"file_name", file ? fs::path(file->name).filename().string() : m_source.fileNameOf(*clip.medium)}};
        row.update(clipRecord(m_source, clip, file, kHfNames, m_more));
        m_source.countWritten(clip.captions.size());
        return m_files[at]->write(oneLineJson(row) + "\n");
    }

    Result<void> open(std::size_t at)
    {
        const fs::path folder = m_folder / kSplits[at];
        std::error_code problem;
        if (writes())
            fs::create_directories(folder, problem);
        if (problem)
            return fail(errorFromErrno(problem.value(), folder, ErrorCode::FileNotWritable));
        DESCANT_TRY(ExportFile file, ExportFile::create(m_source, folder / kRows));
        m_files[at].emplace(std::move(file));
        return {};
    }

    /// Whether the README.md that lies there is one of ours.
    bool isOurs() const
    {
        const auto text = readFile(m_folder / kReadme, std::size_t{1} << 20);
        return text && text->find(kReadmeMark) != std::string::npos;
    }

    /// Everything goes out: a split that has nothing now keeps no rows of an earlier export, which would be loaded
    /// along. An export of one split leaves the others, and what others made stays in any case.
    Result<void> removeOlderRows() const
    {
        for (std::size_t at = 0; at < kSplits.size(); ++at) {
            const fs::path folder = m_folder / kSplits[at];
            std::error_code problem, ignored;
            if (m_files[at] || !fs::exists(folder / kRows, ignored) || !isOurs())
                continue;
            fs::remove(folder / kRows, problem);
            if (problem)
                return fail(errorFromErrno(problem.value(), folder / kRows, ErrorCode::FileNotWritable));
            fs::remove(folder, ignored); // with clips in it, it stays
        }
        return {};
    }

    /// The splits that lie there, also those of an earlier export; somebody's own README.md stays.
    Result<void> writeReadme()
    {
        const fs::path path = m_folder / kReadme;
        std::error_code problem;
        if (fs::exists(path, problem) && !isOurs())
            return {};
        std::string head = "---\nlicense: unknown\nconfigs:\n- config_name: default\n  data_files:\n";
        for (const char* split : kSplits) {
            if (fs::exists(m_folder / split / kRows, problem))
                head += std::string("  - split: ") + split + "\n    path: " + split
                    + (m_source.options().clipFiles ? "/**\n" : "/metadata.jsonl\n");
        }
        head += std::string("---\n") + kReadmeMark
            + "\n\nVideo captions. One row a clip: `captions`, and `languages`, "
              "`statuses`, `tiers`, `segments` along with them; `source`, `start` and `end` (seconds) say which "
              "stretch of "
              "which film it is, `clip_start` and `clip_end` where it lies in `file_name`.\n";
        DESCANT_TRY(ExportFile file, ExportFile::create(m_source, path));
        DESCANT_CHECK(file.write(head));
        return file.commit();
    }

    ExportSource& m_source;
    fs::path m_folder;
    std::vector<std::string> m_more;
    std::array<std::optional<ExportFile>, kSplits.size()> m_files;
};

} // namespace

void readHf(const fs::path& path, const ImportOptions&, CorpusSink& sink)
{
    std::error_code problem;
    if (!fs::is_directory(path, problem))
        return fs::file_size(path, problem) == 0 ? sink.error(1, "it is empty")
                                                 : Reader(path, path.parent_path(), sink).read();
    const std::vector<fs::path> files = metadataBelow(path);
    if (files.empty())
        return sink.error(0, "the folder has no metadata.jsonl and no metadata.csv");
    for (const fs::path& file : files) {
        NamedSink named(sink, file.lexically_relative(path).generic_string());
        Reader(file, path, named).read();
    }
}

Result<void> writeHf(ExportSource& source, const fs::path& path)
{
    std::error_code problem;
    if (fs::exists(path, problem) && !fs::is_directory(path, problem))
        return fail(ErrorCode::FileNotWritable, path.string(), "it is a file", "choose the name of a folder");
    return Writer(source, path).write();
}

} // namespace descant::formats
