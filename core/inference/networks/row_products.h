// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace descant::inference {

/// Products of a few rows with a matrix, as decoding needs them: one pass over the matrix, which is what takes the
/// time, so that its speed is the memory's. Plain pointers to memory that the caller owns, row-major, without gaps.
/// Any thread; the matrix's rows are shared out among LibTorch's threads. AVX-512 where the processor has it, else
/// portable code with the same results up to rounding (fp32) or exactly (int8).

struct RowProduct {
    std::int64_t rows = 0;       ///< of the input
    std::int64_t inputs = 0;     ///< numbers in a row
    std::int64_t outputs = 0;    ///< rows of the matrix
    const float* bias = nullptr; ///< [outputs], or nothing
    float* result = nullptr;     ///< [rows, outputs]
};

/// Whether the 32-bit products are faster here than LibTorch's own.
bool hasFastRowProducts();
/// result = x · matrixᵀ + bias; x [rows, inputs], matrix [outputs, inputs].
void multiplyRows(const float* x, const float* matrix, const RowProduct& product);

/// Rows in 8 bits: value ≈ (number - 128) · scale of its row.
struct QuantisedRows {
    std::uint8_t* numbers = nullptr; ///< [rows, inputs]
    float* scales = nullptr;         ///< [rows]
};
/// The same on the calling thread alone, for small matrices.
void multiplyRowsHere(const float* x, const float* matrix, const RowProduct& product);
/// The sum of the products of two rows.
float dotProduct(const float* a, const float* b, std::int64_t count);
/// target += source · factor
void addScaled(float* target, const float* source, float factor, std::int64_t count);

struct SignedRows {
    std::int8_t* numbers = nullptr; ///< [rows, inputs], in [-127, 127]
    float* scales = nullptr;        ///< [rows]
};
/// Rounds each row to `levels` steps on either side of nothing: 127, or fewer where the products need room.
void quantiseRows(const float* x, std::int64_t rows, std::int64_t inputs, int levels, const QuantisedRows& target);
/// The same for the rows of a matrix, with 127 steps, as signed numbers without the 128.
void quantiseWeights(const float* matrix, std::int64_t rows, std::int64_t inputs, const SignedRows& target);
/// result = x · (matrix · scale of its row)ᵀ + bias, exact in whole numbers up to the last step; matrix in
/// [-127, 127].
void multiplyRows(const QuantisedRows& x, const std::int8_t* matrix, const float* matrixScales,
                  const RowProduct& product);

/// With this in hand, the portable code is used even where the processor could do better: for tests, which compare
/// the two.
class PortableRowProducts {
public:
    PortableRowProducts();
    ~PortableRowProducts();
    PortableRowProducts(const PortableRowProducts&) = delete;
    PortableRowProducts& operator=(const PortableRowProducts&) = delete;
};

} // namespace descant::inference
