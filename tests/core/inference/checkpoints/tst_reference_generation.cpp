// SPDX-License-Identifier: GPL-3.0-or-later
// Captions against transformers' generate(), token by token; made by the scripts of tests/reference.
#include "core/inference/json_file.h"
#include "tests/core/inference/checkpoints/reference_package.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace descant;
using namespace descant::inference;
using namespace descant::test;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

using Sequences = std::vector<std::vector<std::int64_t>>;

GenerationSettings settingsOf(const json& entry, Scorer scorer)
{
    GenerationSettings settings;
    settings.beams = entry["beams"];
    settings.maxNewTokens = entry["max_new_tokens"];
    settings.minLength = entry["min_length"];
    settings.lengthPenalty = entry["length_penalty"];
    settings.repetitionPenalty = entry["repetition_penalty"];
    settings.noRepeatNgram = entry["no_repeat_ngram"];
    settings.earlyStopping = entry["early_stopping"] == "never" ? EarlyStopping::Never
        : entry["early_stopping"].get<bool>()                   ? EarlyStopping::Yes
                                                                : EarlyStopping::No;
    settings.beamGroups = entry.value("groups", 1);
    settings.diversityPenalty = entry.value("diversity", 0.0);
    settings.candidates = entry["return"];
    settings.scorer = scorer;
    return settings;
}

/// Rows without the padding behind their end.
Sequences readSequences(const fs::path& path)
{
    const auto file = SafetensorsFile::open(path);
    const TensorEntry& entry = *file->find("sequences");
    std::vector<std::int64_t> ids(static_cast<std::size_t>(entry.elements()));
    EXPECT_TRUE(file->read(entry, std::as_writable_bytes(std::span(ids))));
    const auto length = static_cast<std::size_t>(entry.shape.back());
    Sequences rows;
    for (std::size_t at = 0; at < ids.size(); at += length) {
        std::vector<std::int64_t> row(ids.begin() + static_cast<std::ptrdiff_t>(at),
                                      ids.begin() + static_cast<std::ptrdiff_t>(at + length));
        if (const auto end = std::find(row.begin() + 1, row.end(), 1); end != row.end())
            row.erase(end + 1, row.end());
        rows.push_back(std::move(row));
    }
    return rows;
}

/// A beam that never came to be: the reference fills up with copies where the beginning leaves too few ways, and gives
/// them in no order.
bool isLeftOver(const json& scores, std::size_t row) { return !scores.is_null() && scores[row].get<double>() < -1e6; }

/// The reference stops a batch when its last clip is done, and its rows go on to there; ours end where they end.
void expectSameSequences(const Sequences& ours, const json& expected, const json& scores)
{
    ASSERT_EQ(ours.size(), expected.size());
    for (std::size_t row = 0; row < ours.size(); ++row) {
        if (isLeftOver(scores, row))
            continue;
        std::vector<std::int64_t> found = ours[row];
        const auto wanted = expected[row].get<std::vector<std::int64_t>>();
        if (found.size() > wanted.size()
            && std::all_of(found.begin() + static_cast<std::ptrdiff_t>(wanted.size()), found.end(),
                           [](std::int64_t id) { return id == 0; }))
            found.resize(wanted.size());
        EXPECT_EQ(found, wanted) << "row " << row;
    }
}

void expectSameScores(const fs::path& path, const json& expected)
{
    const std::vector<float> scores = readFloats(path).at("scores");
    ASSERT_EQ(scores.size(), expected.size());
    for (std::size_t row = 0; row < scores.size(); ++row) {
        if (!isLeftOver(expected, row))
            EXPECT_NEAR(scores[row], expected[row].get<double>(), 1e-4 * std::max(1.0F, std::abs(scores[row])));
    }
}

/// How many clips were decoded, by one beam and by several; of these with a beginning, and in groups.
struct Count {
    std::size_t greedy = 0, searched = 0, begun = 0, begunGreedy = 0, grouped = 0;

    void add(const json& entry)
    {
        const json& settings = entry["settings"];
        const std::size_t clips = entry["sequences"].size() / settings["return"].get<std::size_t>();
        const bool one = settings["beams"] == 1;
        (one ? greedy : searched) += clips;
        if (settings.contains("prefix"))
            (one ? begunGreedy : begun) += clips;
        if (settings.contains("groups"))
            grouped += clips;
    }
};

/// Decodes what the entries of a file say, by their packages, with the tokenizer where one is named.
Count expectSameCaptions(const std::string& file, const std::string& inputs, Scorer scorer,
                         const fs::path& tokenizer = {})
{
    Count count;
    const auto cases = readJson(referenceFile(file), ErrorCode::InputInvalid);
    EXPECT_TRUE(cases) << describe(cases.error());
    const TemporaryFolder folder;
    for (const json& entry : cases.value_or(json::array())) {
        SCOPED_TRACE(entry["inputs"].get<std::string>() + " " + entry["settings"].dump());
        const fs::path package = folder / entry["package"].get<std::string>();
        if (!fs::exists(package))
            assembleReference(package, HubFolder{referenceFile(entry["package"]), {}, {}}, LoraHandling::Keep, {},
                              tokenizer);
        extractTensors(referenceFile(inputs), folder / "inputs.safetensors", {{entry["inputs"], "inputs_embeds"}});
        auto request = componentRequest(package, "generate", folder / "inputs.safetensors");
        request.generation = settingsOf(entry["settings"], scorer);
        request.prefix = entry["settings"].value("prefix", "");
        runOrFail(request);
        expectSameSequences(readSequences(request.outputs), entry["sequences"], entry["scores"]);
        if (!entry["scores"].is_null())
            expectSameScores(request.outputs, entry["scores"]);
        count.add(entry);
    }
    return count;
}

} // namespace

TEST(ReferenceGeneration, captionsAreThoseOfTransformersTokenByToken)
{
    const Count count = expectSameCaptions("generation.json", "generation_inputs.safetensors", Scorer::New);
    EXPECT_GE(count.greedy, 200U);
    EXPECT_GE(count.searched, 400U);
}

TEST(ReferenceGeneration, theOldScorerIsThatOfOldTransformers)
{
    EXPECT_GE(expectSameCaptions("generation_old.json", "generation_inputs.safetensors", Scorer::Old).searched, 400U);
}

TEST(ReferenceGeneration, everyRuleAndEveryBeginningIsThatOfTransformers)
{
    const Count count = expectSameCaptions("search_new.json", "search_inputs.safetensors", Scorer::New,
                                           referenceFile("search_spiece.model"));
    EXPECT_GE(count.begunGreedy, 200U);
    EXPECT_GE(count.begun, 200U);
    EXPECT_GE(count.greedy, 400U);
    EXPECT_GE(count.searched, 400U);
}

TEST(ReferenceGeneration, oldRulesBeginningsAndGroupsAreThoseOfOldTransformers)
{
    const Count count = expectSameCaptions("search_old.json", "search_inputs.safetensors", Scorer::Old,
                                           referenceFile("search_spiece.model"));
    EXPECT_GE(count.begun, 200U);
    EXPECT_GE(count.grouped, 200U);
    EXPECT_GE(count.searched, 600U);
}
