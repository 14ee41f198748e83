// SPDX-License-Identifier: GPL-3.0-or-later
// COCO captions (Chen et al. 2015): {"info", "type", "licenses", "images": [{"id", …}], "annotations": [{"id",
// "image_id", "caption"}]}; the ground truth that LAVIS writes is the same, sometimes without "images".
#include "core/formats/internal/corpus_stream.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_rows.h"
#include "core/formats/internal/json_values.h"

#include <unordered_map>
#include <unordered_set>

namespace descant::formats {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

struct Image {
    std::size_t line = 0;
    std::string file;
    json kept;
    bool isNumber = false;
    bool used = false;
};

/// Reads the file twice: annotations may stand before the images that they belong to.
class Reader {
public:
    Reader(const std::filesystem::path& path, CorpusSink& sink) : m_path(path), m_sink(sink) { }

    void read()
    {
        pass([this](JsonRow row) { takeImage(std::move(row)); });
        if (!m_hasAnnotations && !m_failed)
            return m_sink.error(1, "it is not COCO captions: \"annotations\" must be an array");
        if (!m_failed)
            pass([this](JsonRow row) { takeAnnotation(std::move(row)); });
        m_sink.fileMembers(m_members);
        for (const auto& [id, image] : m_images) {
            if (!image.used)
                m_sink.clip(image.line, image.file);
        }
    }

private:
    void pass(const std::function<void(JsonRow)>& take)
    {
        std::ifstream stream(m_path, std::ios::binary);
        if (const auto problem = readJsonRows(stream, {"images", "annotations"}, take)) {
            m_sink.error(problem->line, problem->message);
            m_failed = true;
        }
    }

    void takeImage(JsonRow row)
    {
        if (row.member == "annotations") {
            m_hasAnnotations = m_hasAnnotations || row.isElement || isEmptyArray(row);
            return;
        }
        if (row.member.empty())
            return;
        if (row.member != "images") {
            m_members[row.member] = std::move(row.value);
            return;
        }
        m_hasImages = true;
        if (isEmptyArray(row))
            return;
        if (!row.isElement || !row.value.is_object())
            return m_sink.error(row.line, "\"images\" must be an array of objects");
        const auto id = requiredId(row.value, "id", row.line, m_sink);
        if (!id)
            return;
        const std::string file = textMember(row.value, "file_name", *id + ".mp4");
        Image image{row.line, file, without(row.value, {"id"}), row.value["id"].is_number(), false};
        if (!m_images.emplace(*id, std::move(image)).second)
            m_sink.error(row.line, "the image id " + *id + " stands twice");
    }

    void takeAnnotation(JsonRow row)
    {
        if (row.member != "annotations" || isEmptyArray(row))
            return;
        if (!row.isElement || !row.value.is_object())
            return m_sink.error(row.line, "\"annotations\" must be an array of objects");
        const auto image = requiredId(row.value, "image_id", row.line, m_sink);
        const auto text = requiredText(row.value, "caption", row.line, m_sink);
        const auto id = row.value.contains("id") ? requiredId(row.value, "id", row.line, m_sink) : std::string();
        if (!image || !text || !id)
            return;
        CorpusCaption caption;
        caption.line = row.line;
        caption.clip = *image;
        caption.file = *image + ".mp4";
        caption.row = rowOf(*id, *image, row.line);
        caption.text = *text;
        keepImage(row.value["image_id"].is_number(), caption);
        if (json others = without(row.value, {"id", "image_id", "caption"}); !others.empty())
            caption.kept["annotation"] = std::move(others);
        caption.kept["image_id"] = row.value["image_id"];
        m_sink.caption(std::move(caption));
    }

    /// LAVIS writes the image's id for the annotation's: the one case in which an id may stand twice.
    std::string rowOf(const std::string& id, const std::string& image, std::size_t line)
    {
        if (id.empty() || m_annotationIds.insert(id).second)
            return id;
        if (id != image)
            m_sink.error(line, "the annotation id " + id + " stands twice");
        return {};
    }

    void keepImage(bool idIsNumber, CorpusCaption& caption)
    {
        const auto found = m_images.find(caption.clip);
        if (found == m_images.end()) {
            if (m_hasImages)
                m_sink.error(caption.line, "the image " + caption.clip + " is not declared in \"images\"");
            return;
        }
        Image& image = found->second;
        if (image.isNumber != idIsNumber)
            m_sink.warning(caption.line,
                           "the image id " + caption.clip + " is a number in one place and a text in another");
        image.used = true;
        caption.file = image.file;
        if (!image.kept.empty())
            caption.kept["image"] = image.kept;
    }

