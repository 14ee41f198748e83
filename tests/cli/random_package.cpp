// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/random_package.h"

#include "core/inference/model_package.h"
#include "tests/core/inference/tiny_tokenizer.h"

#include <gtest/gtest.h>

#include <cstring>
#include <random>

namespace descant::test {
namespace {

using namespace descant::inference;

Architecture smallArchitecture()
{
    Architecture a;
    a.imageSize = 28;
    a.frames = 4;
    a.vit = {.hidden = 16, .layers = 2, .heads = 2, .mlp = 24, .patch = 14};
    a.beats = {.embed = 8,
               .hidden = 12,
               .layers = 2,
               .heads = 3,
               .mlp = 24,
               .patch = 16,
               .convPos = 8,
               .convPosGroups = 4,
               .numBuckets = 32,
               .maxDistance = 80};
    a.qformer = {.hidden = 12, .layers = 4, .heads = 3, .mlp = 20, .visualQueries = 4, .audioQueries = 2};
    a.t5 = {.dModel = 16, .dKv = 8, .dFf = 24, .encoderLayers = 2, .decoderLayers = 2, .heads = 2, .vocab = 96};
    return a;
}

TensorToWrite randomTensor(const std::string& name, const std::vector<std::int64_t>& shape)
{
    const auto fill = [name](std::span<std::byte> bytes) -> Result<void> {
        std::mt19937 generator(static_cast<unsigned>(std::hash<std::string>()(name)));
        std::uniform_real_distribution<float> values(-0.3F, 0.3F);
        for (std::size_t at = 0; at + sizeof(float) <= bytes.size(); at += sizeof(float)) {
            const float value = values(generator);
            std::memcpy(bytes.data() + at, &value, sizeof value);
        }
        return {};
    };
    return {name, ElementType::F32, shape, fill};
}

} // namespace

void writeRandomPackage(const std::filesystem::path& folder)
{
    PackageDraft draft;
    draft.name = "random";
    draft.version = "1";
    draft.licence = "CC0-1.0";
    draft.source = {"made by a test"};
    draft.architecture = smallArchitecture();
    draft.preprocessing.windowSamples = 16000;
    draft.preprocessing.windowTokens = 48;
    draft.prompt = "a video of";
    draft.generation.beams = 3;
    draft.generation.maxNewTokens = 8;
    for (const auto& [name, specification] : expectedTensors(draft.architecture)) {
        if (specification.need == TensorSpecification::Need::Required)
            draft.tensors.push_back(randomTensor(name, specification.shape));
    }
    draft.tokenizer = tinyTokenizer();
    const auto written = writePackage(folder, std::move(draft));
    if (!written)
        ADD_FAILURE() << describe(std::get<Error>(written.error()));
}

} // namespace descant::test
