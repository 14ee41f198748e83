// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/msrvtt_video.h"

#include "core/formats/internal/corpus_extra.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/media_index.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace descant::formats {
namespace {

using nlohmann::json;
using Problem = tl::unexpected<std::string>;

constexpr int kCategories = 20;
constexpr double kLatestSecond = 1e7;

tl::expected<void, std::string> readTimes(const json& object, MsrvttVideo& video)
{
    if (video.isWhole && !object.contains("start time") && !object.contains("end time")) {
        video.range = {MediaTime{0}, kUnknownLength};
        return {};
    }
    video.isWhole = false;
    const auto start = numberOf(object.value("start time", json(0)));
    const auto end = numberOf(object.value("end time", json()));
    if (!start || !end)
        return Problem("\"start time\" and \"end time\" must be numbers");
    if (*start < 0 || *end > kLatestSecond)
        return Problem("the times must not be negative nor beyond all measure");
    video.range = {fromSeconds(*start), fromSeconds(*end)};
    if (video.range.empty())
        return Problem("the end must come after the start, by a microsecond at least");
    return {};
}

tl::expected<void, std::string> readUrl(const json& object, MsrvttVideo& video)
{
    const json url = object.value("url", json(""));
    if (!url.is_string())
        return Problem("\"url\" must be a text");
    video.url = url.get<std::string>();
    return {};
}

tl::expected<void, std::string> readSplit(const json& object, MsrvttVideo& video)
{
    const json split = object.value("split", json(""));
    if (!split.is_string() || (split != "" && split != "train" && split != "validate" && split != "test"))
        return Problem("\"split\" must be train, validate or test");
    video.split = split.get<std::string>();
    return {};
}

tl::expected<void, std::string> readHint(const json& object, MsrvttVideo& video)
{
    const json hint = object.value(kMediumMember, json::object());
    const bool texts =
        hint.is_object() && std::all_of(hint.begin(), hint.end(), [](const json& value) { return value.is_string(); });
    if (!texts)
        return Problem("\"descant\" must be an object of texts");
    video.medium = {hint.value("medium", ""), hint.value("fingerprint", ""), hint.value("path", "")};
    video.isWhole = hint.contains("whole");
    if (leavesTheFolder(video.medium.path))
        return Problem("the name \"" + video.medium.path + "\" leaves the folder");
    return {};
}

} // namespace

std::optional<std::string> readNumber(json& object, const char* name)
{
    const auto found = object.find(name);
    if (found == object.end())
        return std::string();
    const auto text = identifierOf(*found);
    if (!text || text->empty())
        return std::nullopt;
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (problem == std::errc() && end == text->data() + text->size())
        *found = number;
    return text;
}

tl::expected<MsrvttVideo, std::string> readMsrvttVideo(const json& object)
{
    MsrvttVideo video;
    video.extra = without(object, {"start time", "end time", "split", kMediumMember});
    const auto id = identifierOf(object.value("video_id", json()));
    if (!id || id->empty())
        return Problem("\"video_id\" is missing or no text");
    if (leavesTheFolder(*id))
        return Problem("the name \"" + *id + "\" leaves the folder");
    video.id = *id;
    const auto number = readNumber(video.extra, "id");
    if (!number)
        return Problem("\"id\" must be a whole number");
    video.number = *number;
    const auto category = numberOf(object.value("category", json(0)));
    if (!category || *category != std::floor(*category) || *category < 0 || *category >= kCategories)
        return Problem("\"category\" must be a whole number from 0 to 19");
    video.extra["video_id"] = video.id;
    video.extra["category"] = static_cast<int>(*category);
    for (const auto& read : {readHint, readTimes, readUrl, readSplit}) {
        if (auto problem = read(object, video); !problem)
            return Problem(std::move(problem.error()));
    }
    return video;
}

} // namespace descant::formats
