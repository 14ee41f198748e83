// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/formats/json_lines.h"
#include "core/formats/msrvtt.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace descant::formats {

namespace fs = std::filesystem;

namespace {

using nlohmann::json;
using project::Document;
using project::Medium;
using project::Segment;

constexpr std::size_t kLargestFile = std::size_t{1} << 30;
constexpr int kCategories = 20;

/// Numbers may come as text in some copies of the corpus.
std::optional<double> numberOf(const json& value)
{
    if (value.is_number())
        return value.get<double>();
    if (!value.is_string())
        return std::nullopt;
    const std::string& text = value.get_ref<const std::string&>();
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0' && std::isfinite(number) ? std::optional(number) : std::nullopt;
}

std::optional<std::string> textOf(const json& object, const char* name)
{
    const auto found = object.find(name);
    if (found == object.end())
        return std::nullopt;
    if (found->is_string())
        return found->get<std::string>();
    if (found->is_number_integer())
        return std::to_string(found->get<std::int64_t>());
    return std::nullopt;
}

bool leavesTheFolder(const std::string& name)
{
    const fs::path path(name);
    return path.is_absolute() || name.find('\\') != std::string::npos
        || std::any_of(path.begin(), path.end(), [](const fs::path& part) { return part == ".."; });
}

/// Our own exports name the file that a video is a stretch of in "url"; the corpus has web addresses there.
bool isMediaFileName(const std::string& url)
{
    static const std::set<std::string> kEndings{".mp4", ".m4v", ".m4a", ".mkv", ".webm", ".mov", ".avi", ".mpg", ".mpeg",
                                                ".ts", ".ogv", ".flv", ".wav", ".mp3", ".flac", ".ogg", ".opus"};
    return url.find_first_of("/\\:") == std::string::npos && kEndings.contains(fs::path(url).extension().string());
}

/// What is left of an object when the known members are taken away.
json rest(json object, std::initializer_list<const char*> known)
{
    for (const char* name : known)
        object.erase(name);
    return object;
}

struct Video {
    TimeRange range;
    std::string split;
    std::string file;
    json extra;
    bool used = false;
};

/// Reads the file's two arrays into segments; collects problems as it goes.
class Reader {
public:
    Reader(const Document& document, const JsonWithLines& file, const fs::path& mediaFolder)
        : m_document(document), m_file(file), m_fileMembers(rest(file.value, {"videos", "sentences"})),
          m_mediaFolder(mediaFolder)
    {
        for (const Medium* medium : document.media())
            m_mediumOf.emplace(fs::path(medium->name).replace_extension().string(), *medium);
        for (const Medium* medium : document.media()) {
            for (const Segment* segment : document.segmentsOf(medium->id))
                m_known.insert({medium->id, segment->range.start.count(), segment->range.end.count(), segment->text});
        }
    }

    void read()
    {
        readVideos();
        if (m_errors.empty())
            readSentences();
    }

    std::vector<ImportProblem> takeErrors() { return std::move(m_errors); }
    ImportPlan takePlan() { return std::move(m_plan); }

private:
    using Known = std::tuple<std::string, std::int64_t, std::int64_t, std::string>;

    void error(std::size_t line, std::string message) { m_errors.push_back({line, std::move(message)}); }

    std::size_t lineOf(const char* member, std::size_t index) const
    {
        const auto found = m_file.linesOf.find(member);
        return found != m_file.linesOf.end() && index < found->second.size() ? found->second[index] : 0;
    }

    void readVideos()
    {
        const json& videos = m_file.value["videos"];
        std::set<std::string> numbers;
        for (std::size_t i = 0; i < videos.size(); ++i) {
            const std::size_t line = lineOf("videos", i);
            if (!videos[i].is_object()) {
                error(line, "a video must be an object");
                continue;
            }
            if (const auto number = textOf(videos[i], "id"); number && !numbers.insert(*number).second)
                error(line, "the id " + *number + " stands twice");
            readVideo(videos[i], line);
        }
    }

    void readVideo(const json& video, std::size_t line)
    {
        const auto id = textOf(video, "video_id");
        if (!id || id->empty())
            return error(line, "\"video_id\" is missing or no text");
        if (leavesTheFolder(*id))
            return error(line, "the name \"" + *id + "\" leaves the folder");
        const auto start = numberOf(video.value("start time", json(0)));
        const auto end = video.contains("end time") ? numberOf(video["end time"]) : std::nullopt;
        if (!start || !end)
            return error(line, "\"start time\" and \"end time\" must be numbers");
        if (*start < 0 || *end <= *start || *end > 1e7)
            return error(line, "the times must not be negative and the end must come after the start");
        const auto category = numberOf(video.value("category", json(0)));
        if (!category || *category != std::floor(*category) || *category < 0 || *category >= kCategories)
            return error(line, "\"category\" must be a whole number from 0 to 19");
        const json split = video.value("split", json(""));
        if (!split.is_string() || (split != "" && split != "train" && split != "validate" && split != "test"))
            return error(line, "\"split\" must be train, validate or test");
        json extra = rest(video, {"id", "start time", "end time", "split"});
        extra["video_id"] = *id;
        extra["category"] = static_cast<int>(*category);
        const std::string url = textOf(video, "url").value_or("");
        const Video read{{fromSeconds(*start), fromSeconds(*end)}, split.get<std::string>(),
                         isMediaFileName(url) ? url : *id + ".mp4", std::move(extra), false};
        if (!m_videos.emplace(*id, read).second)
            error(line, "the video \"" + *id + "\" stands twice");
    }

