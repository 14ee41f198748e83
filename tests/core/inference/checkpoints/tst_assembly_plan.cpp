// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/assembly_plan.h"

#include "core/inference/internal/element_conversion.h"
#include "tests/core/inference/checkpoints/made_source.h"
#include "tests/core/inference/checkpoints/small_architecture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

using namespace descant;
using namespace descant::inference;
using test::MadeSource;
using test::smallArchitecture;

namespace {

const std::string kTheirs = "t5_model.base_model.model.encoder.block.0.layer.0.SelfAttention.";
const std::string kOurs = "language_model.encoder.block.0.layer.0.SelfAttention.";

Result<AssemblyPlan> planned(const MadeSource& source, const Architecture& architecture, AssemblyChoices choices = {})
{
    static MappedTensors mapped;
    mapped = {};
    DESCANT_CHECK(mapped.add(source));
    if (const auto settled = mapped.settleAliases(); !settled) // nobody could stop it
        return fail(std::get<Error>(settled.error()));
    return planAssembly(mapped, architecture, choices, "x.pth");
}

const TensorToWrite* tensorNamed(const AssemblyPlan& plan, const std::string& name)
{
    const auto found = std::find_if(plan.tensors.begin(), plan.tensors.end(),
                                    [&](const TensorToWrite& tensor) { return tensor.name == name; });
    return found == plan.tensors.end() ? nullptr : &*found;
}

std::vector<float> valuesOf(const AssemblyPlan& plan, const std::string& name)
{
    const TensorToWrite* tensor = tensorNamed(plan, name);
    if (tensor == nullptr) {
        ADD_FAILURE() << name;
        return {};
    }
    std::size_t count = 1;
    for (const std::int64_t length : tensor->shape)
        count *= static_cast<std::size_t>(length);
    std::vector<std::byte> bytes(count * elementSize(tensor->type));
    EXPECT_TRUE(tensor->fill(bytes));
    std::vector<float> values(count);
    convertElements(bytes, tensor->type, std::as_writable_bytes(std::span(values)), ElementType::F32);
    return values;
}

Architecture withLora(Variant variant = Variant::Multimodal)
{
    Architecture a = smallArchitecture(variant);
    a.lora = LoraShape{.rank = 4, .alpha = 8.0};
    return a;
}

/// The items of the error, which must be one.
std::vector<std::string> itemsOf(const MadeSource& source, const Architecture& architecture)
{
    const auto plan = planned(source, architecture);
    EXPECT_FALSE(plan);
    if (plan)
        return {};
    EXPECT_EQ(plan.error().code, ErrorCode::TensorMismatch);
    return plan.error().items;
}

} // namespace

TEST(AssemblyPlan, mergesLoraInFullPrecision)
{
    const Architecture a = withLora();
    const MadeSource source(test::authorsTensors(a));
    const auto plan = planned(source, a);
    ASSERT_TRUE(plan) << describe(plan.error());
    EXPECT_FALSE(plan->architecture.lora);
    EXPECT_EQ(tensorNamed(*plan, kOurs + "q.lora_A.weight"), nullptr);
    for (const std::string part : {"q", "v"}) {
        const auto base = source.values(kTheirs + part + ".weight");
        const auto down = source.values(kTheirs + part + ".lora_A.default.weight");
        const auto up = source.values(kTheirs + part + ".lora_B.default.weight");
        const auto merged = valuesOf(*plan, kOurs + part + ".weight");
        EXPECT_EQ(tensorNamed(*plan, kOurs + part + ".weight")->type, ElementType::F32)
            << "though the base has 16 bits";
        ASSERT_EQ(merged.size(), base.size());
        const std::size_t in = down.size() / 4;
        for (std::size_t at = 0; at < merged.size(); ++at) {
            double sum = base[at];
            for (std::size_t k = 0; k < 4; ++k)
                sum += 2.0 * static_cast<double>(up[at / in * 4 + k]) * static_cast<double>(down[k * in + at % in]);
            ASSERT_NEAR(merged[at], sum, 1e-6 * std::max(1.0, std::abs(sum))) << part << at;
        }
    }
    EXPECT_EQ(tensorNamed(*plan, kOurs + "k.weight")->type, ElementType::BF16);
}

TEST(AssemblyPlan, keepsLoraApartWhenAsked)
{
    const Architecture a = withLora();
    const MadeSource source(test::authorsTensors(a));
    const auto plan = planned(source, a, {Elements::AsStored, LoraHandling::Keep});
    ASSERT_TRUE(plan) << describe(plan.error());
    EXPECT_EQ(plan->architecture.lora, a.lora);
    EXPECT_EQ(valuesOf(*plan, kOurs + "q.lora_A.weight"), source.values(kTheirs + "q.lora_A.default.weight"));
    EXPECT_EQ(tensorNamed(*plan, kOurs + "q.weight")->type, ElementType::BF16);
}

