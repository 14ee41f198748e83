// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/support/scoped_variable.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace descant::test {
namespace {

using nlohmann::json;

class CliScore : public testing::Test {
protected:
    std::string write(const char* name, const std::string& text) const
    {
        std::ofstream(m_folder / name, std::ios::binary) << text;
        return (m_folder / name).string();
    }

    static CliRun score(const std::string& references, const std::string& candidates,
                        std::vector<std::string> more = {})
    {
        std::vector<std::string> arguments{"score", "--references", references, "--candidates", candidates, "--json"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runCli(arguments);
    }

    TemporaryFolder m_folder;
    const std::string m_references = write("references.json", R"({"7":["A cat sits."],"3":["a dog runs fast"]})");
    const std::string m_candidates =
        write("results.json", R"([{"image_id":3,"caption":"a dog"},{"image_id":7,"caption":"A cat sits!"}])");
};

TEST_F(CliScore, givesTheReferencesNumbersInTheOrderOfTheReferences)
{
    const CliRun run = score(m_references, m_candidates, {"--per-segment"});
    ASSERT_EQ(run.status, 0) << run.errors;
    const json scores = run.json();
    EXPECT_EQ(scores["segments"], 2);
    EXPECT_NEAR(scores["bleu1"].get<double>(), 0.6703200457675116, 1e-12);
    EXPECT_NEAR(scores["bleu4"].get<double>(), 0.02119738105505029, 1e-12);
    EXPECT_NEAR(scores["rouge_l"].get<double>(), 0.8144329896907216, 1e-12);
    EXPECT_NEAR(scores["cider_d"].get<double>(), 5.115374885039492, 1e-12);
    EXPECT_EQ(scores["meteor_data"], "no-paraphrase");
    EXPECT_TRUE(scores["spice"].is_null());
    EXPECT_EQ(scores["per_segment"][0]["id"], "7");
    EXPECT_NEAR(scores["per_segment"][1]["cider_d"].get<double>(), 2.7307497700789822, 1e-12);
    EXPECT_TRUE(scores["per_segment"][1].contains("bleu4"));
    EXPECT_EQ(score(m_references, m_candidates, {"--per-segment"}).output,
              run.output); // the kept references say the same
}

TEST_F(CliScore, readsCorporaThatAreTables)
{
    const std::string audiocaps = write("audiocaps.csv",
                                        "audiocap_id,youtube_id,start_time,caption\r\n"
                                        "1,-bcdefghijk,30,\"A dog barks, then a door slams\"\r\n"
                                        "2,-bcdefghijk,30,a dog barks\r\n");
    const std::string results = write("one.json", R"({"-bcdefghijk_30":"a dog barks"})");
    const CliRun run = score(audiocaps, results);
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_EQ(run.json()["segments"], 1);
    EXPECT_NEAR(run.json()["rouge_l"].get<double>(), 1.0, 1e-12);
    const CliRun broken =
        score(write("broken.csv", "audiocap_id,youtube_id,start_time,caption\n1,-bcdefghijk,x,a\n"), results);
    EXPECT_EQ(broken.status, 1);
    EXPECT_NE(broken.errors.find("line 2"), std::string::npos) << broken.errors;
}

TEST_F(CliScore, readsEveryShapeThatLavisHas)
{
    const std::string one = R"({"video":"b.mp4","caption":"a dog","image_id":"b"})";
    const std::string two = R"({"audio":"a.wav","caption":"a cat"})"; // named after its file
    const std::string results = write("results.json", R"({"a":"a cat","b":"a dog"})");
    const std::string array = "[" + one + "," + two + "]", lines = one + "\n" + two + "\n",
                      object = R"({"0":)" + one + R"(,"1":)" + two + "}";
    for (const std::string& text : {array, lines, object}) {
        const CliRun run = score(write("lavis.json", text), results, {"--per-segment", "--metrics", "rouge_l"});
        ASSERT_EQ(run.status, 0) << text << run.errors;
        EXPECT_EQ(run.json()["rouge_l"], 1.0) << text;
        EXPECT_EQ(run.json()["per_segment"][0]["id"], "b") << text;
    }
}

TEST_F(CliScore, readsCorporaAndPlainObjects)
{
    const std::string corpus =
        write("msrvtt.json", R"({"info":{},"videos":[{"id":0,"video_id":"video1"},{"id":1,"video_id":"video0"}],
        "sentences":[{"sen_id":0,"video_id":"video0","caption":"a dog"},{"sen_id":1,"video_id":"video1","caption":"a cat"},
                     {"sen_id":2,"video_id":"video0","caption":"a dog runs"}]})");
    const CliRun run = score(corpus, write("c.json", R"({"video0":"a dog runs","video1":"a cat"})"), {"--per-segment"});
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_EQ(run.json()["per_segment"][0]["id"], "video1");
    EXPECT_NEAR(run.json()["rouge_l"].get<double>(), 1.0, 1e-12);
    const std::string coco = write("coco.json", R"({"type":"captions","images":[{"id":5},{"id":9}],
        "annotations":[{"id":1,"image_id":9,"caption":"x"},{"id":2,"image_id":5,"caption":"y"}]})");
    EXPECT_EQ(score(coco, write("d.json", R"({"9":"x","5":"y"})"), {"--per-segment"}).json()["per_segment"][0]["id"],
              "5");
}

