// SPDX-License-Identifier: GPL-3.0-or-later
// LAVIS annotation files (Li et al. 2023): an array of {"video" or "audio", "caption", "image_id"}, the same as lines,
// or an object of them; clip data sets have "ts". Beside an export stands the ground truth for the evaluation in COCO
// form.
#include "core/formats/internal/corpus_stream.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_rows.h"
#include "core/formats/internal/json_values.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::array<const char*, 6> kFileMembers{"video", "audio", "image", "video_path", "videoid", "name"};
constexpr double kLatestSecond = 1e7;

std::string endingOf(const std::string& member) { return member == "audio" ? ".wav" : ".mp4"; }

/// "ts", a pair of seconds. False when it is there and wrong.
bool readTimes(const json& row, CorpusCaption& caption)
{
    const auto found = row.find("ts");
    if (found == row.end())
        return true;
    if (!found->is_array() || found->size() != 2)
        return false;
    const auto start = numberOf((*found)[0]), end = numberOf((*found)[1]);
    if (!start || !end || *start < 0 || *end > kLatestSecond || *end <= *start)
        return false;
    caption.range = TimeRange{fromSeconds(*start), fromSeconds(*end)};
    return true;
}

void takeRow(std::size_t line, const json& row, CorpusSink& sink)
{
    CorpusCaption caption;
    caption.line = line;
    for (const char* member : kFileMembers) {
        if (!caption.file.empty() || !row.contains(member))
            continue;
        const auto name = requiredId(row, member, line, sink);
        if (!name)
            return;
        caption.file = fs::path(*name).has_extension() ? *name : *name + endingOf(member);
    }
    if (row.contains("image_id")) {
        const auto id = requiredId(row, "image_id", line, sink);
        if (!id)
            return;
        caption.clip = *id;
        caption.kept["image_id"] = row["image_id"];
    }
    if (caption.file.empty() && caption.clip.empty())
        return sink.error(line, "neither \"video\" nor \"audio\" nor \"image_id\" says what is described");
    if (caption.file.empty())
        caption.file = caption.clip + ".mp4";
    if (caption.clip.empty())
        caption.clip = fs::path(caption.file).stem().string();
    const auto text = requiredText(row, row.contains("caption") ? "caption" : "query", line, sink);
    if (!text)
        return;
    if (!readTimes(row, caption))
        return sink.error(line, "\"ts\" must be two times in seconds, the end after the start");
    caption.text = *text;
    caption.kept["row"] = without(row, {"image_id", "caption", "query", "ts"});
    sink.caption(std::move(caption));
}

/// The first line is an object of its own, and not the only thing in the file.
bool isObjectLines(std::istream& stream)
{
    const auto begin = stream.tellg();
    skipByteOrderMark(stream);
    std::string line;
    while (readLine(stream, line) && line.find_first_not_of(" \t") == std::string::npos) { }
    stream.clear();
    stream.seekg(begin);
    const auto first = parseStrictly(line);
    return first && first->is_object() && (first->contains("caption") || first->contains("query"));
}

/// An object whose members are rows; or COCO's, as the authors' ground truth is.
void readObject(const fs::path& path, const ImportOptions& options, std::istream& stream, CorpusSink& sink)
{
    bool isCoco = false;
    const auto problem = readJsonRows(stream, {"annotations", "images"}, [&](const JsonRow& row) {
        isCoco = isCoco || (row.member == "annotations" && row.isElement);
        if (isCoco || row.isElement)
            return;
        if (row.value.is_object())
            takeRow(row.line, row.value, sink);
        else if (row.member != "info" && row.member != "licenses" && row.member != "type")
            sink.error(row.line, "it is not a LAVIS annotation file: an object is wanted for \"" + row.member + "\"");
    });
    if (problem)
        return sink.error(problem->line, problem->message);
    if (isCoco)
        readCoco(path, options, sink);
}

bool isSound(const project::Medium& medium)
{
    const std::string ending = fs::path(medium.name).extension().string();
    return (medium.hasAudio && !medium.hasVideo) || ending == ".wav" || ending == ".flac";
}

