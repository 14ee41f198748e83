// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/inspect_sources.h"

namespace descant::inference {

/// The package that a request makes, its tokenizer aside; reads headers only. Errors: those of openPackageSources and
/// planAssembly.
Result<PlannedPackage> planPackage(AssembleRequest request);

/// The lines of a TensorMismatch, gathered by the part of the model that they belong to.
std::vector<MissingPart> missingParts(const std::vector<std::string>& items);

} // namespace descant::inference
