// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/inference/model_package.h"
#include "core/inference/networks/linear_weights.h"

#include <stop_token>

namespace descant::inference {

/// Reads weights in pieces of a few megabytes on all threads, so that the disk and the conversion keep each other busy,
/// that no second copy of a large tensor is ever held, and that a load can be stopped within a piece. Progress is told
/// by bytes. One thread at a time.
class WeightReader {
public:
    /// `bytes`: all that will be read.
    WeightReader(std::stop_token stop, const ProgressSink& progress, std::uint64_t bytes)
        : m_stop(std::move(stop)), m_progress(progress), m_bytes(bytes)
    {
    }

    /// A tensor in memory, converted to `type` on the way.
    Outcome<at::Tensor> read(const SafetensorsFile& file, const TensorEntry& entry, at::ScalarType type);
    /// A matrix rounded to 8 bits on the way.
    Outcome<EightBitMatrix> readEightBits(const SafetensorsFile& file, const TensorEntry& entry);

private:
    /// What becomes of the bytes of some rows: `first` is the number of the first.
    using Taker = std::function<void(std::span<const std::byte> bytes, std::int64_t first, std::int64_t rows)>;

    /// Hands out the bytes of a tensor of `rows` equal rows, on several threads at once.
    Outcome<void> readRows(const SafetensorsFile& file, const TensorEntry& entry, std::int64_t rows, const Taker& take);

    std::stop_token m_stop;
    const ProgressSink& m_progress;
    std::uint64_t m_bytes = 0;
    std::uint64_t m_done = 0;
};

} // namespace descant::inference
