// SPDX-License-Identifier: GPL-3.0-or-later
// Against pycocoevalcap, segment by segment; the files come from tests/reference/metrics_goldens.py.
#include "core/base/sha256.h"
#include "core/metrics/mean.h"
#include "core/metrics/meteor.h"
#include "core/metrics/meteor/word_net.h"
#include "core/metrics/penn_tokenizer.h"
#include "core/metrics/reference_set.h"
#include "tests/core/metrics/golden_file.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace descant::metrics {
namespace {

using nlohmann::json;

constexpr double kExact = 1e-12, kMeteorExact = 1e-6;

/// A golden file, tokenised by us.
struct Golden {
    json head;
    std::vector<json> segments;
    std::vector<std::string> candidates;
    std::vector<std::vector<std::string>> references;
    std::string tokens; ///< all lines, references first

    explicit Golden(const std::string& name)
    {
        std::vector<json> lines = test::goldenLines(name);
        head = lines.front();
        segments.assign(lines.begin() + 1, lines.end());
        std::vector<std::string> said, judged;
        for (const json& segment : segments) {
            judged.push_back(segment[0]);
            for (const json& reference : segment[1])
                said.push_back(reference);
        }
        PennTokenizer tokenizer;
        std::vector<std::string> tokenized = tokenizer.tokenize({said.begin(), said.end()});
        candidates = tokenizer.tokenize({judged.begin(), judged.end()});
        for (const std::string& line : tokenized)
            tokens += line + "\n";
        for (const std::string& line : candidates)
            tokens += line + "\n";
        tokens.pop_back();
        auto next = tokenized.begin();
        for (const json& segment : segments) {
            const auto end = next + static_cast<std::ptrdiff_t>(segment[1].size());
            references.emplace_back(next, end);
            next = end;
        }
    }
};

class MetricGoldens : public testing::TestWithParam<const char*> { };

TEST_P(MetricGoldens, tokensAreTheReferencesOnEveryLine)
{
    const Golden golden(GetParam() + std::string(".json.gz"));
    ASSERT_EQ(golden.segments.size(), golden.head["segments"].get<std::size_t>());
    EXPECT_EQ(sha256Of(golden.tokens), golden.head["tokens_sha256"].get<std::string>());
}

TEST_P(MetricGoldens, bleuRougeAndCiderAreTheReferencesToTwelveDigits)
{
    const Golden golden(GetParam() + std::string(".json.gz"));
    const auto set = ReferenceSet::of(golden.references);
    ASSERT_TRUE(set);
    const auto scores = set->score(golden.candidates);
    ASSERT_TRUE(scores);
    BleuCounts sum;
    std::vector<double> rouge, cider;
    for (std::size_t i = 0; i < scores->size(); ++i) {
        const SegmentScore& score = (*scores)[i];
        ASSERT_NEAR(score.bleu[3], golden.segments[i][2].get<double>(), kExact) << golden.segments[i].dump();
        ASSERT_NEAR(score.rougeL, golden.segments[i][3].get<double>(), kExact) << golden.segments[i].dump();
        ASSERT_NEAR(score.ciderD, golden.segments[i][4].get<double>(), kExact) << golden.segments[i].dump();
        sum += score.counts;
        rouge.push_back(score.rougeL);
        cider.push_back(score.ciderD);
    }
    for (std::size_t order = 0; order < kGramOrders; ++order)
        EXPECT_NEAR(bleuOf(sum)[order], golden.head["bleu"][order].get<double>(), kExact);
    EXPECT_NEAR(meanOf(rouge), golden.head["rouge_l"].get<double>(), kExact);
    EXPECT_NEAR(meanOf(cider), golden.head["cider_d"].get<double>(), kExact);
}

TEST_P(MetricGoldens, meteorIsTheReferencesWithTheSameData)
{
    if (!std::filesystem::exists(WordNet::defaultFolder() / "index.sense"))
        GTEST_SKIP() << "WordNet is not installed";
    const Golden golden(GetParam() + std::string(".json.gz"));
    const test::TemporaryFolder folder;
    const auto table = folder.path() / "paraphrase-en.gz"; // zlib reads plain text too
    std::ofstream stream(table);
    for (const json& entry : golden.head["paraphrases"])
        stream << "0.5\n" << entry[0].get<std::string>() << "\n" << entry[1].get<std::string>() << "\n";
    stream.close();
    const auto score = meteor(golden.candidates, golden.references, {WordNet::defaultFolder(), table}, {}, {});
    ASSERT_TRUE(score);
    for (std::size_t i = 0; i < golden.segments.size(); ++i)
        ASSERT_NEAR(score->segments[i], golden.segments[i][5].get<double>(), kMeteorExact) << golden.segments[i].dump();
    EXPECT_NEAR(score->corpus, golden.head["meteor"].get<double>(), kMeteorExact);
}

INSTANTIATE_TEST_SUITE_P(Files, MetricGoldens, testing::Values("random", "real", "long"),
                         [](const auto& file) { return std::string(file.param); });

TEST(LexerGoldens, everyTokenOfHardLinesIsTheReferences)
{
    std::string text, tokens;
    for (const json& line : test::goldenLines("lexer.json.gz")) {
        text += line[0].get<std::string>() + "\n";
        tokens += line[1].get<std::string>() + "\n";
    }
    text.pop_back(); // nothing stands behind the last line
    tokens.pop_back();
    EXPECT_EQ(PennTokenizer().lex(text), tokens);
}

} // namespace
} // namespace descant::metrics
