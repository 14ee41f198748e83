// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace descant::inference {

/// Which senses a model has and how they meet. Multimodal: one Q-Former with joint self-attention. Separate: two
/// Q-Formers. Visual: BLIP-2 on the frames of a clip (PIT-VC). Audio: the hearing half alone.
enum class Variant { Multimodal, Separate, Visual, Audio };

/// Aligned: both cross-attentions stand in the same layers. Alternating: pictures in even, sound in odd layers.
enum class CrossAttentionLayout { Aligned, Alternating };

/// The activation of T5's gated feed-forward: exact (erf) GELU as in BLIP-2, or the tanh form of plain Flan-T5.
enum class Activation { Gelu, GeluNew };

/// EVA-ViT-g as in BLIP-2 (Li et al. 2023). The default values are the published size, here and below.
struct VitShape {
    std::int64_t hidden = 1408;
    std::int64_t layers = 39;
    std::int64_t heads = 16;
    std::int64_t mlp = 6144;
    std::int64_t patch = 14;
    double layerNormEps = 1e-6;
    double finalNormEps = 1e-5;
    bool operator==(const VitShape&) const = default;
};

/// BEATs (Chen et al. 2022), iteration 3.
struct BeatsShape {
    std::int64_t embed = 512;
    std::int64_t hidden = 768;
    std::int64_t layers = 12;
    std::int64_t heads = 12;
    std::int64_t mlp = 3072;
    std::int64_t patch = 16;
    std::int64_t convPos = 128;
    std::int64_t convPosGroups = 16;
    std::int64_t numBuckets = 320;
    std::int64_t maxDistance = 800;
    double audioNormEps = 1e-12; ///< of ln_audio, the norm between BEATs and the Q-Former
    bool operator==(const BeatsShape&) const = default;
};

/// The (multi-modal) Q-Former.
struct QFormerShape {
    std::int64_t hidden = 768;
    std::int64_t layers = 12;
    std::int64_t heads = 12;
    std::int64_t mlp = 3072;
    std::int64_t crossAttentionFrequency = 2;
    CrossAttentionLayout crossAttentionLayout = CrossAttentionLayout::Aligned;
    std::int64_t visualQueries = 32;
    std::int64_t audioQueries = 16;
    double layerNormEps = 1e-12;
    bool operator==(const QFormerShape&) const = default;
};

/// T5 encoder-decoder (Raffel et al. 2020) in its 1.1 / Flan form: gated feed-forward, own output head.
struct T5Shape {
    std::int64_t dModel = 2048;
    std::int64_t dKv = 64;
    std::int64_t dFf = 5120;
    std::int64_t encoderLayers = 24;
    std::int64_t decoderLayers = 24;
    std::int64_t heads = 32;
    std::int64_t vocab = 32128;
    std::int64_t relativeBuckets = 32;
    std::int64_t relativeMaxDistance = 128;
    double layerNormEps = 1e-6;
    Activation activation = Activation::Gelu;
    bool operator==(const T5Shape&) const = default;
};

/// Low-rank additions to T5 projections (Hu et al. 2021); the product is scaled by alpha / rank.
struct LoraShape {
    std::int64_t rank = 8;
    double alpha = 16.0;
    std::vector<std::string> targets = {"q", "v"};
    double scale() const { return alpha / static_cast<double>(rank); }
    bool operator==(const LoraShape&) const = default;
};

/// Every dimension of a model: the "architecture" object of descant-model.json. A plain value.
struct Architecture {
    Variant variant = Variant::Multimodal;
    std::int64_t imageSize = 224;
    std::int64_t frames = 16;
    VitShape vit;
    BeatsShape beats;
    QFormerShape qformer;
    T5Shape t5;
    std::optional<LoraShape> lora;

    bool sees() const { return variant != Variant::Audio; }
    bool hears() const { return variant != Variant::Visual; }
    /// Tokens of one frame, class token included.
    std::int64_t frameTokens() const { return (imageSize / vit.patch) * (imageSize / vit.patch) + 1; }
    /// BEATs tokens of one time step (the mel bands side by side).
    std::int64_t bandsPerStep() const { return 128 / beats.patch; }
    /// Samples at 16 kHz that the key mask counts for one BEATs token (320 at the published size).
    std::int64_t samplesPerToken() const { return 160 * beats.patch / bandsPerStep(); }
    double loraScale() const { return lora ? lora->scale() : 0.0; }
    bool operator==(const Architecture&) const = default;
};

/// Reads an "architecture" object. Missing values take the published size, unknown keys are ignored; wrong types and
/// dimensions that no real model has are refused with ArchitectureInvalid.
Result<Architecture> architectureFromJson(const nlohmann::json& json);
/// The object with every value written out.
nlohmann::json architectureToJson(const Architecture& architecture);

std::string variantName(Variant variant);
Result<Variant> variantFromName(const std::string& name);

} // namespace descant::inference
