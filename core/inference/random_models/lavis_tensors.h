// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"
#include "core/inference/safetensors_reader.h"

namespace descant::inference {

/// A tensor as a training file of the authors holds it.
struct LavisTensor {
    std::string name;
    ElementType type = ElementType::F32;
    std::vector<std::int64_t> shape;
    std::string ours; ///< the tensor of ours that it is, or is a part of; empty: the buffer of positions
    std::vector<std::int64_t> oursShape;
    std::uint64_t first = 0;     ///< its first element in that
    std::string sharesWith = {}; ///< an earlier one whose numbers it uses
    bool isTrained() const;
    std::uint64_t elements() const;
};

/// All tensors of a model in the words and element types of the authors' files, second names included, in the order in
/// which their modules were registered. Not for Variant::Audio, which the authors do not have.
std::vector<LavisTensor> lavisTensors(const Architecture& architecture);

} // namespace descant::inference
