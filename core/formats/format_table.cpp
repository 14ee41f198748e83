// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/format_table.h"

#include "core/formats/internal/format.h"
#include "core/formats/msrvtt.h"

namespace descant::formats {
namespace {

constexpr FormatCapability kBoth{.imports = true, .exports = true};
constexpr FormatCapability kTable{.times = TimePrecision::Exact,
                                  .languages = LanguageRoom::All,
                                  .status = true,
                                  .split = true,
                                  .tier = true,
                                  .lineBreaks = true,
                                  .wholeFiles = true,
                                  .folders = true};

/// Training sets that are read clip by clip.
constexpr FormatCapability folderOf(ClipPlace clips)
{
    FormatCapability format = kTable;
    format.shape = ExportShape::Folder;
    format.clips = clips;
    return format;
}

FormatCapability capability(std::string_view name, std::string_view title, FormatCapability what = kBoth)
{
    what.name = name;
    what.title = title;
    what.imports = what.exports = true;
    return what;
}

} // namespace

const std::vector<Format>& allFormats()
{
    static const std::vector<Format> formats{
        {.capability =
             capability("msrvtt", "MSR-VTT JSON", {.times = TimePrecision::Exact, .split = true, .wholeFiles = true}),
         .read = readMsrvtt,
         .plan = importMsrvtt,
         .exportAll = exportMsrvtt},
        {.capability = capability("vatex", "VATEX JSON", {.languages = LanguageRoom::EnglishAndChinese}),
         .read = readVatex,
         .write = writeVatex},
        {.capability = capability("audiocaps", "AudioCaps CSV"), .read = readAudioCaps, .write = writeAudioCaps},
        {.capability = capability("coco", "COCO captions"), .read = readCoco, .write = writeCoco},
        {.capability = capability("coco-results", "COCO results", {.captionsPerClip = 1, .modelFirst = true}),
         .read = readCocoResults,
         .write = writeCocoResults},
        {.capability = capability("lavis", "LAVIS annotations", {.times = TimePrecision::Exact, .wholeFiles = true}),
         .read = readLavis,
         .write = writeLavis},
        {.capability = capability("jsonl", "Descant JSON lines",
                                  {.times = TimePrecision::Exact,
                                   .languages = LanguageRoom::All,
                                   .status = true,
                                   .split = true,
                                   .tier = true,
                                   .lineBreaks = true,
                                   .proposals = true,
                                   .emptyTexts = true,
                                   .wholeFiles = true,
                                   .folders = true}),
         .read = readJsonl,
         .write = writeJsonl,
         .plan = planJsonl},
        {.capability = capability("csv", "CSV", kTable), .read = readCsv, .write = writeCsv},
        {.capability = capability("tsv", "TSV", kTable), .read = readTsv, .write = writeTsv},
        {.capability = capability("vtt", "WebVTT",
                                  {.shape = ExportShape::FileForEachMedium,
                                   .times = TimePrecision::Milliseconds,
                                   .languages = LanguageRoom::All,
                                   .status = true,
                                   .split = true,
                                   .tier = true,
                                   .lineBreaks = true,
                                   .folders = true}),
         .read = readVtt,
         .write = writeVtt},
        {.capability = capability(
             "srt", "SubRip",
             {.shape = ExportShape::FileForEachMedium, .times = TimePrecision::Milliseconds, .lineBreaks = true}),
         .read = readSrt,
         .write = writeSrt},
        {.capability = capability("eaf", "ELAN EAF",
                                  {.shape = ExportShape::FileForEachMedium,
                                   .times = TimePrecision::Milliseconds,
                                   .languages = LanguageRoom::All,
                                   .status = true,
                                   .split = true,
                                   .tier = true,
                                   .lineBreaks = true,
                                   .emptyTexts = true,
                                   .folders = true}),
         .read = readEaf,
         .write = writeEaf},
        {.capability = capability("dapt", "DAPT script",
                                  {.shape = ExportShape::FileForEachMedium,
                                   .times = TimePrecision::Exact,
                                   .languages = LanguageRoom::All,
                                   .status = true,
                                   .split = true,
                                   .tier = true,
                                   .lineBreaks = true,
                                   .emptyTexts = true,
                                   .wholeFiles = true,
                                   .folders = true}),
         .read = readDapt,
         .write = writeDapt},
        {.capability = capability("activitynet", "ActivityNet captions", {.times = TimePrecision::Exact}),
         .read = readActivityNet,
         .write = writeActivityNet},
        {.capability = capability("clotho", "Clotho CSV", {.captionsPerClip = 5}),
         .read = readClotho,
         .write = writeClotho},
        {.capability = capability("hf", "Hugging Face folder", folderOf(ClipPlace::Inside)),
         .read = readHf,
         .write = writeHf},
        {.capability = capability("webdataset", "WebDataset shards", folderOf(ClipPlace::Packed)),
         .read = readWebdataset,
         .write = writeWebdataset},
    };
    return formats;
}

const Format* formatNamed(std::string_view name)
{
    for (const Format& format : allFormats()) {
        if (format.capability.name == name)
            return &format;
    }
    return nullptr;
}

const std::vector<FormatCapability>& formatTable()
{
    static const std::vector<FormatCapability> table = [] {
        std::vector<FormatCapability> capabilities;
        for (const Format& format : allFormats())
            capabilities.push_back(format.capability);
        return capabilities;
    }();
    return table;
}

const FormatCapability* findFormat(std::string_view name)
{
    const Format* format = formatNamed(name);
    return format ? &format->capability : nullptr;
}

std::string formatNames(FormatUse use)
{
    std::string names;
    for (const FormatCapability& format : formatTable()) {
        if (use == FormatUse::Import ? format.imports : format.exports)
            names += (names.empty() ? "" : ", ") + std::string(format.name);
    }
    return names;
}

} // namespace descant::formats