    void readSentences()
    {
        const json& sentences = m_file.value["sentences"];
        std::set<std::string> numbers;
        for (std::size_t i = 0; i < sentences.size(); ++i) {
            const std::size_t line = lineOf("sentences", i);
            if (!sentences[i].is_object()) {
                error(line, "a sentence must be an object");
                continue;
            }
            if (const auto number = textOf(sentences[i], "sen_id"); number && !numbers.insert(*number).second)
                error(line, "the sen_id " + *number + " stands twice");
            readSentence(sentences[i], line);
        }
        for (const auto& [name, video] : m_videos) {
            if (!video.used)
                m_plan.problems.push_back({0, "the video \"" + name + "\" has no sentence and was left out"});
        }
    }

    void readSentence(const json& sentence, std::size_t line)
    {
        const auto id = textOf(sentence, "video_id");
        const auto caption = sentence.find("caption");
        if (!id || caption == sentence.end() || !caption->is_string())
            return error(line, "\"video_id\" and \"caption\" must be texts");
        const auto video = m_videos.find(*id);
        if (video == m_videos.end())
            return error(line, "the video \"" + *id + "\" is not declared");
        video->second.used = true;
        if (caption->get_ref<const std::string&>().empty()) {
            m_plan.problems.push_back({line, "an empty caption was left out"});
            return;
        }
        const Medium& medium = mediumOf(video->second.file);
        Segment segment;
        segment.id = newIdentifier();
        segment.mediumId = medium.id;
        segment.range = video->second.range;
        segment.text = caption->get<std::string>();
        segment.status = project::SegmentStatus::Accepted;
        segment.split = video->second.split;
        segment.extra = json{{"video", video->second.extra}, {"sentence", rest(sentence, {"sen_id", "video_id", "caption"})}}.dump();
        if (m_known.contains({medium.id, segment.range.start.count(), segment.range.end.count(), segment.text})) {
            ++m_plan.skipped;
            return;
        }
        ++m_plan.added;
        m_plan.step.changes.push_back({std::nullopt, project::Entity(std::move(segment))});
    }

    /// The medium of that name; a new one, missing or found beside the file, when the project has none.
    const Medium& mediumOf(const std::string& file)
    {
        const std::string name = fs::path(file).replace_extension().string();
        const auto found = m_mediumOf.find(name);
        if (found != m_mediumOf.end())
            return found->second;
        Medium medium;
        medium.id = newIdentifier();
        medium.name = file;
        medium.path = (m_mediaFolder / medium.name).string();
        std::error_code problem;
        if (!fs::exists(medium.path, problem))
            m_plan.problems.push_back({0, "the file \"" + medium.name + "\" is missing; it can be found later"});
        keepFileMembers(medium);
        m_plan.step.changes.push_back({std::nullopt, project::Entity(medium)});
        return m_mediumOf.emplace(name, std::move(medium)).first->second;
    }

    /// What the file says about itself travels with the first medium that it brings.
    void keepFileMembers(Medium& medium)
    {
        if (!m_fileMembers.empty())
            medium.extra = json{{"msrvtt", m_fileMembers}}.dump();
        m_fileMembers.clear();
    }

    const Document& m_document;
    const JsonWithLines& m_file;
    json m_fileMembers;
    fs::path m_mediaFolder;
    std::map<std::string, Medium> m_mediumOf;
    std::set<Known> m_known;
    std::map<std::string, Video> m_videos;
    std::vector<ImportProblem> m_errors;
    ImportPlan m_plan;
};

tl::unexpected<ImportFailure> failed(const fs::path& path, std::vector<ImportProblem> problems)
{
    Error error{ErrorCode::FormatInvalid, path.string(), std::to_string(problems.size()) + " problems"};
    if (problems.size() == 1)
        error.detail = problems.front().message;
    for (const ImportProblem& problem : problems)
        error.items.push_back("line " + std::to_string(problem.line) + ": " + problem.message);
    return tl::unexpected(ImportFailure{std::move(error), std::move(problems)});
}

} // namespace

tl::expected<ImportPlan, ImportFailure> importMsrvtt(const Document& document, const fs::path& path, const fs::path& mediaFolder)
{
    const auto text = readFile(path, kLargestFile);
    if (!text)
        return tl::unexpected(ImportFailure{text.error(), {{0, describe(text.error())}}});
    const auto parsed = parseJsonWithLines(*text);
    if (!parsed)
        return failed(path, {parsed.error()});
    const json& value = parsed->value;
    if (!value.is_object() || !value.contains("videos") || !value["videos"].is_array() || !value.contains("sentences")
        || !value["sentences"].is_array())
        return failed(path, {{1, "it is not MSR-VTT JSON: \"videos\" and \"sentences\" must be arrays"}});
    Reader reader(document, *parsed, mediaFolder.empty() ? fs::absolute(path).parent_path() : mediaFolder);
    reader.read();
    if (auto problems = reader.takeErrors(); !problems.empty())
        return failed(path, std::move(problems));
    ImportPlan plan = reader.takePlan();
    plan.step.id = newIdentifier();
    plan.step.name = "Import " + path.filename().string();
    plan.step.time = timestampNow();
    return plan;
}

} // namespace descant::formats
