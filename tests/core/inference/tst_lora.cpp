// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/t5.h"
#include "core/inference/tensor_table.h"
#include "tests/core/inference/filler.h"
#include "tests/core/inference/tiny_package.h"

#include <gtest/gtest.h>

using namespace descant;
using namespace descant::inference;

namespace {

Architecture withLora(const std::string& target)
{
    Architecture a = test::tinyArchitecture();
    a.lora = LoraShape{2, 4.0, {target}};
    return a;
}

Weights languageModel(const Architecture& a)
{
    Weights weights;
    for (const auto& [name, specification] : expectedTensors(a)) {
        if (name.starts_with("language_model."))
            weights.set(name, test::fillParameter(name, specification.shape));
    }
    return weights;
}

/// The low-rank products added to the projections that they belong to.
Weights merged(const Weights& weights, double scale)
{
    const std::string down = ".lora_A.weight";
    Weights result;
    for (const auto& [name, tensor] : weights.all()) {
        if (name.find(".lora_") == std::string::npos)
            result.set(name, tensor);
    }
    for (const auto& [name, tensor] : weights.all()) {
        if (!name.ends_with(down))
            continue;
        const std::string projection = name.substr(0, name.size() - down.size());
        const at::Tensor product = at::mm(weights.get(projection + ".lora_B.weight"), tensor);
        result.set(projection + ".weight", weights.get(projection + ".weight") + product * scale);
    }
    return result;
}

at::Tensor logitsOf(const Weights& weights, const Architecture& a, double scale)
{
    const T5 t5(weights, a.t5, scale);
    const at::Tensor ids = at::tensor({0, 5, 9, 3}, at::kLong).unsqueeze(0);
    return t5.decode(ids, t5.encode(test::fillTensor("inputs_embeds", {1, 7, a.t5.dModel})));
}

} // namespace

TEST(Lora, besideAnyProjectionEqualsTheMergedWeights)
{
    for (const std::string target : {"q", "k", "v", "o"}) {
        const Architecture a = withLora(target);
        const Weights weights = languageModel(a);
        const at::Tensor beside = logitsOf(weights, a, a.loraScale());
        EXPECT_TRUE(at::allclose(beside, logitsOf(merged(weights, a.loraScale()), a, 0.0), 1e-4, 1e-5)) << target;
        EXPECT_FALSE(at::allclose(beside, logitsOf(merged(weights, 0.0), a, 0.0), 1e-4, 1e-5)) << target;
    }
}
