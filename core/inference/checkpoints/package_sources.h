// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/assemble_package.h"

namespace descant::inference {

/// The checkpoints behind a request, opened, and what they say beside their weights.
struct PackageSources {
    std::vector<std::unique_ptr<TensorSource>> checkpoints;
    MappedTensors tensors;           ///< points into `checkpoints`
    nlohmann::json manifest;         ///< an object: what descant-model.json will say, as far as the sources tell
    std::filesystem::path tokenizer; ///< where one is expected when none is given
    std::filesystem::path subject;   ///< what errors name
};

/// Whether the numbers of tensors that are stored under several names are read and compared, or only their headers are
/// looked at: who writes a package must know, who looks at what is there need not wait for gigabytes.
enum class AliasCheck { Compare, Trust };

/// Opens them, translates their names and works out the architecture (in manifest["architecture"]).
Outcome<PackageSources> openPackageSources(const AssembleRequest& request, AliasCheck check,
                                           const std::stop_token& stop);
/// What they come to with what the request says of the architecture.
Result<Architecture> architectureOf(const AssembleRequest& request, const PackageSources& sources);

} // namespace descant::inference
