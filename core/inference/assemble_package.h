// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_package.h"

#include <optional>

namespace descant::inference {

/// What `model assemble` makes a package from: weights in our own names.
struct AssembleRequest {
    std::filesystem::path weights;              ///< a *.safetensors file, a folder of them, or a package
    std::filesystem::path tokenizer;            ///< spiece.model; empty: the one beside the weights
    std::optional<nlohmann::json> architecture; ///< deep-merged over the package's own, or over the published size
    enum class Elements { AsStored, Fp32, Bf16, Fp16 } elements = Elements::AsStored;
    std::optional<std::string> name, prompt;
    std::filesystem::path out;
};

/// Writes the package; on an error (TensorMismatch lists every key) no folder stays behind. Any thread.
Outcome<void> assemblePackage(const AssembleRequest& request, std::stop_token stop, const ProgressSink& progress);

} // namespace descant::inference
