// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/internal/decoding.h"
#include "core/inference/networks/t5.h"

namespace descant::inference {

/// What T5's encoder made of a clip: states [1, S, dModel]; mask [1, S] (1 = attend), or undefined where all count.
struct EncodedText {
    at::Tensor states;
    at::Tensor mask;
};

/// T5's decoder as the search asks for it: the clips side by side, however long each is, keys and values cached.
/// Borrows the weights of t5.
DecodingModel t5DecodingModel(const T5& t5, const std::vector<EncodedText>& clips);

/// Numbers as a tensor on a device, [1, n].
at::Tensor idTensor(std::span<const std::int64_t> ids, at::Device device);

} // namespace descant::inference
