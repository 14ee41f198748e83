// SPDX-License-Identifier: GPL-3.0-or-later
// Clotho (Drossos et al. 2020): a CSV of file_name, caption_1 … caption_5.
#include "core/formats/internal/csv.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_values.h"

#include <algorithm>
#include <fstream>
#include <unordered_set>

namespace descant::formats {
namespace {

using nlohmann::json;

constexpr std::size_t kCaptions = 5;
constexpr std::string_view kCaption = "caption_";

std::string captionColumn(std::size_t number) { return std::string(kCaption) + std::to_string(number); }

std::vector<std::string> captionColumns(const std::vector<std::string>& columns)
{
    std::vector<std::string> names;
    for (const std::string& column : columns) {
        if (column.compare(0, kCaption.size(), kCaption) == 0)
            names.push_back(column);
    }
    return names;
}

} // namespace

void readClotho(const std::filesystem::path& path, const ImportOptions&, CorpusSink& sink)
{
    std::ifstream stream(path, std::ios::binary);
    CsvTable table(stream, ',', {"file_name", "caption_1"}, sink);
    std::vector<std::string> known = captionColumns(table.columns());
    const std::vector<std::string> captions = known;
    known.emplace_back("file_name");
    std::unordered_set<std::string> files;
    while (table.next()) {
        CorpusCaption caption;
        caption.line = table.line();
        caption.file = table.cell("file_name");
        if (caption.file.empty() || !files.insert(caption.file).second) {
            sink.error(table.line(),
                       caption.file.empty() ? "\"file_name\" is empty"
                                            : "the file \"" + caption.file + "\" stands twice");
            continue;
        }
        caption.clip = std::filesystem::path(caption.file).stem().string();
        if (const json others = table.others(known); !others.empty())
            caption.kept["columns"] = others;
        for (const std::string& column : captions) {
            caption.row = column;
            caption.text = table.cell(column);
            if (!caption.text.empty())
                sink.caption(caption);
        }
    }
}

Result<void> writeClotho(ExportSource& source, const std::filesystem::path& path)
{
    DESCANT_TRY(ExportFile file, ExportFile::create(source, path));
    const std::vector<std::string> more = source.keptColumns();
    std::vector<std::string> header{"file_name"};
    for (std::size_t number = 1; number <= kCaptions; ++number)
        header.push_back(captionColumn(number));
    header.insert(header.end(), more.begin(), more.end());
    DESCANT_CHECK(file.write(csvRow(header)));
    std::unordered_set<std::string> taken;
    DESCANT_CHECK(source.forEachClip([&](const ExportClip& clip) -> Result<void> {
        std::string name =
            clip.isWhole ? clip.medium->name : clip.id + std::filesystem::path(clip.medium->name).extension().string();
        for (int copy = 2; !taken.insert(name).second; ++copy)
            name = std::to_string(copy) + "-" + clip.id + std::filesystem::path(clip.medium->name).extension().string();
        const ClipFile* const cut = source.fileOf(clip.id);
        std::vector<std::string> cells{cut != nullptr ? cut->name : name};
        for (std::size_t i = 0; i < kCaptions; ++i)
            cells.push_back(i < clip.captions.size() ? clip.captions[i].text : std::string());
        for (const std::string& column : more)
            cells.push_back(source.keptCell(clip.captions.front(), column));
        const std::size_t written = std::min(clip.captions.size(), kCaptions);
        if (clip.captions.size() > written)
            source.lose("captions", clip.captions.size() - written);
        source.countWritten(written);
        return file.write(csvRow(cells));
    }));
    return file.commit();
}

} // namespace descant::formats
