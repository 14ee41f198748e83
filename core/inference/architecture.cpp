// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/architecture.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace descant::inference {
namespace {

using nlohmann::json;

/// Reads members of one object; remembers the first thing that is wrong.
class Reader {
public:
    Reader(const json& root, const char* name, std::string& problem) : m_name(name), m_problem(&problem)
    {
        const auto found = root.find(name);
        if (found == root.end())
            return;
        if (found->is_object())
            m_object = &*found;
        else
            complain("", "is not an object");
    }
    Reader(const json& root, std::string& problem) : m_object(&root), m_problem(&problem) { }

    void number(const char* key, std::int64_t& value, std::int64_t least, std::int64_t most) const
    {
        const json* member = find(key);
        if (!member)
            return;
        if (!member->is_number_integer()
            || (member->is_number_unsigned() && member->get<std::uint64_t>() > std::uint64_t(1) << 48))
            return complain(key, "is not a whole number");
        value = member->get<std::int64_t>();
        if (value < least || value > most)
            complain(key, fmt::format("is {}, outside {} … {}", value, least, most));
    }

    void number(const char* key, double& value, double least, double most) const
    {
        const json* member = find(key);
        if (!member)
            return;
        if (!member->is_number())
            return complain(key, "is not a number");
        value = member->get<double>();
        if (!std::isfinite(value) || value < least || value > most)
            complain(key, fmt::format("is {}, outside {} … {}", value, least, most));
    }

    template <typename Value>
    void choice(const char* key, Value& value, std::initializer_list<std::pair<const char*, Value>> names) const
    {
        const json* member = find(key);
        if (!member)
            return;
        for (const auto& [name, meaning] : names) {
            if (*member == name) {
                value = meaning;
                return;
            }
        }
        complain(key, "has an unknown value");
    }

    const json* find(const char* key) const
    {
        if (!m_object)
            return nullptr;
        const auto found = m_object->find(key);
        return found == m_object->end() ? nullptr : &*found;
    }

