// SPDX-License-Identifier: GPL-3.0-or-later
// AudioCaps (Kim et al. 2019): a CSV of audiocap_id, youtube_id, start_time, caption; clips of ten seconds.
#include "core/formats/internal/clip_names.h"
#include "core/formats/internal/corpus_stream.h"
#include "core/formats/internal/csv.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_values.h"

#include <fstream>
#include <unordered_set>

namespace descant::formats {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds kClipLength{10};
const std::vector<std::string> kColumns{"audiocap_id", "youtube_id", "start_time", "caption"};

void takeRow(const CsvTable& table, CorpusSink& sink, std::unordered_set<std::string>& ids)
{
    const std::string& id = table.cell("audiocap_id");
    const std::string& video = table.cell("youtube_id");
    const auto start = wholeSeconds(table.cell("start_time"));
    if (!wholeSeconds(id))
        return sink.error(table.line(), "\"audiocap_id\" must be a whole number");
    if (!ids.insert(id).second)
        return sink.error(table.line(), "the audiocap_id " + id + " stands twice");
    if (video.empty())
        return sink.error(table.line(), "\"youtube_id\" is empty");
    if (!start)
        return sink.error(table.line(), "\"start_time\" must be whole seconds, not negative");
    if (video.size() != kYouTubeIdLength)
        sink.warning(table.line(), "\"" + video + "\" is not a YouTube id of 11 characters");
    CorpusCaption caption;
    caption.line = table.line();
    caption.clip = video + "_" + std::to_string(*start);
    caption.file = caption.clip + ".wav";
    caption.nominalLength = kClipLength;
    caption.row = id;
    caption.text = table.cell("caption");
    caption.kept["youtube_id"] = video;
    caption.kept["start_time"] = *start;
    if (const json others = table.others(kColumns); !others.empty())
        caption.kept["columns"] = others;
    sink.caption(std::move(caption));
}

YouTubeStart sourceOf(ExportSource& source, const ExportClip& clip)
{
    if (const auto known = youTubeStartOf(clip.id))
        return *known;
    const CorpusExtra& extra = clip.captions.front().extra;
    const json start = extra.kept.value("start_time", json());
    if (extra.format == source.format().name && start.is_number_integer())
        return {textMember(extra.kept, "youtube_id", clip.id), start.get<std::int64_t>()};
    source.lose("ids", clip.captions.size());
    return {clip.id, std::chrono::floor<std::chrono::seconds>(clip.range.start).count()};
}

} // namespace

void readAudioCaps(const std::filesystem::path& path, const ImportOptions&, CorpusSink& sink)
{
    std::ifstream stream(path, std::ios::binary);
    CsvTable table(stream, ',', kColumns, sink);
    std::unordered_set<std::string> ids;
    while (table.next())
        takeRow(table, sink, ids);
}

Result<void> writeAudioCaps(ExportSource& source, const std::filesystem::path& path)
{
    DESCANT_TRY(ExportFile file, ExportFile::create(source, path));
    const std::vector<std::string> more = source.keptColumns();
    std::vector<std::string> header = kColumns;
    header.insert(header.end(), more.begin(), more.end());
    DESCANT_CHECK(file.write(csvRow(header)));
    DESCANT_CHECK(source.forEachClip([&](const ExportClip& clip) -> Result<void> {
        const YouTubeStart from = sourceOf(source, clip);
        source.nameClip(from.id + "_" + std::to_string(from.start));
        for (const ExportCaption& caption : clip.captions) {
            std::vector<std::string> cells{source.rowNumber(caption), from.id, std::to_string(from.start),
                                           caption.text};
            for (const std::string& name : more)
                cells.push_back(source.keptCell(caption, name));
            DESCANT_CHECK(file.write(csvRow(cells)));
        }
        source.countWritten(clip.captions.size());
        return {};
    }));
    return file.commit();
}

} // namespace descant::formats
