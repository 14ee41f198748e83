// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_package.h"
#include "core/inference/networks/weights.h"

#include <functional>

namespace descant::inference {

/// The device for "cpu", "cuda:N", "cuda" or "auto". CUDA support is loaded at run time where it is installed.
Result<at::Device> deviceFromName(const std::string& name);

/// Weights on a device, in the element types that heldAs() tells for `precision`.
struct LoadRequest {
    at::Device device = at::kCPU;
    Precision precision = Precision::Fp32;
    std::function<bool(const std::string&)> wanted; ///< by name; empty: all
};
Outcome<Weights> loadWeights(const ModelPackage& package, const LoadRequest& request, const std::stop_token& stop,
                             const ProgressSink& progress);

} // namespace descant::inference