    const std::filesystem::path& m_path;
    CorpusSink& m_sink;
    std::unordered_map<std::string, Image> m_images;
    std::unordered_set<std::string> m_annotationIds;
    json m_members = json::object();
    bool m_hasImages = false;
    bool m_hasAnnotations = false;
    bool m_failed = false;
};

/// The id as an import had it, else a number where it is one.
ordered_json imageIdOf(const ExportClip& clip)
{
    const json known = clip.captions.front().extra.kept.value("image_id", json());
    if (identifierOf(known) == clip.id)
        return known;
    return numberOrText(clip.id);
}

ordered_json withOthers(ordered_json object, const json& others)
{
    for (const auto& item : others.items()) {
        if (!object.contains(item.key()))
            object[item.key()] = item.value();
    }
    return object;
}

ordered_json imageOf(const ExportSource& source, const ExportClip& clip)
{
    const json kept = objectMember(source.keptOf(clip.captions.front()), "image");
    const bool namesFile = clip.isWhole && !kept.contains("file_name");
    ordered_json image{{"id", imageIdOf(clip)}};
    if (namesFile)
        image["file_name"] = clip.medium->name;
    image = withOthers(std::move(image), kept);
    if (const ClipFile* const file = source.fileOf(clip.id))
        image["file_name"] = file->name;
    return image;
}

ordered_json annotationOf(ExportSource& source, const ExportClip& clip, const ExportCaption& caption)
{
    ordered_json annotation{
        {"id", numberOrText(source.rowNumber(caption))}, {"image_id", imageIdOf(clip)}, {"caption", caption.text}};
    return withOthers(std::move(annotation), objectMember(source.keptOf(caption), "annotation"));
}

/// What comes before the two arrays. The tools of Python 2 want "info", "type" and "licenses" to be there.
std::string headOf(const ExportSource& source)
{
    ordered_json members{
        {"info", {{"description", "made with Descant"}}}, {"type", "captions"}, {"licenses", json::array()}};
    members.update(source.fileMembers());
    std::string text = oneLineJson(members);
    text.pop_back();
    return text;
}

} // namespace

void readCoco(const std::filesystem::path& path, const ImportOptions&, CorpusSink& sink) { Reader(path, sink).read(); }

Result<void> writeCoco(ExportSource& source, const std::filesystem::path& path)
{
    DESCANT_TRY(ExportFile file, ExportFile::create(source, path));
    DESCANT_CHECK(file.write(headOf(source)));
    // The annotations wait as text: the images stand before them, and both come clip by clip.
    std::string annotations, between;
    DESCANT_CHECK(file.write(",\n\"images\":["));
    DESCANT_CHECK(source.forEachClip([&](const ExportClip& clip) -> Result<void> {
        for (const ExportCaption& caption : clip.captions)
            annotations += (annotations.empty() ? "\n" : ",\n") + oneLineJson(annotationOf(source, clip, caption));
        source.countWritten(clip.captions.size());
        const Result<void> written = file.write(between + "\n" + oneLineJson(imageOf(source, clip)));
        between = ",";
        return written;
    }));
    DESCANT_CHECK(file.write("],\n\"annotations\":["));
    DESCANT_CHECK(file.write(annotations));
    DESCANT_CHECK(file.write("]}\n"));
    return file.commit();
}

void readCocoResults(const std::filesystem::path& path, const ImportOptions&, CorpusSink& sink)
{
    std::ifstream stream(path, std::ios::binary);
    std::unordered_set<std::string> seen;
    readObjects(stream, "COCO results", sink, [&](std::size_t line, json result) {
        const auto image = requiredId(result, "image_id", line, sink);
        const auto text = requiredText(result, "caption", line, sink);
        if (!image || !text)
            return;
        if (!seen.insert(*image).second)
            return sink.error(line, "the image " + *image + " has two results");
        CorpusCaption caption;
        caption.line = line;
        caption.clip = *image;
        caption.file = *image + ".mp4";
        caption.row = "result";
        caption.model = path.stem().string();
        caption.text = *text;
        caption.kept["image_id"] = result["image_id"];
        if (json others = without(result, {"image_id", "caption"}); !others.empty())
            caption.kept["annotation"] = std::move(others);
        sink.caption(std::move(caption));
    });
}

Result<void> writeCocoResults(ExportSource& source, const std::filesystem::path& path)
{
    DESCANT_TRY(ExportFile file, ExportFile::create(source, path));
    DESCANT_CHECK(file.write("["));
    const char* between = "\n";
    DESCANT_CHECK(source.forEachClip([&](const ExportClip& clip) -> Result<void> {
        const ExportCaption& caption = clip.captions.front();
        if (clip.captions.size() > 1)
            source.lose("captions", clip.captions.size() - 1);
        const ordered_json result{{"image_id", imageIdOf(clip)}, {"caption", caption.text}};
        source.countWritten(1);
        const ordered_json whole = withOthers(result, objectMember(source.keptOf(caption), "annotation"));
        const Result<void> written = file.write(between + oneLineJson(whole));
        between = ",\n";
        return written;
    }));
    DESCANT_CHECK(file.write("\n]\n"));
    return file.commit();
}

} // namespace descant::formats
