// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/weight_reading.h"

#include "core/inference/networks/row_products.h"
#include "core/inference/networks/weights_file.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <sys/mman.h>

namespace descant::inference {
namespace {

/// A piece fits into a processor's cache, so that it is converted from there.
constexpr std::uint64_t kPieceBytes = std::uint64_t(1) << 20;
/// Bytes between two reports of progress, at which the threads wait for each other.
constexpr std::uint64_t kStretchBytes = std::uint64_t(64) << 20;

/// Asks for large pages, which are much cheaper to fill and quicker to walk through; without them all works the same.
at::Tensor roomy(at::IntArrayRef shape, at::ScalarType type)
{
    constexpr std::uintptr_t kLargePage = std::uintptr_t(2) << 20;
    at::Tensor tensor = at::empty(shape, at::TensorOptions(type));
    const auto begin = reinterpret_cast<std::uintptr_t>(tensor.data_ptr());
    const std::uintptr_t first = (begin + kLargePage - 1) / kLargePage * kLargePage;
    const std::uintptr_t last = (begin + tensor.nbytes()) / kLargePage * kLargePage;
    if (last > first)
        ::madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
    return tensor;
}

at::Tensor viewOf(void* bytes, std::int64_t count, at::ScalarType type)
{
    return at::from_blob(bytes, {count}, at::TensorOptions(type));
}

/// The first failure of several threads.
class FirstFailure {
public:
    void set(Failure failure)
    {
        const std::lock_guard lock(m_mutex);
        if (!m_failure)
            m_failure = std::move(failure);
    }
    Outcome<void> outcome() const { return m_failure ? Outcome<void>(fail(*m_failure)) : Outcome<void>(); }

private:
    std::mutex m_mutex;
    std::optional<Failure> m_failure;
};

} // namespace

Outcome<void> WeightReader::readRows(const SafetensorsFile& file, const TensorEntry& entry, std::int64_t rows,
                                     const Taker& take)
{
    if (rows == 0 || entry.bytes == 0)
        return {};
    const std::uint64_t rowBytes = entry.bytes / static_cast<std::uint64_t>(rows);
    const auto rowsIn = [&](std::uint64_t bytes) {
        return std::max<std::int64_t>(1, static_cast<std::int64_t>(bytes / rowBytes));
    };
    const auto readPiece = [&](std::int64_t first, std::int64_t count,
                               std::vector<std::byte>& buffer) -> Outcome<void> {
        if (m_stop.stop_requested())
            return cancelled();
        buffer.resize(static_cast<std::size_t>(count) * rowBytes);
        DESCANT_CHECK(file.readPart(entry, static_cast<std::uint64_t>(first) * rowBytes, buffer));
        take(buffer, first, count);
        return {};
    };
    FirstFailure failure;
    for (std::int64_t start = 0; start < rows; start += rowsIn(kStretchBytes)) {
        report(m_progress, "Loading the model", static_cast<double>(m_done) / static_cast<double>(m_bytes));
        const std::int64_t end = std::min(rows, start + rowsIn(kStretchBytes));
        at::parallel_for(start, end, rowsIn(kPieceBytes), [&](std::int64_t begin, std::int64_t last) {
            std::vector<std::byte> buffer;
            const std::int64_t piece = rowsIn(kPieceBytes);
            for (std::int64_t row = begin; row < last; row += piece) {
                if (auto done = readPiece(row, std::min(piece, last - row), buffer); !done)
                    return failure.set(done.error());
            }
        });
        DESCANT_CHECK(failure.outcome());
        m_done += static_cast<std::uint64_t>(end - start) * rowBytes;
    }
    return {};
}

Outcome<at::Tensor> WeightReader::read(const SafetensorsFile& file, const TensorEntry& entry, at::ScalarType type)
{
    const at::ScalarType stored = scalarTypeOf(entry.type);
    at::Tensor tensor = roomy(entry.shape, type);
    auto* const target = static_cast<std::byte*>(tensor.data_ptr());
    const std::size_t size = tensor.element_size();
    DESCANT_CHECK(readRows(file, entry, entry.elements(), [&](auto bytes, std::int64_t first, std::int64_t count) {
        viewOf(target + static_cast<std::size_t>(first) * size, count, type)
            .copy_(viewOf(const_cast<std::byte*>(bytes.data()), count, stored));
    }));
    return tensor;
}

Outcome<EightBitMatrix> WeightReader::readEightBits(const SafetensorsFile& file, const TensorEntry& entry)
{
    const at::ScalarType stored = scalarTypeOf(entry.type);
    const std::int64_t rows = entry.shape.front();
    const std::int64_t inputs = entry.shape.back();
    EightBitMatrix matrix{roomy(entry.shape, at::kChar), at::empty({rows}, at::kFloat)};
    auto* const numbers = matrix.numbers.data_ptr<std::int8_t>();
    auto* const scales = matrix.scale.data_ptr<float>();
    DESCANT_CHECK(readRows(file, entry, rows, [&](auto bytes, std::int64_t first, std::int64_t count) {
        const at::Tensor wide = viewOf(const_cast<std::byte*>(bytes.data()), count * inputs, stored).to(at::kFloat);
        quantiseWeights(wide.const_data_ptr<float>(), count, inputs, {numbers + first * inputs, scales + first});
    }));
    return matrix;
}

} // namespace descant::inference