TEST(AssemblyPlan, castsWhenAsked)
{
    const Architecture a = withLora();
    const MadeSource source(test::authorsTensors(a));
    for (const auto& [elements, type] :
         {std::pair(Elements::Fp32, ElementType::F32), std::pair(Elements::Bf16, ElementType::BF16),
          std::pair(Elements::Fp16, ElementType::F16)}) {
        const auto plan = planned(source, a, {elements, LoraHandling::Merge});
        ASSERT_TRUE(plan);
        for (const TensorToWrite& tensor : plan->tensors)
            ASSERT_EQ(tensor.type, type) << tensor.name;
    }
    const auto asStored = planned(source, a);
    EXPECT_EQ(tensorNamed(*asStored, "vision_model.encoder.layers.0.self_attn.qkv.weight")->type, ElementType::F16);
    EXPECT_EQ(tensorNamed(*asStored, "vision_model.encoder.layers.0.self_attn.qkv.bias")->type, ElementType::F32);
}

TEST(AssemblyPlan, joinsTheThirdsOfTheBias)
{
    const Architecture a = smallArchitecture(Variant::Visual);
    const MadeSource source(test::authorsTensors(a));
    const auto plan = planned(source, a);
    ASSERT_TRUE(plan) << describe(plan.error());
    std::vector<float> expected = source.values("visual_encoder.blocks.1.attn.q_bias");
    expected.resize(2 * expected.size(), 0.0F);
    const auto last = source.values("visual_encoder.blocks.1.attn.v_bias");
    expected.insert(expected.end(), last.begin(), last.end());
    EXPECT_EQ(valuesOf(*plan, "vision_model.encoder.layers.1.self_attn.qkv.bias"), expected);
}

TEST(AssemblyPlan, listsEverythingThatIsWrongAtOnce)
{
    const Architecture a = smallArchitecture();
    auto tensors = test::authorsTensors(a);
    for (SourceTensor& tensor : tensors) {
        if (tensor.name == "ln_vision.weight")
            tensor.name = "ln_vision.other";
        if (tensor.name == "t5_proj.weight")
            tensor.shape.back() += 1;
        if (tensor.name == "visual_encoder.blocks.0.attn.v_bias")
            tensor.name = "visual_encoder.blocks.0.attn.w_bias";
        if (tensor.name == "query_tokens")
            tensor.type = ElementType::I64;
    }
    tensors.push_back({"Qformer.bert.encoder.layer.0.crossattention.self.query.weight", ElementType::F32, {2}});
    const auto items = itemsOf(MadeSource(tensors), a);
    const auto has = [&](const std::string& part) {
        return std::any_of(items.begin(), items.end(),
                           [&](const std::string& item) { return item.find(part) != std::string::npos; });
    };
    for (const char* part :
         {"missing: vision_model.post_layernorm.weight", "ln_vision.other", "shape of language_projection.weight",
          "visual_encoder.blocks.0.attn.w_bias", "vision_model.encoder.layers.0.self_attn.qkv.bias",
          "type of query_tokens", "unexpected: qformer.encoder.layer.0.crossattention.attention.query.weight"})
        EXPECT_TRUE(has(part)) << part;
    EXPECT_EQ(items.size(), 7U) << items.front();
}

TEST(AssemblyPlan, aPairOfLoraMustBeWhole)
{
    const Architecture a = withLora();
    for (const std::string half : {"q.lora_A.default.weight", "q.lora_B.default.weight"}) {
        auto tensors = test::authorsTensors(a);
        std::erase_if(tensors, [&](const SourceTensor& tensor) { return tensor.name == kTheirs + half; });
        EXPECT_EQ(itemsOf(MadeSource(tensors), a).size(), 1U) << half;
    }
}

TEST(AssemblyPlan, aMisshapenPairIsListedAndNotMultiplied)
{
    const Architecture a = withLora();
    auto tensors = test::authorsTensors(a);
    for (SourceTensor& tensor : tensors) {
        if (tensor.name == kTheirs + "q.lora_A.default.weight")
            tensor.shape = {3, 5};
    }
    EXPECT_EQ(itemsOf(MadeSource(tensors), a).size(), 1U);
}

TEST(AssemblyPlan, twoAdaptersAreRefused)
{
    const Architecture a = withLora();
    auto tensors = test::authorsTensors(a);
    tensors.push_back({kTheirs + "q.lora_A.second.weight", ElementType::F32, {4, a.t5.dModel}});
    const auto plan = planned(MadeSource(tensors), a);
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, ErrorCode::CheckpointInvalid);
    EXPECT_NE(plan.error().detail.find("lora_A.second"), std::string::npos);
}

TEST(AssemblyPlan, loraThatIsDescribedButNotThereIsLeftOut)
{
    const Architecture a = smallArchitecture();
    const MadeSource source(test::authorsTensors(a));
    for (const LoraHandling lora : {LoraHandling::Keep, LoraHandling::Merge}) {
        const auto plan = planned(source, withLora(), {Elements::AsStored, lora});
        ASSERT_TRUE(plan) << describe(plan.error());
        EXPECT_FALSE(plan->architecture.lora);
    }
}

