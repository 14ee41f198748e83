// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/spice.h"

#include "core/base/file.h"
#include "core/base/identifier.h"
#include "core/metrics/mean.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace descant::metrics {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr std::size_t kLargestAnswer = std::size_t{1} << 30;

/// A folder that goes when it is no longer needed.
class WorkFolder {
public:
    WorkFolder() : m_path(cacheFolder() / ("spice-" + newIdentifier())) { fs::create_directories(m_path, m_problem); }
    ~WorkFolder()
    {
        std::error_code ignored; // in a cache folder, where it may stay
        fs::remove_all(m_path, ignored);
    }
    WorkFolder(const WorkFolder&) = delete;
    WorkFolder& operator=(const WorkFolder&) = delete;

    const fs::path& path() const { return m_path; }
    bool isThere() const { return !m_problem; }

private:
    std::error_code m_problem;
    fs::path m_path;
};

std::string question(const std::vector<std::string>& candidates,
                     const std::vector<std::vector<std::string>>& references)
{
    json list = json::array();
    for (std::size_t i = 0; i < candidates.size(); ++i)
        list.push_back({{"image_id", i}, {"test", candidates[i]}, {"refs", references[i]}});
    return list.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The F-score of one segment; what is not a number counts as 0, as pycocoevalcap does.
std::optional<double> scoreIn(const json& element)
{
    const json::json_pointer place("/scores/All/f");
    if (!element.is_object() || !element.contains(place))
        return std::nullopt;
    const json& value = element.at(place);
    if (value.is_null())
        return 0.0;
    return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

Result<SpiceScore> readAnswer(const fs::path& file, std::size_t segments)
{
    DESCANT_TRY(const std::string text, readFile(file, kLargestAnswer));
    const json answer = json::parse(text, nullptr, false);
    const auto wrong = [&] { return fail(ErrorCode::FormatInvalid, "SPICE", "its answer does not fit the captions"); };
    if (!answer.is_array() || answer.size() != segments)
        return wrong();
    SpiceScore score;
    score.segments.assign(segments, -1.0);
    for (const json& element : answer) {
        const std::optional<double> value = scoreIn(element);
        const json id = element.is_object() ? element.value("image_id", json()) : json();
        if (!value || !id.is_number_unsigned() || id.get<std::size_t>() >= segments)
            return wrong();
        score.segments[id.get<std::size_t>()] = *value;
    }
    for (const double value : score.segments) {
        if (value < 0)
            return wrong();
    }
    score.mean = meanOf(score.segments);
    return score;
}

} // namespace

Outcome<SpiceScore> spice(const std::vector<std::string>& candidates,
                          const std::vector<std::vector<std::string>>& references, const fs::path& jar,
                          const ProgramRunner& run, std::stop_token stop)
{
    std::error_code ignored;
    if (!fs::is_regular_file(jar, ignored))
        return fail(ErrorCode::FileNotFound, jar.string());
    const WorkFolder folder;
    if (!folder.isThere())
        return fail(ErrorCode::FileNotWritable, folder.path().string());
    const fs::path input = folder.path() / "in.json", output = folder.path() / "out.json";
    DESCANT_CHECK(writeFileAtomically(input, question(candidates, references)));
    DESCANT_CHECK(run({"java", "-Xmx8G", "-jar", fs::absolute(jar).string(), input.string(), "-out", output.string(),
                       "-subset", "-silent"},
                      stop));
    DESCANT_TRY(SpiceScore score, readAnswer(output, candidates.size()));
    return score;
}

} // namespace descant::metrics