TEST_F(CliScore, namesTheIdsThatOnlyOneFileHas)
{
    const CliRun missing = score(m_references, write("c.json", R"({"7":"a cat"})"));
    EXPECT_EQ(missing.status, 1);
    EXPECT_EQ(missing.errorCode(), "input-invalid");
    EXPECT_EQ(missing.json()["error"]["keys"], json{"3"});
    const CliRun strange = score(m_references, write("c.json", R"({"7":"a","3":"b","x":"c"})"));
    EXPECT_EQ(strange.status, 1);
    EXPECT_EQ(strange.json()["error"]["keys"], json{"x"});
    const CliRun twice =
        score(m_references,
              write("c.json",
                    R"([{"image_id":7,"caption":"a"},{"image_id":"7","caption":"b"},{"image_id":3,"caption":"c"}])"));
    EXPECT_EQ(twice.status, 1);
    EXPECT_NE(twice.json()["error"]["keys"][0].get<std::string>().find("7"), std::string::npos);
}

TEST_F(CliScore, countsMissingCandidatesAsEmptyWhenAsked)
{
    const CliRun run =
        score(m_references, write("c.json", R"({"7":"A cat sits."})"), {"--missing-as-empty", "--per-segment"});
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_EQ(run.json()["per_segment"][1]["rouge_l"], 0.0);
    EXPECT_EQ(run.json()["per_segment"][1]["cider_d"], 0.0);
}

TEST_F(CliScore, computesOnlyWhatIsAskedFor)
{
    const CliRun run = score(m_references, m_candidates, {"--metrics", "cider_d,rouge_l"});
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_TRUE(run.json()["bleu1"].is_null());
    EXPECT_TRUE(run.json()["meteor"].is_null());
    EXPECT_TRUE(run.json()["cider_d"].is_number());
    EXPECT_EQ(score(m_references, m_candidates, {"--metrics", "beauty"}).status, 2);
}

TEST_F(CliScore, drawsIntervalsFromASeed)
{
    const std::vector<std::string> wish{"--bootstrap", "200", "--seed", "5", "--metrics", "cider_d"};
    const json first = score(m_references, m_candidates, wish).json();
    EXPECT_EQ(first, score(m_references, m_candidates, wish).json());
    EXPECT_LE(first["intervals"]["cider_d"]["low"].get<double>(), first["cider_d"].get<double>());
    EXPECT_GE(first["intervals"]["cider_d"]["high"].get<double>(), first["cider_d"].get<double>());
    EXPECT_FALSE(first["intervals"].contains("bleu1"));
}

TEST_F(CliScore, leavesMeteorOutWhereWordNetIsNotInstalled)
{
    const ScopedVariable none("DESCANT_WORDNET", m_folder.path().string());
    const CliRun run = score(m_references, m_candidates);
    EXPECT_EQ(run.status, 0) << run.errors;
    EXPECT_TRUE(run.json()["meteor"].is_null());
    EXPECT_NE(run.errors.find("WordNet"), std::string::npos);
}

TEST_F(CliScore, refusesDamagedFiles)
{
    for (const char* text :
         {"", "{", "[]", "{}", "7", R"({"7":["a"],"7":["b"]})", R"({"7":[1]})", R"({"7":[]})", R"({"7":{"a":"b"}})",
          R"([{"caption":"a"}])", R"([{"image_id":7}])", R"({"7":["\ud800"]})", "{\"7\":[NaN]}"}) {
        const CliRun run = score(write("bad.json", text), m_candidates);
        EXPECT_EQ(run.status, 1) << text;
        EXPECT_EQ(run.errorCode(), "format-invalid") << text;
    }
    EXPECT_EQ(score(m_folder.path() / "none.json", m_candidates).errorCode(), "file-not-found");
    EXPECT_EQ(score(m_references, m_candidates, {"--meteor-data", m_folder.path().string()}).errorCode(),
              "file-not-found");
    EXPECT_EQ(score(m_references, m_candidates, {"--spice-jar", "none.jar"}).errorCode(), "file-not-found");
}

} // namespace
} // namespace descant::test
