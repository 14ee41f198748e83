// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/model_package.h"

namespace descant::inference {

/// The weights of some files by the names of the networks: constant buffers left out, tensors of several names once.
struct StoredTensors {
    std::vector<PackageTensor> tensors;
    std::vector<PackageTensor> secondNames; ///< further ones of tensors in `tensors`, by the name that is kept
};

/// Errors: PackageInvalid where a name is in two files, TensorMismatch where a type is none of weights.
Result<StoredTensors> gatherTensors(const std::vector<SafetensorsFile>& files);

/// TensorMismatch where one tensor has other contents under its second name. Reads both; stops within a few megabytes.
Outcome<void> checkSecondNames(const std::vector<SafetensorsFile>& files, const StoredTensors& stored,
                               const std::stop_token& stop);

} // namespace descant::inference
