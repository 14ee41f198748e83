// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/safetensors_reader.h"

#include <functional>
#include <stop_token>

namespace descant::inference {

/// A tensor that is read in pieces, wherever it lies.
struct ReadableTensor {
    ElementType type = ElementType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t bytes = 0;
    std::function<Result<void>(std::uint64_t from, std::span<std::byte> target)> read;
};

/// Whether two tensors are of one type and shape and hold the same bytes. Keeps a few megabytes of each in memory and
/// stops within them.
Outcome<bool> sameTensor(const ReadableTensor& one, const ReadableTensor& other, const std::stop_token& stop);

} // namespace descant::inference