    void complain(const std::string& key, const std::string& what) const
    {
        if (!m_problem->empty())
            return;
        const std::string path = m_name.empty() ? key : key.empty() ? m_name : m_name + "." + key;
        *m_problem = fmt::format("\"{}\" {}", path, what);
    }

private:
    const json* m_object = nullptr;
    std::string m_name;
    std::string* m_problem;
};

constexpr std::int64_t kWidest = 32768;
constexpr std::int64_t kDeepest = 512;
constexpr std::int64_t kMostHeads = 1024;
constexpr double kLargestEps = 0.1;
constexpr double kMostParameters = 2e11;

void readVit(const Reader& reader, VitShape& vit)
{
    reader.number("hidden", vit.hidden, 1, kWidest);
    reader.number("layers", vit.layers, 0, kDeepest);
    reader.number("heads", vit.heads, 1, kMostHeads);
    reader.number("mlp", vit.mlp, 1, 4 * kWidest);
    reader.number("patch", vit.patch, 1, 256);
    reader.number("layer_norm_eps", vit.layerNormEps, 0.0, kLargestEps);
    reader.number("final_norm_eps", vit.finalNormEps, 0.0, kLargestEps);
}

void readBeats(const Reader& reader, BeatsShape& beats)
{
    reader.number("embed", beats.embed, 1, kWidest);
    reader.number("hidden", beats.hidden, 1, kWidest);
    reader.number("layers", beats.layers, 1, kDeepest);
    reader.number("heads", beats.heads, 1, kMostHeads);
    reader.number("mlp", beats.mlp, 1, 4 * kWidest);
    reader.number("patch", beats.patch, 1, 128);
    reader.number("conv_pos", beats.convPos, 1, 4096);
    reader.number("conv_pos_groups", beats.convPosGroups, 1, kWidest);
    reader.number("num_buckets", beats.numBuckets, 4, 65536);
    reader.number("max_distance", beats.maxDistance, 2, 1 << 24);
    reader.number("audio_norm_eps", beats.audioNormEps, 0.0, kLargestEps);
}

void readQFormer(const Reader& reader, QFormerShape& qformer)
{
    reader.number("hidden", qformer.hidden, 1, kWidest);
    reader.number("layers", qformer.layers, 1, kDeepest);
    reader.number("heads", qformer.heads, 1, kMostHeads);
    reader.number("mlp", qformer.mlp, 1, 4 * kWidest);
    reader.number("cross_attention_frequency", qformer.crossAttentionFrequency, 1, kDeepest);
    reader.choice("cross_attention_layout", qformer.crossAttentionLayout,
                  {{"aligned", CrossAttentionLayout::Aligned}, {"alternating", CrossAttentionLayout::Alternating}});
    reader.number("visual_queries", qformer.visualQueries, 0, 4096);
    reader.number("audio_queries", qformer.audioQueries, 0, 4096);
    reader.number("layer_norm_eps", qformer.layerNormEps, 0.0, kLargestEps);
}

void readT5(const Reader& reader, T5Shape& t5)
{
    reader.number("d_model", t5.dModel, 1, kWidest);
    reader.number("d_kv", t5.dKv, 1, kWidest);
    reader.number("d_ff", t5.dFf, 1, 4 * kWidest);
    reader.number("encoder_layers", t5.encoderLayers, 1, kDeepest);
    reader.number("decoder_layers", t5.decoderLayers, 1, kDeepest);
    reader.number("heads", t5.heads, 1, kMostHeads);
    reader.number("vocab", t5.vocab, 4, 4'000'000);
    reader.number("relative_buckets", t5.relativeBuckets, 4, 65536);
    reader.number("relative_max_distance", t5.relativeMaxDistance, 2, 1 << 24);
    reader.number("layer_norm_eps", t5.layerNormEps, 0.0, kLargestEps);
    reader.choice("activation", t5.activation, {{"gelu", Activation::Gelu}, {"gelu_new", Activation::GeluNew}});
}

void readLora(const json& root, std::optional<LoraShape>& lora, std::string& problem)
{
    const auto found = root.find("lora");
    if (found == root.end() || found->is_null())
        return;
    lora.emplace();
    const Reader reader(root, "lora", problem);
    reader.number("rank", lora->rank, 1, 4096);
    reader.number("alpha", lora->alpha, 0.0, 1e6);
    const json* targets = reader.find("targets");
    if (!targets)
        return;
    lora->targets.clear();
    if (!targets->is_array() || targets->empty())
        return reader.complain("targets", "is not a list of names");
    for (const json& target : *targets) {
        if (!target.is_string() || (target != "q" && target != "k" && target != "v" && target != "o"))
            return reader.complain("targets", "may only name q, k, v and o");
        lora->targets.push_back(target);
    }
}

/// What the numbers must be to each other, in words; empty when all is well.
std::string inconsistency(const Architecture& a)
{
    if (a.vit.hidden % a.vit.heads != 0)
        return "\"vit.hidden\" is not a multiple of \"vit.heads\"";
    if (a.imageSize % a.vit.patch != 0)
        return "\"image_size\" is not a multiple of \"vit.patch\"";
    if (a.beats.hidden % a.beats.heads != 0)
        return "\"beats.hidden\" is not a multiple of \"beats.heads\"";
    if (a.beats.hidden % a.beats.convPosGroups != 0)
        return "\"beats.hidden\" is not a multiple of \"beats.conv_pos_groups\"";
    if (128 % a.beats.patch != 0)
        return "\"beats.patch\" does not divide the 128 mel bands";
    if (a.beats.numBuckets % 4 != 0 || a.beats.maxDistance <= a.beats.numBuckets / 4)
        return "\"beats.num_buckets\" and \"beats.max_distance\" do not go together";
    if (a.qformer.hidden % a.qformer.heads != 0)
        return "\"qformer.hidden\" is not a multiple of \"qformer.heads\"";
    if (a.sees() && a.qformer.visualQueries == 0)
        return "\"qformer.visual_queries\" is 0 in a model that sees";
    if (a.hears() && a.qformer.audioQueries == 0)
        return "\"qformer.audio_queries\" is 0 in a model that hears";
    if (a.t5.relativeBuckets % 4 != 0 || a.t5.relativeMaxDistance <= a.t5.relativeBuckets / 2)
        return "\"t5.relative_buckets\" and \"t5.relative_max_distance\" do not go together";
    return {};
}

/// A generous estimate in floating point, which cannot overflow.
double parameterEstimate(const Architecture& a)
{
    const auto real = [](std::int64_t value) { return static_cast<double>(value); };
    const double vit = real(a.vit.layers) * real(a.vit.hidden) * (4.0 * real(a.vit.hidden) + 2.0 * real(a.vit.mlp))
        + real(a.frameTokens()) * real(a.vit.hidden);
    const double beats =
        real(a.beats.layers) * real(a.beats.hidden) * (4.0 * real(a.beats.hidden) + 2.0 * real(a.beats.mlp));
    const double width = real(std::max(a.vit.hidden, a.beats.hidden));
    const double qformer = 2.0 * real(a.qformer.layers) * real(a.qformer.hidden)
        * (8.0 * real(a.qformer.hidden) + 2.0 * width + 2.0 * real(a.qformer.mlp));
    const double attention = 4.0 * real(a.t5.dModel) * real(a.t5.heads) * real(a.t5.dKv);
    const double feedForward = 3.0 * real(a.t5.dModel) * real(a.t5.dFf);
    const double t5 = real(a.t5.encoderLayers) * (attention + feedForward)
        + real(a.t5.decoderLayers) * (2.0 * attention + feedForward) + 2.0 * real(a.t5.vocab) * real(a.t5.dModel);
    return vit + beats + qformer + t5;
}

} // namespace

