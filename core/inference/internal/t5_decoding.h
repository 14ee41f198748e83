// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/internal/decoding.h"
#include "core/inference/networks/t5.h"

namespace descant::inference {

/// T5's decoder as the search asks for it: one clip, encoded [1, S, dModel], any number of rows, keys and values
/// cached. Borrows the weights of t5.
DecodingModel t5DecodingModel(const T5& t5, const at::Tensor& encoded, const at::Tensor& mask = {});

/// Numbers as a tensor on a device, [1, n].
at::Tensor idTensor(std::span<const std::int64_t> ids, at::Device device);

} // namespace descant::inference
