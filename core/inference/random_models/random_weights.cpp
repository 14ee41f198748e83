// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/random_models/random_weights.h"

#include "core/inference/internal/element_conversion.h"
#include "core/inference/tensor_table.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <string_view>

namespace descant::inference {
namespace {

constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15; // 2^64 / golden ratio
constexpr std::size_t kChunk = 8192;                  ///< elements made at once
constexpr std::uint64_t kDraws = 4;                   ///< 16-bit numbers in one draw of 64 bits

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
std::uint64_t mixed(std::uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
    x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
    return x ^ (x >> 31);
}

/// FNV-1a of 64 bits.
std::uint64_t hashOf(std::string_view text)
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char letter : text)
        hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
    return hash;
}

/// The upper half of a number's bits, rounded to nearest even.
std::uint16_t roundedToBf16(float value)
{
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7fffU + (bits >> 16 & 1U)) >> 16);
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

struct Distribution {
    float middle = 0, reach = 0;
};

/// T5 does not divide its scores by the root of the head's width, which is 8 in every published one: its queries are
/// small instead. Its output is spread wider than by chance, so that captions depend on the clip.
float factorOf(std::string_view name)
{
    if (name.starts_with("language_model.") && name.ends_with(".q.weight"))
        return 0.25F;
    if (name == "language_model.lm_head.weight")
        return 4.0F;
    return contains(name, ".lora_B.") ? 0.25F : 1.0F;
}

Distribution distributionOf(std::string_view name, const std::vector<std::int64_t>& shape)
{
    const bool norm = contains(name, "norm") || contains(name, "Norm") || name.starts_with("ln_");
    if ((norm && name.ends_with(".weight")) || name.ends_with("grep_a") || name.ends_with("weight_g"))
        return {1.0F, 0.1F};
    if (shape.size() < 2)
        return {0.0F, 0.1F};
    if (name.starts_with("query_tokens") || name.ends_with("class_embedding") || name.ends_with("position_embedding"))
        return {0.0F, 0.5F};
    if (contains(name, "relative_attention_bias") || name == "language_model.shared.weight")
        return {0.0F, 1.0F};
    std::int64_t fan = 1;
    for (std::size_t axis = 1; axis < shape.size(); ++axis)
        fan *= shape[axis];
    // An even distribution over ±r has the variance r²/3.
    return {0.0F, factorOf(name) * std::sqrt(3.0F / static_cast<float>(std::max<std::int64_t>(1, fan)))};
}

} // namespace

RandomTensor::RandomTensor(std::string name, std::vector<std::int64_t> shape, std::uint64_t seed)
    : m_name(std::move(name)), m_shape(std::move(shape)), m_key(mixed(hashOf(m_name) + seed * kGolden))
{
    const Distribution distribution = distributionOf(m_name, m_shape);
    m_middle = distribution.middle;
    m_reach = distribution.reach;
    if (m_name.ends_with("self_attn.qkv.bias")) {
        m_zeroFrom = static_cast<std::uint64_t>(m_shape.front()) / 3;
        m_zeroTo = 2 * m_zeroFrom;
    }
}

void RandomTensor::fill(std::uint64_t first, ElementType type, std::span<std::byte> target) const
{
    const std::size_t size = elementSize(type);
    const float step = m_reach / 32768.0F;
    std::array<std::uint16_t, kChunk + 2 * kDraws> chunk;
    while (!target.empty()) {
        const std::size_t count = std::min(kChunk, target.size() / size);
        const std::uint64_t start = first / kDraws * kDraws;
        const std::size_t skipped = first - start;
        for (std::size_t index = 0; index < skipped + count; index += kDraws) {
            std::uint64_t draw = mixed(m_key + (start + index) * kGolden);
            for (std::size_t lane = 0; lane < kDraws; ++lane, draw >>= 16) {
                const auto number = static_cast<std::int16_t>(draw);
                chunk[index + lane] = roundedToBf16(m_middle + step * static_cast<float>(number));
            }
        }
        for (std::uint64_t zero = std::max(first, m_zeroFrom); zero < std::min(first + count, m_zeroTo); ++zero)
            chunk[zero - start] = 0;
        convertElements(std::as_bytes(std::span(chunk).subspan(skipped, count)), ElementType::BF16,
                        target.first(count * size), type);
        target = target.subspan(count * size);
        first += count;
    }
}

TensorToWrite writtenAs(const RandomTensor& tensor, const std::string& name, ElementType type)
{
    return tensorInParts(name, type, tensor.shape(),
                         [tensor, type](std::uint64_t from, std::span<std::byte> target) -> Result<void> {
                             tensor.fill(from / elementSize(type), type, target);
                             return {};
                         });
}

std::vector<TensorToWrite> randomTensors(const Architecture& architecture, ElementType type, std::uint64_t seed)
{
    std::vector<TensorToWrite> tensors;
    for (const auto& [name, specification] : expectedTensors(architecture)) {
        if (specification.need == TensorSpecification::Need::Required)
            tensors.push_back(writtenAs(RandomTensor(name, specification.shape, seed), name, type));
    }
    return tensors;
}

} // namespace descant::inference
