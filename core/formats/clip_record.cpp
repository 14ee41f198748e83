// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/clip_record.h"

#include "core/formats/internal/json_values.h"
#include "core/formats/internal/media_index.h"

#include <algorithm>
#include <array>
#include <filesystem>

namespace descant::formats {

namespace fs = std::filesystem;

using nlohmann::json;
using nlohmann::ordered_json;

namespace {

constexpr double kLatestSecond = 1e7;
constexpr std::array kTextMembers{"captions", "caption", "texts", "text"};
/// Members that a record of ours is made of; everything else is kept as it is.
constexpr std::array kOurs{"captions", "caption", "texts",     "text",       "language", "lang", "languages",
                           "statuses", "status",  "tiers",     "segments",   "start",    "end",  "clip",
                           "source",   "split",   "file_name", "clip_start", "clip_end"};

bool isOurs(const std::string& name) { return std::find(kOurs.begin(), kOurs.end(), name) != kOurs.end(); }

ordered_json seconds(MediaTime time) { return ordered_json(toSeconds(time)); }

std::string commonLanguage(const ExportClip& clip)
{
    const std::string& first = clip.captions.front().segment->language;
    const bool same = std::all_of(clip.captions.begin(), clip.captions.end(),
                                  [&](const ExportCaption& caption) { return caption.segment->language == first; });
    return same ? first : "mul";
}

/// A text, or a list of texts; nothing, and the sink has the error, for anything else.
std::optional<std::vector<std::string>> textsOf(const json& value, const char* name, std::size_t line, CorpusSink& sink)
{
    if (value.is_string())
        return std::vector{value.get<std::string>()};
    const bool isList =
        value.is_array() && std::all_of(value.begin(), value.end(), [](const json& one) { return one.is_string(); });
    if (isList)
        return value.get<std::vector<std::string>>();
    sink.error(line, "\"" + std::string(name) + "\" must be a text or a list of texts");
    return std::nullopt;
}

class Reader {
public:
    Reader(const json& record, const ClipRecordPlace& place, CorpusSink& sink)
        : m_record(record), m_place(place), m_sink(sink)
    {
    }

    void take()
    {
        const auto texts = readTexts();
        m_clip = textMember(m_record, "clip", m_place.clip);
        CorpusCaption caption;
        if (!texts || !readFile(caption) || !readSplit(caption))
            return;
        if (texts->empty())
            return m_sink.clip(m_place.line, caption.file);
        caption.line = m_place.line;
        caption.clip = m_clip;
        keepOthers(caption);
        for (std::size_t i = 0; i < texts->size(); ++i) {
            CorpusCaption one = caption;
            one.text = (*texts)[i];
            if (!readOne(i, texts->size(), one))
                return;
            m_sink.caption(std::move(one));
        }
    }

private:
    void error(const std::string& message) { m_sink.error(m_place.line, message); }

    std::optional<std::vector<std::string>> readTexts()
    {
        for (const char* name : kTextMembers) {
            if (const auto found = m_record.find(name); found != m_record.end() && !found->is_null())
                return textsOf(*found, name, m_place.line, m_sink);
        }
        return std::vector<std::string>();
    }

    /// False when one of the two is wrong, or alone.
    bool readTimes(const char* startName, const char* endName, std::optional<TimeRange>& range)
    {
        const json start = m_record.value(startName, json()), end = m_record.value(endName, json());
        if (start.is_null() && end.is_null())
            return true;
        const auto from = numberOf(start), to = numberOf(end);
        if (!from || !to || *from < 0 || *to > kLatestSecond || *to <= *from) {
            error(std::string("\"") + startName + "\" and \"" + endName
                  + "\" must be two times in seconds, the end after the start");
            return false;
        }
        range = TimeRange{fromSeconds(*from), fromSeconds(*to)};
        return true;
    }

    /// An export of ours names the medium that the clip is a stretch of, and the file that was cut from it: the medium
    /// where it is known here, else the file.
    bool readFile(CorpusCaption& caption)
    {
        std::optional<TimeRange> inSource, inFile;
        if (!readTimes("start", "end", inSource) || !readTimes("clip_start", "clip_end", inFile))
            return false;
        const std::string source = textMember(m_record, "source");
        const bool wasCut = m_record.contains("clip_start") && !m_record["clip_start"].is_null();
        const bool takesSource = !source.empty() && (!wasCut || m_place.file.empty() || m_sink.knowsFile(source));
        caption.file = takesSource ? source : m_place.file;
        caption.range = takesSource || !wasCut ? inSource : inFile;
        if (caption.file.empty()) {
            error("neither a media file nor \"source\" says what is described");
            return false;
        }
        return true;
    }

    bool readSplit(CorpusCaption& caption)
    {
        const json split = m_record.value("split", json());
        if (!split.is_null() && !split.is_string()) {
            error("\"split\" must be a text");
            return false;
        }
        caption.split = split.is_null() ? m_place.split : split.get<std::string>();
        if (!caption.split.empty() && splitInName(caption.split).empty()) {
            error("the split \"" + caption.split + "\" is unknown");
            return false;
        }
        caption.split = splitInName(caption.split);
        return true;
    }

