// SPDX-License-Identifier: GPL-3.0-or-later
// The forms in which a matrix is held give the same products: plain ones up to rounding, 8-bit ones within the steps.
#include "core/inference/networks/linear_weights.h"
#include "core/inference/networks/row_products.h"

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <gtest/gtest.h>

using namespace descant::inference;

namespace {

struct Shape {
    std::int64_t rows, inputs, outputs;
};

/// Odd ones too: what is left over beside the widths that the processor takes at a time.
const std::vector<Shape> kShapes = {{1, 64, 16}, {2, 139, 33}, {3, 7, 5},    {4, 128, 66},  {5, 320, 128},
                                    {6, 1, 9},   {7, 200, 41}, {8, 77, 300}, {20, 96, 130}, {65, 256, 96}};

at::Tensor numbers(at::IntArrayRef shape, std::uint64_t seed)
{
    at::manual_seed(seed);
    return at::randn(shape);
}

double farthest(const at::Tensor& a, const at::Tensor& b)
{
    return (a - b).abs().max().item<double>() / b.abs().max().item<double>();
}

at::Tensor rounded(const LinearWeights& plain, const at::Tensor& x)
{
    const EightBitMatrix matrix = toEightBits(plain.matrix);
    return LinearWeights{matrix.numbers, matrix.scale, plain.bias}.apply(x);
}

LinearWeights plainOf(const Shape& shape, bool bias)
{
    return {numbers({shape.outputs, shape.inputs}, 1), {}, bias ? numbers({shape.outputs}, 2) : at::Tensor()};
}

} // namespace

TEST(LinearWeights, fewRowsAndPackedMatricesAgreeWithLibTorch)
{
    const c10::InferenceMode mode;
    for (const Shape& shape : kShapes) {
        for (const bool bias : {false, true}) {
            const LinearWeights plain = plainOf(shape, bias);
            const at::Tensor x = numbers({shape.rows, shape.inputs}, 3);
            const at::Tensor expected =
                at::linear(x, plain.matrix, bias ? std::optional<at::Tensor>(plain.bias) : std::nullopt);
            EXPECT_LT(farthest(plain.apply(x), expected), 1e-5) << shape.rows << " " << shape.inputs;
            const PortableRowProducts portable;
            EXPECT_LT(farthest(plain.apply(x), expected), 1e-5) << shape.rows << " " << shape.inputs;
            if (!canPack())
                continue;
            const LinearWeights dense{packed(plain.matrix), {}, plain.bias};
            EXPECT_LT(farthest(dense.apply(x), expected), 1e-5) << shape.rows << " " << shape.inputs;
        }
    }
}

TEST(LinearWeights, eightBitsAreTheSameWithAndWithoutTheProcessorsHelp)
{
    const c10::InferenceMode mode;
    for (const Shape& shape : kShapes) {
        const LinearWeights plain = plainOf(shape, true);
        const at::Tensor x = numbers({shape.rows, shape.inputs}, 3);
        const at::Tensor quick = rounded(plain, x);
        const PortableRowProducts portable;
        // The sums are whole numbers; only the last step, scale and bias, may be rounded once or twice.
        EXPECT_LT(farthest(quick, rounded(plain, x)), 1e-6) << shape.rows << " " << shape.inputs;
    }
}

TEST(LinearWeights, eightBitsStayWithinTheirSteps)
{
    const c10::InferenceMode mode;
    for (const Shape& shape : kShapes) {
        const LinearWeights plain = plainOf(shape, true);
        const at::Tensor x = numbers({2, shape.rows, shape.inputs}, 3);
        const at::Tensor exact = plain.apply(x);
        EXPECT_EQ(rounded(plain, x).sizes(), exact.sizes());
        EXPECT_LT(farthest(rounded(plain, x), exact), 0.03) << shape.rows << " " << shape.inputs;
        if (!canPack())
            continue;
        const EightBitMatrix matrix = toEightBits(plain.matrix);
        const LinearWeights dense{packed(matrix.numbers), matrix.scale, plain.bias};
        EXPECT_EQ(dense.apply(x).sizes(), exact.sizes());
        EXPECT_LT(farthest(dense.apply(x), exact), 0.03) << shape.rows << " " << shape.inputs;
    }
}

TEST(LinearWeights, eachOutputAndEachRowHasItsOwnScale)
{
    const c10::InferenceMode mode;
    LinearWeights plain = plainOf({6, 64, 32}, false);
    plain.matrix = plain.matrix * at::logspace(-3, 3, 32).unsqueeze(1);
    const at::Tensor x = numbers({6, 64}, 3) * at::logspace(-4, 4, 6).unsqueeze(1);
    const at::Tensor exact = plain.apply(x);
    // Were there one scale for all, the small outputs of the small rows would be nothing at all.
    const at::Tensor shares = rounded(plain, x) / exact;
    EXPECT_LT((shares - 1.0).abs().median().item<double>(), 0.02);
}

TEST(LinearWeights, nothingAndNotANumberComeThrough)
{
    const c10::InferenceMode mode;
    LinearWeights plain = plainOf({1, 40, 8}, true);
    plain.matrix[3].zero_();
    const at::Tensor still = rounded(plain, at::zeros({2, 40}));
    EXPECT_TRUE(still.equal(plain.bias.expand({2, 8})));
    at::Tensor x = numbers({2, 40}, 3);
    x[1][7] = std::numeric_limits<float>::quiet_NaN();
    const at::Tensor result = rounded(plain, x);
    EXPECT_TRUE(at::isfinite(result[0]).all().item<bool>());
    EXPECT_FALSE(at::isfinite(result[1]).any().item<bool>());
}

TEST(LinearWeights, plainMatricesStayDifferentiable)
{
    LinearWeights plain = plainOf({2, 16, 4}, true);
    plain.matrix.set_requires_grad(true);
    plain.apply(numbers({2, 16}, 3)).sum().backward();
    ASSERT_TRUE(plain.matrix.grad().defined());
    EXPECT_GT(plain.matrix.grad().abs().sum().item<double>(), 0.0);
}
