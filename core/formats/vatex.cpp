// SPDX-License-Identifier: GPL-3.0-or-later
// VATEX (Wang et al. 2019): an array of {"videoID", "enCap": […], "chCap": […]}.
#include "core/formats/internal/clip_names.h"
#include "core/formats/internal/corpus_stream.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_values.h"

#include <unordered_set>

namespace descant::formats {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::size_t kCaptionsOfLanguage = 10;

struct Language {
    const char* member;
    const char* code;
};
constexpr Language kLanguages[] = {{"enCap", "en"}, {"chCap", "zh"}};

class Reader {
public:
    explicit Reader(CorpusSink& sink) : m_sink(sink) { }

    void take(std::size_t line, const json& entry)
    {
        const auto id = requiredId(entry, "videoID", line, m_sink);
        if (!id)
            return;
        if (!m_ids.insert(*id).second)
            return m_sink.error(line, "the videoID \"" + *id + "\" stands twice");
        CorpusCaption caption;
        caption.line = line;
        caption.clip = *id;
        caption.file = *id + ".mp4";
        if (const auto source = sourceRangeOf(*id)) {
            if (source->empty())
                return m_sink.error(line, "the end in \"" + *id + "\" must come after the start");
            caption.nominalLength = source->length();
        }
        if (const json others = without(entry, {"videoID", "enCap", "chCap"}); !others.empty())
            caption.kept["entry"] = others;
        bool any = false;
        for (const Language& language : kLanguages)
            any = takeLanguage(entry, language, caption) || any;
        if (!any)
            m_sink.clip(line, caption.file);
    }

private:
    bool takeLanguage(const json& entry, const Language& language, CorpusCaption caption)
    {
        const auto found = entry.find(language.member);
        if (found == entry.end())
            return false;
        if (!found->is_array()) {
            m_sink.error(caption.line, "\"" + std::string(language.member) + "\" must be an array of texts");
            return false;
        }
        if (found->size() != kCaptionsOfLanguage)
            m_sink.warning(caption.line,
                           "\"" + caption.clip + "\" has " + std::to_string(found->size()) + " captions in "
                               + language.member + ", not 10");
        caption.language = language.code;
        for (std::size_t i = 0; i < found->size(); ++i) {
            if (!(*found)[i].is_string()) {
                m_sink.error(caption.line, "\"" + std::string(language.member) + "\" must be an array of texts");
                continue;
            }
            caption.row = std::string(language.member) + " " + std::to_string(i);
            caption.text = (*found)[i].get<std::string>();
            m_sink.caption(caption);
        }
        return !found->empty();
    }

    CorpusSink& m_sink;
    std::unordered_set<std::string> m_ids;
};

ordered_json entryOf(ExportSource& source, const ExportClip& clip, std::unordered_set<std::string>& taken)
{
    std::string id = clip.id;
    if (!sourceRangeOf(id) || !taken.insert(id).second) {
        id = sourceName(clip, taken);
        source.lose("ids", clip.captions.size());
    }
    source.nameClip(id);
    ordered_json entry{{"videoID", id}};
    ordered_json others = ordered_json::object();
    for (const ExportCaption& caption : clip.captions) {
        entry[caption.segment->language == "zh" ? "chCap" : "enCap"].push_back(caption.text);
        if (caption.extra.format == source.format().name)
            others.update(ordered_json(objectMember(caption.extra.kept, "entry")));
    }
    for (const auto& [name, value] : others.items()) {
        if (!entry.contains(name))
            entry[name] = value;
    }
    source.countWritten(clip.captions.size());
    return entry;
}

} // namespace

void readVatex(const std::filesystem::path& path, const ImportOptions&, CorpusSink& sink)
{
    std::ifstream stream(path, std::ios::binary);
    Reader reader(sink);
    readObjects(stream, "VATEX JSON", sink, [&](std::size_t line, const json& entry) { reader.take(line, entry); });
}

Result<void> writeVatex(ExportSource& source, const std::filesystem::path& path)
{
    DESCANT_TRY(ExportFile file, ExportFile::create(source, path));
    std::unordered_set<std::string> taken;
    DESCANT_CHECK(file.write("["));
    const char* between = "\n";
    DESCANT_CHECK(source.forEachClip([&](const ExportClip& clip) -> Result<void> {
        DESCANT_CHECK(file.write(between + oneLineJson(entryOf(source, clip, taken))));
        between = ",\n";
        return {};
    }));
    DESCANT_CHECK(file.write("\n]\n"));
    return file.commit();
}

} // namespace descant::formats
