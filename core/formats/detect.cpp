// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/corpus.h"
#include "core/formats/internal/corpus_stream.h"
#include "core/formats/internal/text_encoding.h"

#include <array>

namespace descant::formats {
namespace {

constexpr std::size_t kLookedAt = std::size_t{1} << 16;
constexpr std::size_t kTarMagicAt = 257;

bool has(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

std::string_view ofArray(std::string_view head)
{
    if (has(head, "\"videoID\""))
        return "vatex";
    if (!has(head, "\"caption\""))
        return {};
    for (const std::string_view member : {"\"video\"", "\"audio\"", "\"video_path\"", "\"image\"", "\"videoid\""}) {
        if (has(head, member))
            return "lavis";
    }
    return has(head, "\"image_id\"") ? "coco-results" : "";
}

std::string_view ofObject(std::string_view head)
{
    if (has(head, "\"descant-corpus\""))
        return "jsonl";
    if (has(head, "\"videos\"") && (has(head, "\"video_id\"") || has(head, "\"sentences\"")))
        return "msrvtt";
    if (has(head, "\"timestamps\"") || has(head, "\"timestamp\""))
        return "activitynet";
    if (has(head, "\"annotations\"") || has(head, "\"images\""))
        return "coco";
    if (has(head, "\"file_name\""))
        return "hf";
    return has(head, "\"caption\"") ? "lavis" : "";
}

std::string_view ofTable(std::string_view head)
{
    const std::string_view header = head.substr(0, head.find_first_of("\r\n"));
    if (has(header, "audiocap_id"))
        return "audiocaps";
    if (has(header, "caption_1"))
        return "clotho";
    if (!has(header, "caption"))
        return {};
    return has(header, "\t") ? "tsv" : "csv";
}

std::string_view ofFolder(const std::filesystem::path& folder)
{
    namespace fs = std::filesystem;
    std::error_code problem;
    for (const char* below : {"", "train", "validation", "test"}) {
        for (const char* name : {"metadata.jsonl", "metadata.csv"}) {
            if (fs::exists(folder / below / name, problem))
                return "hf";
        }
    }
    for (fs::directory_iterator at(folder, problem); !problem && at != fs::directory_iterator();
         at.increment(problem)) {
        if (at->path().extension() == ".tar")
            return "webdataset";
    }
    return {};
}

} // namespace

std::string_view detectFormat(const std::filesystem::path& path)
{
    std::error_code problem;
    if (std::filesystem::is_directory(path, problem))
        return ofFolder(path);
    std::ifstream stream(path, std::ios::binary);
    skipByteOrderMark(stream);
    std::string head(kLookedAt, '\0');
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(stream.gcount()));
    if (const std::string_view wide = utf16From(head); !wide.empty())
        head = inUtf8(std::string_view(head).substr(0, head.size() & ~std::size_t{1}), wide).value_or("");
    const auto begin = head.find_first_not_of(" \t\r\n");
    const char first = begin == std::string::npos ? '\0' : head[begin];
    if (first == '[')
        return ofArray(head);
    if (first == '{')
        return ofObject(head);
    if (head.compare(0, 6, "WEBVTT") == 0)
        return "vtt";
    if (head.size() > kTarMagicAt && head.compare(kTarMagicAt, 5, "ustar") == 0)
        return "webdataset";
    if (has(head, "<ANNOTATION_DOCUMENT"))
        return "eaf";
    if (has(head, "/ns/ttml/profile/dapt"))
        return "dapt";
    if (has(head, "-->"))
        return "srt";
    return ofTable(head);
}

} // namespace descant::formats
