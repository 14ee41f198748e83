// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"

#include <map>
#include <string>
#include <vector>

namespace descant::inference {

/// The parts of a model, as reports name them.
enum class ModelPart { Vit, Beats, QFormer, Projection, T5, Lora };
std::string modelPartName(ModelPart part);

/// A tensor that a package must or may hold.
struct TensorSpecification {
    std::vector<std::int64_t> shape;
    ModelPart part = ModelPart::T5;
    enum class Need { Required, Optional } need = Need::Required;
};

/// Names and shapes of every tensor of a model of this architecture, LoRA pairs included where it has any. Optional is,
/// in a model that does not hear, a BEATs that was kept for later training.
std::map<std::string, TensorSpecification> expectedTensors(const Architecture& architecture);

/// The name under which a stored tensor is kept: the embedding of T5 and the relative positions of BEATs are one tensor
/// that files may hold under several names.
std::string keptName(const std::string& stored);

/// Names that older files carry and that are ignored: constant buffers, and second names of shared tensors.
bool isIgnorableTensor(const std::string& name);

} // namespace descant::inference
