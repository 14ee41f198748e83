// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/layers.h"

#include "core/inference/networks/linear_weights.h"

#include <cmath>
#include <limits>
#include <vector>

namespace descant::inference {

at::Tensor linear(const Scope& scope, const at::Tensor& x) { return linearWeights(scope).apply(x); }

at::Tensor layerNorm(const Scope& scope, const at::Tensor& x, double eps)
{
    const at::Tensor& weight = scope("weight");
    return at::layer_norm(x.to(weight.scalar_type()), {weight.size(0)}, weight, scope("bias").to(weight.scalar_type()),
                          eps);
}

at::Tensor splitHeads(const at::Tensor& x, std::int64_t heads)
{
    return x.view({x.size(0), x.size(1), heads, x.size(2) / heads}).transpose(1, 2);
}

at::Tensor mergeHeads(const at::Tensor& x)
{
    return x.transpose(1, 2).reshape({x.size(0), x.size(2), x.size(1) * x.size(3)});
}

at::Tensor softmaxLike(const at::Tensor& scores, const at::Tensor& like)
{
    return at::softmax(scores, -1, at::kFloat).to(like.scalar_type());
}

namespace {

double lowestFinite(at::ScalarType type)
{
    if (type == at::kHalf)
        return std::numeric_limits<at::Half>::lowest();
    if (type == at::kBFloat16)
        return std::numeric_limits<at::BFloat16>::lowest();
    return std::numeric_limits<float>::lowest();
}

} // namespace

at::Tensor additiveMask(const at::Tensor& mask, const at::Tensor& like)
{
    const at::Tensor closed = mask.to(like.device()).eq(0).to(like.scalar_type());
    return (closed * lowestFinite(like.scalar_type())).unsqueeze(1).unsqueeze(1);
}

at::Tensor dropout(const at::Tensor& x, double p) { return p > 0.0 ? at::dropout(x, p, true) : x; }

std::int64_t relativeBucket(std::int64_t distance, Direction direction, std::int64_t buckets, std::int64_t maxDistance)
{
    std::int64_t first = 0;
    std::int64_t length = 0;
    if (direction == Direction::Both) {
        buckets /= 2;
        first = distance > 0 ? buckets : 0;
        length = std::abs(distance);
    } else {
        length = distance < 0 ? -distance : 0;
    }
    const std::int64_t exact = buckets / 2;
    if (length < exact)
        return first + length;
    // 32-bit arithmetic, as the reference: the borders of the buckets depend on it.
    const float ratio = std::log(static_cast<float>(length) / static_cast<float>(exact))
        / static_cast<float>(std::log(static_cast<double>(maxDistance) / static_cast<double>(exact)));
    const auto step = static_cast<std::int64_t>(ratio * static_cast<float>(buckets - exact));
    return first + std::min(buckets - 1, exact + step);
}

at::Tensor relativeBuckets(std::int64_t firstQuery, std::int64_t queries, std::int64_t keys, Direction direction,
                           std::int64_t buckets, std::int64_t maxDistance, at::Device device)
{
    // The bucket depends on the distance alone: from -(firstQuery + queries - 1) to keys - 1 - firstQuery.
    const std::int64_t farthest = firstQuery + queries - 1;
    std::vector<std::int64_t> ofDistance(static_cast<std::size_t>(farthest + keys));
    for (std::size_t index = 0; index < ofDistance.size(); ++index)
        ofDistance[index] =
            relativeBucket(static_cast<std::int64_t>(index) - farthest, direction, buckets, maxDistance);
    at::Tensor table = at::empty({queries, keys}, at::kLong);
    auto* out = table.data_ptr<std::int64_t>();
    for (std::int64_t query = 0; query < queries; ++query) {
        const std::int64_t* row = ofDistance.data() + (farthest - (firstQuery + query));
        std::copy(row, row + keys, out + query * keys);
    }
    return table.to(device);
}

} // namespace descant::inference
