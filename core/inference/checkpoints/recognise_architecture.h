// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"

#include <nlohmann/json.hpp>

#include <map>

namespace descant::inference {

/// Shapes of tensors, by our names.
using TensorShapes = std::map<std::string, std::vector<std::int64_t>>;

/// The "architecture" members that names and shapes tell: variant, widths, depths, layouts, LoRA rank. What they do not
/// tell (head counts of ViT and Q-Former, epsilons, LoRA alpha) is left out.
nlohmann::json architectureFromShapes(const TensorShapes& shapes);

/// What a hub folder's config.json says of BLIP-2, with the defaults that transformers builds in.
/// ArchitectureInvalid: it is another model, or one whose language model is not T5.
Result<nlohmann::json> architectureFromHubConfig(const nlohmann::json& config);
/// What the "config" of an authors' training file says: query counts, cross-attention, LoRA alpha.
nlohmann::json architectureFromAuthorsConfig(const nlohmann::json& config);
/// What the "cfg" of a BEATs file says. ArchitectureInvalid: a BEATs of another make (norm first, no gate).
Result<nlohmann::json> architectureFromBeatsConfig(const nlohmann::json& config);

} // namespace descant::inference
