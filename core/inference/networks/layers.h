// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/networks/weights.h"

namespace descant::inference {

/// The pieces that all four networks share. Every function is differentiable and changes nothing in place. An input is
/// cast to the type of the weights that it meets, so that 16-bit matrices and 32-bit norms can be mixed.

/// x · weightᵀ (+ bias, where there is one).
at::Tensor linear(const Scope& scope, const at::Tensor& x);
/// Layer norm over the last dimension.
at::Tensor layerNorm(const Scope& scope, const at::Tensor& x, double eps);
/// [B, N, heads·d] → [B, heads, N, d], and back.
at::Tensor splitHeads(const at::Tensor& x, std::int64_t heads);
at::Tensor mergeHeads(const at::Tensor& x);
/// Softmax over the last dimension, evaluated in 32 bits, given back in the type of `like`.
at::Tensor softmaxLike(const at::Tensor& scores, const at::Tensor& like);
/// A mask of ones (attend) and zeros, [B, N], as numbers to add to scores, [B, 1, 1, N]: 0 or the lowest finite value
/// of `like`'s type. With every key masked the attention becomes uniform, as in the reference.
at::Tensor additiveMask(const at::Tensor& mask, const at::Tensor& like);
/// Dropout with probability p; p = 0 gives x itself.
at::Tensor dropout(const at::Tensor& x, double p);

/// Bucket numbers of the relative distances (key - query), as int64 [queries, keys] (Raffel et al. 2020, BEATs).
enum class Direction { Both, Past };
at::Tensor relativeBuckets(std::int64_t firstQuery, std::int64_t queries, std::int64_t keys, Direction direction,
                           std::int64_t buckets, std::int64_t maxDistance, at::Device device);
/// The bucket of one distance key - query.
std::int64_t relativeBucket(std::int64_t distance, Direction direction, std::int64_t buckets, std::int64_t maxDistance);

} // namespace descant::inference
