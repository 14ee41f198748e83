// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/component_runner.h"
#include "core/inference/internal/component_tensors.h"

namespace descant::inference {

/// The component "preprocess": "frames_rgb" and "waveform" of the inputs, on the CPU, as the model sees and hears them.
Outcome<Weights> preprocessComponent(const ComponentRequest& request, const ModelPackage& package,
                                     const ComponentTensors& inputs, const std::stop_token& stop);

} // namespace descant::inference
