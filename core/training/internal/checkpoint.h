// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/inference/networks/weights.h"

#include <filesystem>

namespace descant::training {

/// A stage that can be interrupted: weights, the optimiser's moments and how many steps were done.
struct Checkpoint {
    inference::Weights weights;
    inference::Weights moments;
    std::int64_t steps = 0;
};

/// One safetensors file, written whole or not at all.
Result<void> saveCheckpoint(const Checkpoint& checkpoint, const std::filesystem::path& path);
/// FileNotFound when there is none.
Result<Checkpoint> readCheckpoint(const std::filesystem::path& path);

} // namespace descant::training
