// SPDX-License-Identifier: GPL-3.0-or-later
// WebDataset shards: tar archives in which members of one key in a row are a sample. A key is a member's name up to the
// first dot behind the last slash; what follows the dot is the field.
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/clip_record.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_rows.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/sample_shards.h"
#include "core/formats/internal/tar_file.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_set>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kLargestText = std::size_t{4} << 20;

std::string lowerCase(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return text;
}

/// Samples of one shard.
class Reader {
public:
    Reader(const fs::path& path, std::unordered_set<std::string>& keys, CorpusSink& sink)
        : m_path(path), m_split(splitInName(path.stem().string())), m_keys(keys), m_sink(sink)
    {
    }

    void read()
    {
        Result<TarReader> tar = TarReader::open(m_path);
        if (!tar)
            return m_sink.error(0, tar.error().detail);
        while (true) {
            const auto member = tar->next();
            if (!member)
                return m_sink.error(tar->number(), member.error().detail);
            if (!*member)
                break;
            if (!take(*tar, **member))
                return;
        }
        finishSample();
    }

private:
    struct Sample {
        std::size_t line = 0;
        std::string key, file;
        std::map<std::string, std::string> texts; ///< by field: json and txt
        std::unordered_set<std::string> fields;
    };

    /// False when the rest of the archive cannot be read.
    bool take(TarReader& tar, const TarReader::Member& member)
    {
        const std::size_t slash = member.name.rfind('/');
        const std::size_t base = slash == std::string::npos ? 0 : slash + 1;
        const std::size_t dot = member.name.find('.', base);
        const std::string name = member.name.substr(base);
        const bool isSkipped = name.size() > 3 && name.starts_with("__") && name.ends_with("__");
        if (isSkipped || dot == std::string::npos)
            return true;
        const std::string key = member.name.substr(0, dot), field = lowerCase(member.name.substr(dot + 1));
        if (key != m_sample.key || m_sample.line == 0) {
            finishSample();
            m_sample = {member.number, key, {}, {}, {}};
            if (!m_keys.insert(key).second)
                m_sink.error(member.number, "the key \"" + key + "\" stands twice");
        }
        if (!m_sample.fields.insert(field).second)
            m_sink.error(member.number, "the sample \"" + key + "\" has two members \"" + field + "\"");
        if (field != "json" && field != "txt") {
            m_sample.file = m_sample.file.empty() ? member.name : m_sample.file;
            return true;
        }
        auto content = tar.read(kLargestText);
        if (!content) {
            m_sink.error(member.number, content.error().detail);
            return false;
        }
        m_sample.texts[field] = std::move(*content);
        return true;
    }

    void finishSample()
    {
        const Sample sample = std::exchange(m_sample, {});
        if (sample.texts.empty())
            return;
        const std::string stem = fs::path(sample.key).filename().string();
        ClipRecordPlace place{sample.line, sample.file, stem, m_split};
        if (place.file.empty()) // captions alone, of a clip that lies elsewhere
            place.file = sample.key + ".mp4";
        json record = json::object();
        if (const auto text = sample.texts.find("json"); text != sample.texts.end()) {
            auto parsed = parseStrictly(text->second);
            if (!parsed)
                return m_sink.error(sample.line, "\"" + sample.key + ".json\": " + parsed.error());
            if (!parsed->is_object())
                return m_sink.error(sample.line, "\"" + sample.key + ".json\" must be an object");
            record = std::move(*parsed);
        }
        const bool saysText = record.contains("caption") || record.contains("captions") || record.contains("text");
        if (const auto text = sample.texts.find("txt"); !saysText && text != sample.texts.end())
            record["caption"] = onOneLine(text->second);
        takeClipRecord(record, place, m_sink);
    }

    const fs::path& m_path;
    std::string m_split;
    std::unordered_set<std::string>& m_keys; ///< of all shards
    CorpusSink& m_sink;
    Sample m_sample;
};

/// An id as a key: a dot would end it, a slash make a folder of it.
std::string keyOf(const std::string& id, std::unordered_set<std::string>& taken)
{
    std::string plain;
    for (const char c : id)
        plain += static_cast<unsigned char>(c) < 0x20 || c == '.' || c == '/' || c == '\\' ? '_' : c;
    if (plain.empty() || plain.starts_with("__"))
        plain.insert(0, "clip");
    std::string key = plain;
    for (int number = 2; !taken.insert(key).second; ++number)
        key = plain + "-" + std::to_string(number);
    return key;
}

} // namespace

void readWebdataset(const fs::path& path, const ImportOptions&, CorpusSink& sink)
{
    std::unordered_set<std::string> keys;
    std::error_code problem;
    if (!fs::is_directory(path, problem))
        return Reader(path, keys, sink).read();
    std::vector<fs::path> shards;
    for (fs::directory_iterator at(path, problem); !problem && at != fs::directory_iterator(); at.increment(problem)) {
        if (at->path().extension() == ".tar")
            shards.push_back(at->path());
    }
    if (shards.empty())
        return sink.error(0, "the folder has no shards (*.tar)");
    std::sort(shards.begin(), shards.end());
    for (const fs::path& shard : shards) {
        NamedSink named(sink, shard.filename().string());
        Reader(shard, keys, named).read();
    }
}

Result<void> writeWebdataset(ExportSource& source, const fs::path& path)
{
    SampleShards shards(source, path);
    const std::vector<std::string> more = source.keptColumns();
    std::unordered_set<std::string> taken;
    DESCANT_CHECK(source.forEachClip([&](const ExportClip& clip) -> Result<void> {
        const ClipFile* const file = source.fileOf(clip.id);
        if (source.options().clipFiles && file == nullptr) {
            source.lose("clips", clip.captions.size());
            return {};
        }
        source.countWritten(clip.captions.size());
        const ordered_json record = clipRecord(source, clip, file, kShardNames, more);
        return shards.add({keyOf(clip.id, taken), splitFolder(clip.split), oneLineJson(record),
                           onOneLine(clip.captions.front().text), file ? file->path : fs::path()});
    }));
    return shards.finish();
}

} // namespace descant::formats