/// Where the clip is in its file; nothing where it is the whole of it.
std::optional<TimeRange> rangeIn(const ExportClip& clip, const ClipFile* file)
{
    if (file == nullptr)
        return clip.isWhole ? std::nullopt : std::optional(clip.range);
    const bool isElsewhere = !file->held.overlaps(clip.range); // the times are of the film that the medium was cut from
    if (isElsewhere || (file->held.start >= clip.range.start && file->held.end <= clip.range.end))
        return std::nullopt;
    return TimeRange{std::max(clip.range.start - file->held.start, MediaTime{0}),
                     std::min(clip.range.end, file->held.end) - file->held.start};
}

ordered_json rowOf(const ExportSource& source, const ExportClip& clip, const ExportCaption& caption)
{
    const bool isOurs = caption.extra.format == source.format().name;
    const json kept = isOurs ? objectMember(caption.extra.kept, "row") : json::object();
    const json known = isOurs ? caption.extra.kept.value("image_id", json()) : json();
    ordered_json row = ordered_json::object();
    const bool namesFile =
        std::any_of(kFileMembers.begin(), kFileMembers.end(), [&](const char* name) { return kept.contains(name); });
    if (!namesFile)
        row[isSound(*clip.medium) ? "audio" : "video"] = clip.medium->name;
    row.update(ordered_json(kept));
    row["caption"] = caption.text;
    row["image_id"] = identifierOf(known) == clip.id ? known : numberOrText(clip.id);
    const ClipFile* const file = source.fileOf(clip.id);
    if (file != nullptr) {
        for (const char* name : kFileMembers) {
            if (row.contains(name))
                row[name] = file->name;
        }
    }
    if (const auto range = rangeIn(clip, file))
        row["ts"] = {toSeconds(range->start), toSeconds(range->end)};
    return row;
}

Result<void> writeOne(ExportSource& source, const fs::path& path)
{
    // The ground truth first: where the file itself is, everything is.
    ExportSource truth(source.document(), formatNamed("coco")->capability, source.options());
    const fs::path truthPath = path.parent_path() / (path.stem().string() + "_gt.json");
    DESCANT_CHECK(writeCoco(truth, truthPath));
    DESCANT_TRY(ExportFile file, ExportFile::create(source, path));
    DESCANT_CHECK(file.write("["));
    const char* between = "\n";
    DESCANT_CHECK(source.forEachClip([&](const ExportClip& clip) -> Result<void> {
        for (const ExportCaption& caption : clip.captions) {
            DESCANT_CHECK(file.write(between + oneLineJson(rowOf(source, clip, caption))));
            between = ",\n";
        }
        source.countWritten(clip.captions.size());
        return {};
    }));
    source.countFile(truthPath);
    DESCANT_CHECK(file.write("\n]\n"));
    return file.commit();
}

} // namespace

void readLavis(const fs::path& path, const ImportOptions& options, CorpusSink& sink)
{
    std::ifstream stream(path, std::ios::binary);
    const auto take = [&](std::size_t line, const json& row) { takeRow(line, row, sink); };
    if (firstByteOf(stream) != '{')
        readObjects(stream, "a LAVIS annotation file", sink, take);
    else if (isObjectLines(stream))
        readObjectLines(stream, sink, take);
    else
        readObject(path, options, stream, sink);
}

/// A folder gets train.json, val.json and test.json, as the trainers want them.
Result<void> writeLavis(ExportSource& source, const fs::path& path)
{
    std::error_code problem;
    if (!fs::is_directory(path, problem))
        return writeOne(source, path);
    for (const auto& [split, name] :
         {std::pair{"train", "train.json"}, {"validate", "val.json"}, {"test", "test.json"}}) {
        if (source.options().split.value_or(split) != split)
            continue;
        ExportOptions options = source.options();
        options.split = split;
        ExportSource part(source.document(), source.format(), options);
        if (!part.hasAnything())
            continue;
        DESCANT_CHECK(writeOne(part, path / name));
        source.absorb(part);
    }
    return {};
}

} // namespace descant::formats
