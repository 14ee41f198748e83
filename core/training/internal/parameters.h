// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"
#include "core/inference/networks/weights.h"

#include <functional>
#include <string>
#include <vector>

namespace descant::training {

/// A fresh model: every tensor that the architecture asks for, drawn by the rules of its network (truncated normals for
/// ViT and Q-Former, deep norm for BEATs, T5's factors for T5). The same seed gives the same model.
inference::Weights freshWeights(const inference::Architecture& architecture, std::uint64_t seed);

/// Tensors beside the model that only training needs (label heads): normal weights and a constant bias.
void addHead(inference::Weights& weights, const std::string& name, std::int64_t outputs, std::int64_t inputs, double bias = 0.0);

/// Those whose names are wanted learn; the others are frozen. Names of the learning ones, sorted.
std::vector<std::string> chooseTrainable(inference::Weights& weights, const std::function<bool(const std::string&)>& wanted);

} // namespace descant::training