TEST(AssemblyPlan, aBeatsWithoutItsNormAndProjectionGetsThem)
{
    Architecture a = smallArchitecture(Variant::Visual);
    a.beats.embed = a.beats.hidden;
    auto tensors = test::authorsTensors(a);
    for (const SourceTensor& tensor : test::beatsTensors(a.beats, "audio_encoder."))
        tensors.push_back(tensor);
    const auto plan = planned(MadeSource(tensors), a);
    ASSERT_TRUE(plan) << describe(plan.error()) << plan.error().items.front();
    const auto width = static_cast<std::size_t>(a.beats.hidden);
    EXPECT_EQ(valuesOf(*plan, "ln_audio.weight"), std::vector<float>(width, 1.0F));
    EXPECT_EQ(valuesOf(*plan, "ln_audio.bias"), std::vector<float>(width, 0.0F));
    std::vector<float> identity(width * width, 0.0F);
    for (std::size_t at = 0; at < width; ++at)
        identity[at * (width + 1)] = 1.0F;
    EXPECT_EQ(valuesOf(*plan, "audio_encoder.post_extract_proj.weight"), identity);
    EXPECT_EQ(valuesOf(*plan, "audio_encoder.post_extract_proj.bias"), std::vector<float>(width, 0.0F));
}

TEST(AssemblyPlan, aModelThatHearsNeedsItsLearntNorm)
{
    const Architecture a = smallArchitecture();
    auto tensors = test::authorsTensors(a);
    std::erase_if(tensors, [](const SourceTensor& tensor) { return tensor.name.starts_with("ln_audio."); });
    EXPECT_EQ(itemsOf(MadeSource(tensors), a).size(), 2U);
}

TEST(MappedTensors, anAliasStandsInForItsTensor)
{
    const Architecture a = smallArchitecture();
    auto tensors = test::authorsTensors(a);
    std::erase_if(tensors, [](const SourceTensor& tensor) {
        return tensor.name == "t5_model.shared.weight" || tensor.name == "t5_model.encoder.embed_tokens.weight"
            || tensor.name == "audio_encoder.encoder.layers.0.self_attn.relative_attention_bias.weight";
    });
    const auto plan = planned(MadeSource(tensors), a);
    ASSERT_TRUE(plan) << describe(plan.error());
    EXPECT_NE(tensorNamed(*plan, "language_model.shared.weight"), nullptr);
    EXPECT_EQ(tensorNamed(*plan, "language_model.decoder.embed_tokens.weight"), nullptr);
}

TEST(MappedTensors, aLeftoverAliasDoesNotTakeThePlaceOfTheFrozenTensor)
{
    // A hub folder may hold the embedding under a second name only, and the trained file has leftovers of it in bf16.
    const SourceTensor frozen{"language_model.encoder.embed_tokens.weight", ElementType::F32, {96, 16}};
    const MadeSource hub({frozen});
    const MadeSource trained({{"t5_model.decoder.embed_tokens.weight", ElementType::BF16, {96, 16}},
                              {"t5_proj.bias", ElementType::F32, {16}}});
    MappedTensors mapped;
    ASSERT_TRUE(mapped.add(hub));
    ASSERT_TRUE(mapped.add(trained));
    ASSERT_TRUE(mapped.settleAliases());
    const auto& kept = mapped.tensors().at("language_model.shared.weight").whole;
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->tensor().name, frozen.name);
}

TEST(MappedTensors, aliasesWithOtherNumbersAreRefused)
{
    /// The bias table of BEATs' second layer is another one than the first's.
    class Torn : public MadeSource {
    public:
        using MadeSource::MadeSource;
        Result<void> readPart(std::size_t number, std::uint64_t from, std::span<std::byte> target) const override
        {
            if (tensors()[number].name != "audio_encoder.encoder.layers.1.self_attn.relative_attention_bias.weight")
                return MadeSource::readPart(number, from, target);
            std::fill(target.begin(), target.end(), std::byte(1));
            return {};
        }
    };
    const Architecture a = smallArchitecture();
    const auto plan = planned(Torn(test::authorsTensors(a)), a);
    ASSERT_FALSE(plan);
    EXPECT_EQ(plan.error().code, ErrorCode::TensorMismatch);
    EXPECT_NE(plan.error().detail.find("layers.1."), std::string::npos);
}

TEST(MappedTensors, aliasesOfOtherShapeOrTypeAreRefused)
{
    const Architecture a = smallArchitecture();
    for (const bool shape : {false, true}) {
        auto tensors = test::authorsTensors(a);
        for (SourceTensor& tensor : tensors) {
            if (tensor.name != "t5_model.decoder.embed_tokens.weight")
                continue;
            if (shape)
                std::swap(tensor.shape[0], tensor.shape[1]);
            else
                tensor.type = ElementType::F32;
        }
        const auto plan = planned(MadeSource(tensors), a);
        ASSERT_FALSE(plan);
        EXPECT_EQ(plan.error().code, ErrorCode::TensorMismatch);
    }
}
