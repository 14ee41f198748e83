// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/spice.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fstream>

namespace descant::metrics {
namespace {

using nlohmann::json;
using Arguments = std::vector<std::string>;

/// Stands for java: reads what it is asked and writes an answer.
ProgramRunner answering(const std::function<json(const json&)>& answer)
{
    return [answer](const Arguments& arguments, std::stop_token) -> Outcome<void> {
        EXPECT_EQ(arguments[0], "java");
        std::ifstream question(arguments[4]);
        std::ofstream(arguments[6]) << answer(json::parse(question));
        return {};
    };
}

json scored(const json& id, const json& value) { return {{"image_id", id}, {"scores", {{"All", {{"f", value}}}}}}; }

class Spice : public testing::Test {
protected:
    std::filesystem::path jar() const
    {
        std::ofstream(m_folder.path() / "spice-1.0.jar") << "";
        return m_folder.path() / "spice-1.0.jar";
    }
    test::TemporaryFolder m_folder;
};

TEST_F(Spice, asksTheProgramAndPutsItsAnswersInOrder)
{
    const auto score =
        spice({"a dog", "a cat"}, {{"the dog", "one dog"}, {"the cat"}}, jar(), answering([](const json& question) {
                  EXPECT_EQ(question[0]["test"], "a dog");
                  EXPECT_EQ(question[0]["refs"], (json{"the dog", "one dog"}));
                  return json{scored(1, nullptr), scored(0, 0.5)};
              }),
              {});
    ASSERT_TRUE(score);
    EXPECT_EQ(score->segments, (std::vector<double>{0.5, 0.0}));
    EXPECT_EQ(score->mean, 0.25);
}

TEST_F(Spice, refusesAnswersThatDoNotFit)
{
    for (const json& answer :
         {json{}, json{scored(7, 0.5)}, json{scored("x", 0.5)}, json{{{"image_id", 0}}}, json{scored(0, "x")}}) {
        const auto score = spice({"a"}, {{"a"}}, jar(), answering([&](const json&) { return answer; }), {});
        ASSERT_FALSE(score) << answer;
        EXPECT_EQ(std::get<Error>(score.error()).code, ErrorCode::FormatInvalid);
    }
}

TEST_F(Spice, passesOnWhatGoesWrong)
{
    EXPECT_EQ(std::get<Error>(spice({"a"}, {{"a"}}, m_folder.path() / "none.jar", {}, {}).error()).code,
              ErrorCode::FileNotFound);
    const auto failing = [](const Arguments&, std::stop_token) -> Outcome<void> {
        return fail(ErrorCode::Internal, "java");
    };
    EXPECT_EQ(std::get<Error>(spice({"a"}, {{"a"}}, jar(), failing, {}).error()).code, ErrorCode::Internal);
}

} // namespace
} // namespace descant::metrics
