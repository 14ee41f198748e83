// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_package.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace descant::inference {

/// What the machine has to offer a model.
struct Machine {
    std::uint64_t memory = 0;                ///< bytes free for a process; 0: unknown
    bool nativeBf16 = false;                 ///< the processor multiplies 16-bit numbers itself
    std::optional<std::uint64_t> cudaMemory; ///< bytes free on the CUDA device that is meant; nothing: there is none
};

/// This machine; for a CUDA device `cuda` is its number.
Machine thisMachine(std::optional<int> cuda);

/// Where and how a model is held.
struct Placement {
    bool onCuda = false;
    Precision precision = Precision::Fp32;
    int framesAtOnce = 1;              ///< that the ViT looks at together
    std::string reason;                ///< for the precision, half a sentence
    std::vector<std::string> warnings; ///< what was not possible and what is done in its place, a sentence each
};

/// Chooses. With too little memory: first fewer frames at once, then (where no precision is asked for) fewer bits, then
/// the CPU in place of the CUDA device. OutOfMemory where nothing fits.
Result<Placement> place(const ModelPackage& package, std::optional<Precision> precision, const Machine& machine);

/// The next smaller way after memory ran out at work with `before`: fewer frames at once, then the CPU. Nothing where
/// there is none.
std::optional<Placement> smaller(const ModelPackage& package, const Placement& before,
                                 std::optional<Precision> precision, const Machine& machine);

} // namespace descant::inference
