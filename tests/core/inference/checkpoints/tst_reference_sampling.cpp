// SPDX-License-Identifier: GPL-3.0-or-later
// What temperature, top-k and top-p leave, against transformers' warpers; made by tests/reference/sampling_goldens.py.
#include "core/inference/internal/token_scores.h"
#include "core/inference/json_file.h"
#include "tests/core/inference/checkpoints/reference_package.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;
using namespace descant::test;

TEST(ReferenceSampling, theFiltersLeaveWhatThoseOfTransformersLeave)
{
    const auto cases = readJson(referenceFile("sampling.json"), ErrorCode::InputInvalid);
    ASSERT_TRUE(cases) << describe(cases.error());
    ASSERT_GE(cases->size(), 200U);
    NamedFloats tensors = readFloats(referenceFile("sampling.safetensors"));
    const std::size_t width = tensors.at("logits").size() / cases->size();
    for (std::size_t row = 0; row < cases->size(); ++row) {
        const auto& settings = (*cases)[row];
        SCOPED_TRACE(settings.dump());
        const Sampling sampling{settings["temperature"], settings["top_k"], settings["top_p"], 0};
        std::vector<double> found(width, 0.0);
        for (const Chance& chance : chancesOf(std::span(tensors["logits"]).subspan(row * width, width), sampling))
            found[chance.id] = chance.probability;
        for (std::size_t id = 0; id < width; ++id)
            EXPECT_NEAR(found[id], tensors["probabilities"][row * width + id], 1e-6) << id;
    }
}
