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
    settings.earlyStopping = entry["early_stopping"].get<bool>() ? EarlyStopping::Yes : EarlyStopping::No;
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

/// The reference stops a batch when its last clip is done, and its rows go on to there; ours end where they end.
void expectSameSequences(const Sequences& ours, const json& expected)
{
    ASSERT_EQ(ours.size(), expected.size());
    for (std::size_t row = 0; row < ours.size(); ++row) {
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
    for (std::size_t row = 0; row < scores.size(); ++row)
        EXPECT_NEAR(scores[row], expected[row].get<double>(), 1e-4 * std::max(1.0F, std::abs(scores[row])));
}

/// How many clips were decoded, by one beam and by several.
struct Count {
    std::size_t greedy = 0, searched = 0;
};

Count expectSameCaptions(const std::string& file, Scorer scorer)
{
    Count count;
    const auto cases = readJson(referenceFile(file), ErrorCode::InputInvalid);
    EXPECT_TRUE(cases) << describe(cases.error());
    const TemporaryFolder folder;
    for (const json& entry : cases.value_or(json::array())) {
        SCOPED_TRACE(entry["inputs"].get<std::string>() + " " + entry["settings"].dump());
        const fs::path package = folder / entry["package"].get<std::string>();
        if (!fs::exists(package))
            assembleReference(package, HubFolder{referenceFile(entry["package"]), {}, {}});
        extractTensors(referenceFile("generation_inputs.safetensors"), folder / "inputs.safetensors",
                       {{entry["inputs"], "inputs_embeds"}});
        auto request = componentRequest(package, "generate", folder / "inputs.safetensors");
        request.generation = settingsOf(entry["settings"], scorer);
        runOrFail(request);
        expectSameSequences(readSequences(request.outputs), entry["sequences"]);
        if (!entry["scores"].is_null())
            expectSameScores(request.outputs, entry["scores"]);
        (request.generation->beams == 1 ? count.greedy : count.searched) +=
            entry["sequences"].size() / static_cast<std::size_t>(request.generation->candidates);
    }
    return count;
}

} // namespace

TEST(ReferenceGeneration, captionsAreThoseOfTransformersTokenByToken)
{
    const Count count = expectSameCaptions("generation.json", Scorer::New);
    EXPECT_GE(count.greedy, 200U);
    EXPECT_GE(count.searched, 400U);
}

TEST(ReferenceGeneration, theOldScorerIsThatOfOldTransformers)
{
    EXPECT_GE(expectSameCaptions("generation_old.json", Scorer::Old).searched, 400U);
}
