// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/networks/weights.h"

namespace descant::inference {

/// The matrix of a linear layer in one of the forms in which it is held, and what belongs to it:
/// - plain, [outputs, inputs], in 32 or 16 bits: any device, differentiable;
/// - packed, as oneDNN wants it for products with many rows: 32 bits, or 8 bits with a scale for each output. The CPU
///   only, not differentiable; the packed matrix is the only copy;
/// - 8 bits, [outputs, inputs], with a scale for each output: the CPU only, for products with few rows, not
///   differentiable.
struct LinearWeights {
    at::Tensor matrix;
    at::Tensor scale; ///< [outputs], for 8 bits only
    at::Tensor bias;  ///< [outputs], or undefined

    /// x [..., inputs] → [..., outputs]; x is cast to the type of the matrix, 8 bits take and give 32-bit numbers.
    at::Tensor apply(const at::Tensor& x) const;
    std::int64_t outputs() const;
};

/// `scope`'s "weight", "weight_scale" and "bias".
LinearWeights linearWeights(const Scope& scope);

/// A matrix [outputs, inputs] of finite 32-bit numbers rounded to 8 bits, symmetrically, each output on its own scale.
struct EightBitMatrix {
    at::Tensor numbers; ///< int8 [outputs, inputs]
    at::Tensor scale;   ///< [outputs]
};
EightBitMatrix toEightBits(const at::Tensor& matrix);

/// Whether this LibTorch can pack matrices.
bool canPack();
/// A plain 32-bit or 8-bit matrix in packed form.
at::Tensor packed(const at::Tensor& matrix);

} // namespace descant::inference