Result<Architecture> architectureFromJson(const json& root)
{
    const std::string subject = "architecture";
    if (!root.is_object())
        return fail(ErrorCode::ArchitectureInvalid, subject, "it is not an object");
    Architecture a;
    std::string problem;
    const Reader top(root, problem);
    top.choice("variant", a.variant,
               {{"multimodal", Variant::Multimodal},
                {"separate", Variant::Separate},
                {"visual", Variant::Visual},
                {"audio", Variant::Audio}});
    top.number("image_size", a.imageSize, 1, 4096);
    top.number("frames", a.frames, 1, 1024);
    readVit(Reader(root, "vit", problem), a.vit);
    readBeats(Reader(root, "beats", problem), a.beats);
    readQFormer(Reader(root, "qformer", problem), a.qformer);
    readT5(Reader(root, "t5", problem), a.t5);
    readLora(root, a.lora, problem);
    if (problem.empty())
        problem = inconsistency(a);
    if (problem.empty() && parameterEstimate(a) > kMostParameters)
        problem = "the model would have more parameters than any machine can hold";
    if (!problem.empty())
        return fail(ErrorCode::ArchitectureInvalid, subject, problem);
    return a;
}

json architectureToJson(const Architecture& a)
{
    json root = {
        {"variant", variantName(a.variant)},
        {"image_size", a.imageSize},
        {"frames", a.frames},
        {"vit",
         {{"hidden", a.vit.hidden},
          {"layers", a.vit.layers},
          {"heads", a.vit.heads},
          {"mlp", a.vit.mlp},
          {"patch", a.vit.patch},
          {"layer_norm_eps", a.vit.layerNormEps},
          {"final_norm_eps", a.vit.finalNormEps}}},
        {"beats",
         {{"embed", a.beats.embed},
          {"hidden", a.beats.hidden},
          {"layers", a.beats.layers},
          {"heads", a.beats.heads},
          {"mlp", a.beats.mlp},
          {"patch", a.beats.patch},
          {"conv_pos", a.beats.convPos},
          {"conv_pos_groups", a.beats.convPosGroups},
          {"num_buckets", a.beats.numBuckets},
          {"max_distance", a.beats.maxDistance},
          {"audio_norm_eps", a.beats.audioNormEps}}},
        {"qformer",
         {{"hidden", a.qformer.hidden},
          {"layers", a.qformer.layers},
          {"heads", a.qformer.heads},
          {"mlp", a.qformer.mlp},
          {"cross_attention_frequency", a.qformer.crossAttentionFrequency},
          {"cross_attention_layout",
           a.qformer.crossAttentionLayout == CrossAttentionLayout::Aligned ? "aligned" : "alternating"},
          {"visual_queries", a.qformer.visualQueries},
          {"audio_queries", a.qformer.audioQueries},
          {"layer_norm_eps", a.qformer.layerNormEps}}},
        {"t5",
         {{"d_model", a.t5.dModel},
          {"d_kv", a.t5.dKv},
          {"d_ff", a.t5.dFf},
          {"encoder_layers", a.t5.encoderLayers},
          {"decoder_layers", a.t5.decoderLayers},
          {"heads", a.t5.heads},
          {"vocab", a.t5.vocab},
          {"relative_buckets", a.t5.relativeBuckets},
          {"relative_max_distance", a.t5.relativeMaxDistance},
          {"layer_norm_eps", a.t5.layerNormEps},
          {"activation", a.t5.activation == Activation::Gelu ? "gelu" : "gelu_new"}}},
        {"lora", nullptr},
    };
    if (a.lora)
        root["lora"] = {{"rank", a.lora->rank}, {"alpha", a.lora->alpha}, {"targets", a.lora->targets}};
    return root;
}

std::string variantName(Variant variant)
{
    switch (variant) {
    case Variant::Multimodal:
        return "multimodal";
    case Variant::Separate:
        return "separate";
    case Variant::Visual:
        return "visual";
    case Variant::Audio:
        return "audio";
    }
    return {};
}

Result<Variant> variantFromName(const std::string& name)
{
    for (const Variant variant : {Variant::Multimodal, Variant::Separate, Variant::Visual, Variant::Audio}) {
        if (variantName(variant) == name)
            return variant;
    }
    return fail(ErrorCode::InputInvalid, name, "it is no variant", "use multimodal, separate, visual or audio");
}

} // namespace descant::inference
