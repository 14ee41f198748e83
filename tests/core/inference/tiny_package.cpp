// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/inference/tiny_package.h"

#include "core/base/file.h"
#include "core/inference/networks/weights_file.h"
#include "tests/core/inference/filler.h"
#include "tests/core/inference/tiny_tokenizer.h"

#include <gtest/gtest.h>

namespace descant::test {

using namespace descant::inference;

Architecture tinyArchitecture(Variant variant)
{
    Architecture a;
    a.variant = variant;
    a.imageSize = 28;
    a.frames = 3;
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
    a.t5 = {.dModel = 16, .dKv = 8, .dFf = 24, .encoderLayers = 2, .decoderLayers = 3, .heads = 2, .vocab = 96};
    return a;
}

PackageDraft tinyDraft(const Architecture& architecture)
{
    Weights weights;
    for (const auto& [name, specification] : expectedTensors(architecture)) {
        if (specification.need == TensorSpecification::Need::Required)
            weights.set(name, fillParameter(name, specification.shape));
    }
    PackageDraft draft;
    draft.name = "tiny";
    draft.version = "1";
    draft.licence = "CC0-1.0";
    draft.source = {"made by a test"};
    draft.architecture = architecture;
    draft.preprocessing.resize = ResizeRecipe::PillowBicubic;
    draft.preprocessing.windowSamples = 16000;
    draft.preprocessing.windowTokens = 48;
    draft.prompt = "a video of";
    draft.generation.beams = 3;
    draft.generation.maxNewTokens = 8;
    draft.tensors = tensorsToWrite(weights).value();
    draft.tokenizer = tinyTokenizer();
    return draft;
}

void writeTinyPackage(const std::filesystem::path& folder, const Architecture& architecture)
{
    const auto written = writePackage(folder, tinyDraft(architecture));
    ASSERT_TRUE(written) << describe(std::get<Error>(written.error()));
}

void changeManifest(const std::filesystem::path& package, const std::function<void(nlohmann::json&)>& change)
{
    const std::filesystem::path file = package / "descant-model.json";
    nlohmann::json manifest = nlohmann::json::parse(readFile(file, 1 << 20).value());
    change(manifest);
    ASSERT_TRUE(writeFileAtomically(file, manifest.dump()));
}

} // namespace descant::test
