// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/inference/checkpoints/made_source.h"

#include "core/inference/internal/element_conversion.h"
#include "core/inference/safetensors_writer.h"
#include "core/inference/tensor_table.h"
#include "tests/support/torch_file_writer.h"

#include <gtest/gtest.h>

#include <random>

namespace descant::test {

using namespace inference;

namespace {

/// The name under which a tensor of several names is made.
std::string firstName(const std::string& name)
{
    if (const std::size_t at = name.find("encoder.embed_tokens.weight"); at != std::string::npos)
        return name.substr(0, at) + "shared.weight";
    if (const std::size_t at = name.find("decoder.embed_tokens.weight"); at != std::string::npos)
        return name.substr(0, at) + "shared.weight";
    if (name.ends_with("self_attn.relative_attention_bias.weight"))
        return "bias of BEATs";
    return name;
}

std::string bytesOf(const TensorSource& source, std::size_t number)
{
    std::string bytes(source.tensors()[number].bytes(), '\0');
    EXPECT_TRUE(source.read(number, std::as_writable_bytes(std::span(bytes))));
    return bytes;
}

std::string storageOf(ElementType type)
{
    return type == ElementType::F16 ? "HalfStorage"
        : type == ElementType::BF16 ? "BFloat16Storage"
        : type == ElementType::I64  ? "LongStorage"
                                    : "FloatStorage";
}

} // namespace

MadeSource::MadeSource(SourceTensors tensors, nlohmann::json settings)
    : m_tensors(std::move(tensors)), m_settings(std::move(settings))
{
}

Result<void> MadeSource::readPart(std::size_t number, std::uint64_t from, std::span<std::byte> target) const
{
    const SourceTensor& tensor = m_tensors[number];
    if (tensor.type == ElementType::I64) {
        std::fill(target.begin(), target.end(), std::byte{});
        return {};
    }
    std::mt19937 generator(static_cast<unsigned>(std::hash<std::string>()(firstName(tensor.name))));
    std::vector<float> values(tensor.elements());
    for (float& value : values)
        value = static_cast<float>(generator() % 4001) / 2000.0F - 1.0F;
    std::vector<std::byte> whole(tensor.bytes());
    convertElements(std::as_bytes(std::span(values)), ElementType::F32, whole, tensor.type);
    std::copy_n(whole.begin() + static_cast<std::ptrdiff_t>(from), target.size(), target.begin());
    return {};
}

std::vector<float> MadeSource::values(const std::string& name) const
{
    for (std::size_t number = 0; number < m_tensors.size(); ++number) {
        if (m_tensors[number].name != name)
            continue;
        std::vector<std::byte> stored(m_tensors[number].bytes());
        EXPECT_TRUE(read(number, stored));
        std::vector<float> values(m_tensors[number].elements());
        convertElements(stored, m_tensors[number].type, std::as_writable_bytes(std::span(values)), ElementType::F32);
        return values;
    }
    ADD_FAILURE() << name;
    return {};
}

void writeAsTorchFile(const std::filesystem::path& path, const TensorSource& source)
{
    TorchFile file;
    file.settings = source.settings();
    for (std::size_t number = 0; number < source.tensors().size(); ++number) {
        const SourceTensor& tensor = source.tensors()[number];
        file.tensors.push_back({tensor.name, storageOf(tensor.type), tensor.shape, bytesOf(source, number)});
    }
    writeTorchFile(path, file);
}

void writeAsSafetensors(const std::filesystem::path& path, const TensorSource& source)
{
    std::vector<TensorToWrite> tensors;
    for (std::size_t number = 0; number < source.tensors().size(); ++number) {
        const SourceTensor& tensor = source.tensors()[number];
        tensors.push_back({tensor.name, tensor.type, tensor.shape,
                           [&source, number](std::span<std::byte> target) { return source.read(number, target); }});
    }
    const auto written = writeSafetensors(path, std::move(tensors));
    ASSERT_TRUE(written) << describe(written.error());
}

nlohmann::json hubConfig(const Architecture& a)
{
    return {{"model_type", "blip-2"},
            {"num_query_tokens", a.qformer.visualQueries},
            {"use_decoder_only_language_model", false},
            {"vision_config",
             {{"hidden_size", a.vit.hidden},
              {"intermediate_size", a.vit.mlp},
              {"num_hidden_layers", a.vit.layers},
              {"num_attention_heads", a.vit.heads},
              {"image_size", a.imageSize},
              {"patch_size", a.vit.patch}}},
            {"qformer_config",
             {{"hidden_size", a.qformer.hidden},
              {"num_hidden_layers", a.qformer.layers},
              {"num_attention_heads", a.qformer.heads},
              {"intermediate_size", a.qformer.mlp},
              {"cross_attention_frequency", a.qformer.crossAttentionFrequency}}},
            {"text_config",
             {{"model_type", "t5"},
              {"d_model", a.t5.dModel},
              {"d_kv", a.t5.dKv},
              {"d_ff", a.t5.dFf},
              {"num_layers", a.t5.encoderLayers},
              {"num_decoder_layers", a.t5.decoderLayers},
              {"num_heads", a.t5.heads},
              {"vocab_size", a.t5.vocab},
              {"feed_forward_proj", "gated-gelu"},
              {"dense_act_fn", "gelu"}}}};
}

} // namespace descant::test
