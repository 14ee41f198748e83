// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/inference/filler.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdint>

namespace descant::test {

std::vector<double> fill(const std::string& name, std::size_t count)
{
    std::uint32_t hash = 2166136261u;
    for (const unsigned char byte : name)
        hash = (hash ^ byte) * 16777619u;
    std::vector<double> values(count);
    for (std::size_t index = 0; index < count; ++index) {
        std::uint32_t x = hash + static_cast<std::uint32_t>(index) * 2654435761u;
        x ^= x >> 16;
        x *= 0x7feb352du;
        x ^= x >> 15;
        x *= 0x846ca68bu;
        x ^= x >> 16;
        values[index] = 2.0 * (static_cast<double>(x) / 4294967296.0) - 1.0;
    }
    return values;
}

namespace {

std::size_t elementCount(at::IntArrayRef shape)
{
    std::size_t count = 1;
    for (const std::int64_t dimension : shape)
        count *= static_cast<std::size_t>(dimension);
    return count;
}

at::Tensor scaled(const std::string& name, at::IntArrayRef shape, double offset, double factor)
{
    const std::vector<double> values = fill(name, elementCount(shape));
    at::Tensor tensor = at::empty(shape, at::kFloat);
    float* out = tensor.data_ptr<float>();
    for (std::size_t index = 0; index < values.size(); ++index)
        out[index] = static_cast<float>(offset + factor * values[index]);
    return tensor;
}

bool endsWith(const std::string& text, std::initializer_list<const char*> ends)
{
    return std::any_of(ends.begin(), ends.end(), [&](const char* end) { return text.ends_with(end); });
}

} // namespace

at::Tensor fillTensor(const std::string& name, at::IntArrayRef shape, double factor)
{
    return scaled(name, shape, 0.0, factor);
}

at::Tensor fillParameter(const std::string& name, at::IntArrayRef shape)
{
    if (shape.size() >= 2) {
        if (endsWith(name, {"cls_token", "pos_embed", "query_tokens"}))
            return scaled(name, shape, 0.0, 0.5);
        if (endsWith(name, {"grep_a", "weight_g"}))
            return scaled(name, shape, 1.0, 0.1);
        if (name.find("relative_attention_bias") != std::string::npos || name.starts_with("shared"))
            return scaled(name, shape, 0.0, 1.0);
        const double fan = static_cast<double>(elementCount(shape)) / static_cast<double>(shape[0]);
        return scaled(name, shape, 0.0, std::sqrt(3.0 / fan));
    }
    std::string lower = name;
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const bool norm = lower.find("norm") != std::string::npos || lower.starts_with("ln_");
    return scaled(name, shape, norm && name.ends_with("weight") ? 1.0 : 0.0, 0.1);
}

void expectGolden(const at::Tensor& tensor, const Golden& golden, double tolerance)
{
    const at::Tensor flat = tensor.detach().to(at::kDouble).flatten().contiguous();
    const double* values = flat.data_ptr<double>();
    const auto count = static_cast<std::size_t>(flat.numel());
    for (std::size_t index = 0; index < golden.first.size(); ++index)
        EXPECT_NEAR(values[index], golden.first[index], tolerance) << "value " << index;
    for (std::size_t index = 0; index < golden.last.size(); ++index)
        EXPECT_NEAR(values[count - golden.last.size() + index], golden.last[index], tolerance)
            << "value " << index << " of the last";
    // The sum gathers the rounding of all values.
    EXPECT_NEAR(flat.sum().item<double>(), golden.sum, 20 * tolerance);
    EXPECT_NEAR(flat.norm().item<double>(), golden.norm, 5 * tolerance);
}

} // namespace descant::test
