// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_package.h"

#include <optional>
#include <stop_token>

namespace descant::inference {

/// One part of a model on given tensors (`model run`), so that it can be compared with another implementation.
struct ComponentRequest {
    std::filesystem::path package;
    std::string component;                        ///< preprocess, tokenizer, vit, beats, qformer, t5, full or generate
    std::filesystem::path inputs;                 ///< *.safetensors; unused by tokenizer
    std::filesystem::path outputs;                ///< *.safetensors
    std::string text;                             ///< tokenizer
    std::string prefix;                           ///< generate: every caption begins with it
    int sampleRate = kModelSampleRate;            ///< preprocess: of "waveform"
    std::optional<ResizeRecipe> resize;           ///< preprocess: instead of the package's
    std::optional<int> size;                      ///< preprocess: instead of the package's image size
    ResizeFunction resizeFunction;                ///< for swscale-bilinear
    std::optional<GenerationSettings> generation; ///< generate: instead of the package's
    Precision precision = Precision::Fp32;
    std::string device = "cpu";
};

/// Reads the inputs, runs the component and writes its outputs: names and shapes are those of the contract, table
/// "model run". Deterministic. Errors: those of the package, InputInvalid (a tensor is missing, or has a wrong shape or
/// type; ids outside the vocabulary), DeviceUnavailable, OutOfMemory, ModelFailed. On failure no output file stays
/// behind.
Outcome<void> runComponent(const ComponentRequest& request, std::stop_token stop, const ProgressSink& progress);

/// The names that `component` may have.
const std::vector<std::string>& componentNames();

} // namespace descant::inference
