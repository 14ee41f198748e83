// SPDX-License-Identifier: GPL-3.0-or-later
// Features and logits against transformers; the numbers are made by tests/reference/make_goldens.py.
#include "tests/core/inference/checkpoints/reference_package.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;
using namespace descant::test;

namespace {

/// What the expected file has of these.
NamedFloats only(NamedFloats tensors, std::initializer_list<const char*> names)
{
    NamedFloats some;
    for (const char* name : names)
        some[name] = std::move(tensors[name]);
    return some;
}

/// The inputs of the Q-Former; the frames of a clip stand side by side there.
void writeQFormerInputs(const std::filesystem::path& golden, const std::filesystem::path& to)
{
    const auto file = SafetensorsFile::open(golden);
    std::vector<TensorToWrite> tensors;
    for (const char* name : {"visual_tokens", "audio_tokens", "audio_key_mask"}) {
        const TensorEntry* entry = file->find(name);
        std::vector<std::int64_t> shape = entry->shape;
        if (name == std::string("visual_tokens"))
            shape = {1, shape[0] * shape[1], shape[2]};
        tensors.push_back({name, entry->type, shape,
                           [&file, entry](std::span<std::byte> target) { return file->read(*entry, target); }});
    }
    ASSERT_TRUE(writeSafetensors(to, std::move(tensors)));
}

void expectAuthorsFeatures(const std::string& layout, LoraHandling lora)
{
    const TemporaryFolder folder;
    const auto inputs = folder / "inputs.safetensors";
    const auto golden = referenceFile("authors_" + layout + "_expected.safetensors");
    assembleReference(folder / "package", AuthorsFile{referenceFile("authors_" + layout + ".pth")}, lora);
    const NamedFloats expected = readFloats(golden);
    const auto expectFrom = [&](const char* component, std::initializer_list<const char*> names) {
        const auto request = componentRequest(folder / "package", component, inputs);
        runOrFail(request);
        expectClose(readFloats(request.outputs), only(expected, names));
    };
    extractTensors(golden, inputs, {{"pixel_values", "pixel_values"}});
    expectFrom("vit", {"visual_tokens"});
    writeQFormerInputs(golden, inputs);
    expectFrom("qformer", {"queries", "t5_prefix"});
    extractTensors(golden, inputs, {{"t5_prefix", "inputs_embeds"}, {"decoder_input_ids", "decoder_input_ids"}});
    expectFrom("t5", {"encoder_output", "logits"});
}

} // namespace

TEST(ReferenceFeatures, hubFoldersGiveTransformersFeatures)
{
    for (const std::string name : {"hub_a", "hub_b", "hub_c"}) {
        SCOPED_TRACE(name);
        const TemporaryFolder folder;
        assembleReference(folder / "package", HubFolder{referenceFile(name), {}, {}});
        const auto request = componentRequest(folder / "package", "full", referenceFile(name + "_inputs.safetensors"));
        runOrFail(request);
        expectClose(readFloats(request.outputs), readFloats(referenceFile(name + "_expected.safetensors")));
    }
}

TEST(ReferenceFeatures, authorsFilesGiveTheFeaturesOfTheReferencesParts)
{
    for (const std::string layout : {"aligned", "alternating"}) {
        for (const LoraHandling lora : {LoraHandling::Keep, LoraHandling::Merge}) {
            SCOPED_TRACE(layout);
            expectAuthorsFeatures(layout, lora);
        }
    }
}

TEST(ReferenceFeatures, beatsFilesGiveTheFeaturesOfTheirOwnCode)
{
    for (const std::string name : {"beats_a", "beats_b"}) {
        SCOPED_TRACE(name);
        const TemporaryFolder folder;
        const auto golden = referenceFile(name + "_expected.safetensors");
        const auto inputs = folder / "inputs.safetensors";
        assembleReference(folder / "package", HubFolder{referenceFile("hub_a"), referenceFile(name + ".pt"), {}});
        const auto request = componentRequest(folder / "package", "beats", inputs);
        NamedFloats expected = readFloats(golden);
        expected.erase("fbank");
        const std::vector<float> whole = expected.extract("audio_blocks_whole").mapped();

        extractTensors(golden, inputs, {{"fbank", "fbank"}, {"sample_mask", "sample_mask"}});
        runOrFail(request);
        expectClose(readFloats(request.outputs), expected);
        extractTensors(golden, inputs, {{"fbank", "fbank"}});
        runOrFail(request);
        expectClose(readFloats(request.outputs), {{"audio_blocks", whole}});
    }
}