    /// The i-th of a list that goes along with the captions, else what holds for all of them.
    std::optional<std::string> along(const char* list, const char* single, std::size_t i, std::size_t count)
    {
        const json all = m_record.value(list, json());
        if (all.is_null()) {
            const json one = m_record.value(single, json());
            if (one.is_null() || one.is_string())
                return one.is_null() ? std::string() : one.get<std::string>();
            error(std::string("\"") + single + "\" must be a text");
            return std::nullopt;
        }
        if (all.is_array() && all.size() == count && all[i].is_string())
            return all[i].get<std::string>();
        error(std::string("\"") + list + "\" must be a list of texts, one for each caption");
        return std::nullopt;
    }

    bool readOne(std::size_t i, std::size_t count, CorpusCaption& caption)
    {
        const char* single = m_record.contains("language") ? "language" : "lang";
        const auto language = along("languages", single, i, count), status = along("statuses", "status", i, count),
                   tier = along("tiers", "", i, count), segment = along("segments", "", i, count);
        if (!language || !status || !tier || !segment)
            return false;
        caption.language = language->empty() || *language == "mul" ? "en" : *language;
        caption.tier = *tier;
        caption.segment = *segment;
        // Somebody else's own word is kept as a column.
        caption.status = project::segmentStatusFrom(*status).value_or(project::SegmentStatus::Accepted);
        if (segment->empty())
            caption.row = std::to_string(i);
        return true;
    }

    void keepOthers(CorpusCaption& caption) const
    {
        json columns = json::object();
        for (const auto& item : m_record.items()) {
            const bool isForeignStatus = item.key() == "status" && item.value().is_string()
                && !project::segmentStatusFrom(item.value().get<std::string>());
            if ((!isOurs(item.key()) || isForeignStatus) && !item.value().is_null())
                columns[item.key()] = item.value();
        }
        if (!columns.empty())
            caption.kept["columns"] = std::move(columns);
    }

    const json& m_record;
    const ClipRecordPlace& m_place;
    CorpusSink& m_sink;
    std::string m_clip;
};

} // namespace

ordered_json clipRecord(const ExportSource& source, const ExportClip& clip, const ClipFile* file,
                        const ClipRecordNames& names, const std::vector<std::string>& more)
{
    ordered_json record = ordered_json::object();
    ordered_json texts = ordered_json::array(), languages = texts, statuses = texts, tiers = texts, segments = texts;
    for (const ExportCaption& caption : clip.captions) {
        texts.push_back(caption.text);
        languages.push_back(caption.segment->language);
        statuses.push_back(nameOf(caption.segment->status));
        tiers.push_back(caption.segment->tier);
        segments.push_back(caption.segment->id);
    }
    // While nobody has seen the file its length is not known, and the whole of it has no end.
    const bool hasTimes = !(clip.isWhole && clip.medium->duration == MediaTime{0});
    record[names.captions] = std::move(texts);
    record["clip"] = clip.id;
    record["source"] = source.fileNameOf(*clip.medium);
    record["start"] = hasTimes ? seconds(clip.range.start) : ordered_json();
    record["end"] = hasTimes ? seconds(clip.range.end) : ordered_json();
    const bool isElsewhere = file == nullptr || !file->held.overlaps(clip.range);
    record["clip_start"] =
        isElsewhere ? ordered_json() : seconds(std::max(clip.range.start - file->held.start, MediaTime{0}));
    record["clip_end"] =
        isElsewhere ? ordered_json() : seconds(std::min(clip.range.end, file->held.end) - file->held.start);
    record[names.language] = commonLanguage(clip);
    record["languages"] = std::move(languages);
    record["statuses"] = std::move(statuses);
    record["tiers"] = std::move(tiers);
    record["segments"] = std::move(segments);
    record["split"] = clip.split;
    for (const std::string& column : more) {
        if (isOurs(column) && column != "status")
            continue;
        record[column] = nullptr;
        for (const ExportCaption& caption : clip.captions) {
            const json kept = objectMember(source.keptOf(caption), "columns");
            if (const auto found = kept.find(column); found != kept.end() && record[column].is_null())
                record[column] = *found;
        }
    }
    return record;
}

void takeClipRecord(const json& record, const ClipRecordPlace& place, CorpusSink& sink)
{
    Reader(record, place, sink).take();
}

std::string splitInName(const std::string& name)
{
    std::string word;
    std::vector<std::string> words;
    for (const char c : name + ".") {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (isLetter) {
            word += static_cast<char>(c | 0x20);
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    const auto has = [&](std::initializer_list<const char*> known) {
        return std::any_of(words.begin(), words.end(), [&](const std::string& one) {
            return std::find(known.begin(), known.end(), one) != known.end();
        });
    };
    return has({"train", "training"})                            ? "train"
        : has({"validation", "validate", "valid", "val", "dev"}) ? "validate"
        : has({"test", "testing", "eval", "evaluation"})         ? "test"
                                                                 : "";
}

std::string splitFolder(const std::string& split)
{
    return split == "validate" ? "validation" : split.empty() ? "train" : split;
}

} // namespace descant::formats
