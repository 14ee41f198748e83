// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/checkpoints/mapped_tensors.h"
#include "core/inference/safetensors_writer.h"

namespace descant::inference {

/// How weights are written.
enum class Elements { AsStored, Fp32, Bf16, Fp16 };
/// Whether low-rank additions are multiplied into their projections, in fp32, or stay pairs of their own.
enum class LoraHandling { Merge, Keep };

struct AssemblyChoices {
    Elements elements = Elements::AsStored;
    LoraHandling lora = LoraHandling::Merge;
};

/// The tensors of a package, each made when its turn comes, so that no more than one is in memory.
struct AssemblyPlan {
    Architecture architecture; ///< without LoRA once that is merged
    std::vector<TensorToWrite> tensors;
};

/// Plans a package of this architecture from these tensors. TensorMismatch lists every tensor that is missing,
/// unexpected or misshapen. LoRA that is described but not there is left out. `mapped` must outlive the plan.
Result<AssemblyPlan> planAssembly(const MappedTensors& mapped, Architecture architecture, AssemblyChoices choices,
                                  const std::string& subject);

} // namespace descant::inference
