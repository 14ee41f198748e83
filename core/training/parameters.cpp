// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/parameters.h"

#include "core/inference/tensor_table.h"

#include <cmath>

namespace descant::training {

using inference::Architecture;
using inference::Weights;

namespace {

bool endsWith(const std::string& text, std::string_view end) { return text.ends_with(end); }
bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

/// Standard deviation for a matrix of T5 (Raffel et al. 2020, as published with the code).
double t5Deviation(const std::string& name, const Architecture& a)
{
    const double width = static_cast<double>(a.t5.dModel);
    if (contains(name, "shared"))
        return 1.0;
    if (endsWith(name, ".q.weight"))
        return 1.0 / std::sqrt(width * static_cast<double>(a.t5.dKv));
    if (endsWith(name, ".o.weight"))
        return 1.0 / std::sqrt(static_cast<double>(a.t5.heads * a.t5.dKv));
    if (endsWith(name, ".wo.weight"))
        return 1.0 / std::sqrt(static_cast<double>(a.t5.dFf));
    return 1.0 / std::sqrt(width);
}

double beatsDeviation(const std::string& name, const std::vector<std::int64_t>& shape, const Architecture& a)
{
    const double beta = std::pow(8.0 * static_cast<double>(a.beats.layers), -0.25);
    const bool scaled = contains(name, "v_proj") || contains(name, "out_proj") || contains(name, "fc1") || contains(name, "fc2");
    if (contains(name, "relative_attention_bias"))
        return 0.02;
    const double fanIn = static_cast<double>(c10::multiply_integers(shape)) / static_cast<double>(shape[0]);
    return (scaled ? beta : 1.0) * std::sqrt(2.0 / (fanIn + static_cast<double>(shape[0])));
}

at::Tensor fresh(const std::string& name, const inference::TensorSpecification& wanted, const Architecture& a)
{
    using inference::ModelPart;
    const bool norm = contains(name, "norm") || contains(name, "Norm") || name.starts_with("ln_");
    if (wanted.shape.size() == 1)
        return norm && endsWith(name, "weight") ? at::ones(wanted.shape) : at::zeros(wanted.shape);
    if (endsWith(name, "lora_B.weight")) // a fresh pair changes nothing (Hu et al. 2021)
        return at::zeros(wanted.shape);
    if (endsWith(name, "grep_a") || endsWith(name, "weight_g"))
        return at::ones(wanted.shape);
    double deviation = 0.02;
    if (wanted.part == ModelPart::T5)
        deviation = t5Deviation(name, a);
    else if (wanted.part == ModelPart::Beats)
        deviation = beatsDeviation(name, wanted.shape, a);
    else if (wanted.part == ModelPart::Projection || contains(name, "query_tokens"))
        deviation = 0.05;
    else if (contains(name, "patch_embedding"))
        deviation = 1.0 / std::sqrt(3.0 * static_cast<double>(a.vit.patch * a.vit.patch));
    return at::randn(wanted.shape) * deviation;
}

} // namespace

Weights freshWeights(const Architecture& architecture, std::uint64_t seed)
{
    at::manual_seed(seed);
    Weights weights;
    for (const auto& [name, wanted] : inference::expectedTensors(architecture)) {
        if (wanted.need == inference::TensorSpecification::Need::Required)
            weights.set(name, fresh(name, wanted, architecture));
    }
    return weights;
}

void addHead(Weights& weights, const std::string& name, std::int64_t outputs, std::int64_t inputs, double bias)
{
    weights.set(name + ".weight", at::randn({outputs, inputs}) * 0.02);
    weights.set(name + ".bias", at::full({outputs}, bias));
}

std::vector<std::string> chooseTrainable(Weights& weights, const std::function<bool(const std::string&)>& wanted)
{
    std::vector<std::string> names;
    for (auto& [name, tensor] : weights.all()) {
        tensor = tensor.detach();
        tensor.set_requires_grad(wanted(name));
        if (wanted(name))
            names.push_back(name);
    }
    return names;
}

} // namespace descant::training
