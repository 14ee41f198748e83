// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/networks/weights.h"
#include "core/inference/safetensors_writer.h"

#include <filesystem>
#include <optional>

namespace descant::inference {

/// All tensors of a safetensors file in memory, as stored.
Result<Weights> readWeights(const std::filesystem::path& path);
/// One tensor in memory, as stored.
Result<at::Tensor> readTensor(const SafetensorsFile& file, const TensorEntry& entry);
/// Writes the tensors; with `type`, floating-point ones are converted to it (F32, F16 or BF16).
Result<void> writeWeights(const std::filesystem::path& path, const Weights& weights,
                          std::optional<ElementType> type = std::nullopt,
                          const std::map<std::string, std::string>& metadata = {});

/// The tensors as a package draft takes them; floating-point ones converted to `type`, where given.
Result<std::vector<TensorToWrite>> tensorsToWrite(const Weights& weights,
                                                  std::optional<ElementType> type = std::nullopt);

at::ScalarType scalarTypeOf(ElementType type);

} // namespace descant::inference
