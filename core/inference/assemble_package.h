// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/checkpoints/assembly_plan.h"
#include "core/inference/model_package.h"

#include <optional>
#include <variant>

namespace descant::inference {

/// Weights in our own names: a *.safetensors file, a folder of them, or a package, whose settings are taken along.
struct OwnWeights {
    std::filesystem::path path;
};

/// A training file of the authors (`MSRVTT_best.pth` and such, or one's own). It knows its variant, LoRA and prompt;
/// the decoding settings and the audio window are those of the authors' evaluation on the same data set.
struct AuthorsFile {
    std::filesystem::path path;
};

/// A hub folder of BLIP-2 with Flan-T5 (config.json, *.safetensors, spiece.model) and, where there are, a BEATs file
/// and a trained Q-Former: a LAVIS-style training file, whole or with trained parameters only, or safetensors of ours.
/// Without a Q-Former that listens the package is visual; BEATs is kept in it for training.
struct HubFolder {
    std::filesystem::path blip2, beats, qformer;
};

/// What `model assemble` makes a package from.
struct AssembleRequest {
    std::variant<OwnWeights, AuthorsFile, HubFolder> from;
    std::filesystem::path tokenizer;            ///< spiece.model; empty: the one beside the weights
    std::optional<nlohmann::json> architecture; ///< deep-merged over what names, shapes and settings tell
    AssemblyChoices choices;
    std::optional<std::string> name, prompt;
    std::filesystem::path out;
};

/// Writes the package; on an error (TensorMismatch lists every key) no folder stays behind. Any thread.
Outcome<void> assemblePackage(const AssembleRequest& request, std::stop_token stop, const ProgressSink& progress);

} // namespace descant::inference
