// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/row_products.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <atomic>
#include <bit>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace descant::inference {
namespace {

/// Matrix rows that a thread takes at least, in bytes: waking a thread costs as much as reading so many.
constexpr std::int64_t kBytesPerThread = 128 << 10;
/// Input rows that are multiplied in one pass over the matrix.
constexpr int kMostRows = 6;
/// Matrix rows that are read side by side.
constexpr int kSideBySide = 4;
/// Numbers that a thread rounds at least.
constexpr std::int64_t kQuantisedPerThread = 32 << 10;
constexpr int kWeightLevels = 127;
constexpr int kZero = 128; ///< the 8-bit number that stands for nothing

std::atomic<int> g_portable = 0;

/// A stretch of matrix rows, and the input rows to multiply them with.
template <typename Input, typename Matrix> struct Task {
    const Input* x;
    const float* xScales; ///< for 8-bit numbers only
    const Matrix* matrix;
    const float* matrixScales;
    const RowProduct& product;
    std::int64_t begin, end;
};
using FloatTask = Task<float, float>;
using ByteTask = Task<std::uint8_t, std::int8_t>;

/// Rounds a row to `levels` steps on either side of `zero`; gives the size of a step.
template <typename Number>
float quantiseRow(const float* source, std::int64_t count, int levels, int zero, Number* target)
{
    // Added to a number of less than 2^22 this leaves it rounded to nearest even in the lowest bits.
    constexpr float kRounding = 12582912.0F;
    std::uint32_t largestBits = 0; // as whole numbers, absolute values keep their order
    for (std::int64_t index = 0; index < count; ++index)
        largestBits = std::max(largestBits, std::bit_cast<std::uint32_t>(source[index]) & 0x7fffffffU);
    const auto largest = std::bit_cast<float>(largestBits);
    const float inverse = largest > 0.0F ? static_cast<float>(levels) / largest : 0.0F;
    for (std::int64_t index = 0; index < count; ++index) {
        const auto bits = std::bit_cast<std::uint32_t>(source[index] * inverse + kRounding);
        target[index] = static_cast<Number>(bits + static_cast<std::uint32_t>(zero));
    }
    return largest / static_cast<float>(levels);
}

float biasOf(const RowProduct& product, std::int64_t output) { return product.bias ? product.bias[output] : 0.0F; }

void portable(const FloatTask& task, std::int64_t firstRow, std::int64_t rows)
{
    const std::int64_t inputs = task.product.inputs;
    for (std::int64_t output = task.begin; output < task.end; ++output) {
        const float* weights = task.matrix + output * inputs;
        for (std::int64_t row = firstRow; row < firstRow + rows; ++row) {
            const float* x = task.x + row * inputs;
            float sum = 0.0F;
            for (std::int64_t index = 0; index < inputs; ++index)
                sum += x[index] * weights[index];
            task.product.result[row * task.product.outputs + output] = sum + biasOf(task.product, output);
        }
    }
}

void store(const ByteTask& task, std::int64_t row, std::int64_t output, std::int32_t sum)
{
    const float scale = task.xScales[row] * task.matrixScales[output];
    task.product.result[row * task.product.outputs + output] =
        static_cast<float>(sum) * scale + biasOf(task.product, output);
}

/// Written once; the compiler makes of it what the function around it may use.
[[gnu::always_inline]] inline std::int32_t sumOfProducts(const std::uint8_t* x, const std::int8_t* weights,
                                                         std::int64_t count)
{
    std::int32_t sum = 0;
    for (std::int64_t index = 0; index < count; ++index)
        sum += (static_cast<std::int32_t>(x[index]) - kZero) * static_cast<std::int32_t>(weights[index]);
    return sum;
}

#ifdef __x86_64__
__attribute__((target("avx2"))) std::int32_t avx2Sum(const std::uint8_t* x, const std::int8_t* weights,
                                                     std::int64_t count)
{
    return sumOfProducts(x, weights, count);
}
#endif

std::int32_t portableSum(const std::uint8_t* x, const std::int8_t* weights, std::int64_t count)
{
#ifdef __x86_64__
    static const bool hasAvx2 = __builtin_cpu_supports("avx2") != 0;
    if (hasAvx2)
        return avx2Sum(x, weights, count);
#endif
    return sumOfProducts(x, weights, count);
}

void portable(const ByteTask& task, std::int64_t firstRow, std::int64_t rows)
{
    const std::int64_t inputs = task.product.inputs;
    for (std::int64_t output = task.begin; output < task.end; ++output) {
        for (std::int64_t row = firstRow; row < firstRow + rows; ++row)
            store(task, row, output, portableSum(task.x + row * inputs, task.matrix + output * inputs, inputs));
    }
}

#ifdef __x86_64__

/// `Wide` matrix rows with `Rows` input rows, sums held in registers, which is why every inner loop is unrolled.
template <int Rows, int Wide> struct FloatSums {
    __m512 sums[Rows][Wide];

    __attribute__((target("avx512f"), always_inline)) void clear()
    {
#pragma GCC unroll 8
        for (int row = 0; row < Rows; ++row) {
#pragma GCC unroll 8
            for (int column = 0; column < Wide; ++column)
                sums[row][column] = _mm512_setzero_ps();
        }
    }
    /// The rows that come next are fetched meanwhile: the processor's own foresight does not reach over short rows
    /// (measured: twice as fast with six rows of 2048).
    __attribute__((target("avx512f"), always_inline)) void add(const float* x, const float* weights,
                                                               std::int64_t inputs, __mmask16 mask)
    {
        __m512 columns[Wide];
#pragma GCC unroll 8
        for (int column = 0; column < Wide; ++column) {
            columns[column] = _mm512_maskz_loadu_ps(mask, weights + column * inputs);
            _mm_prefetch(weights + (Wide + column) * inputs, _MM_HINT_T0);
        }
#pragma GCC unroll 8
        for (int row = 0; row < Rows; ++row) {
            const __m512 numbers = _mm512_maskz_loadu_ps(mask, x + row * inputs);
#pragma GCC unroll 8
            for (int column = 0; column < Wide; ++column)
                sums[row][column] = _mm512_fmadd_ps(numbers, columns[column], sums[row][column]);
        }
    }
};

template <int Rows, int Wide>
__attribute__((target("avx512f"))) void wideBlock(const FloatTask& task, std::int64_t firstRow, std::int64_t output)
{
    const std::int64_t inputs = task.product.inputs;
    const float* x = task.x + firstRow * inputs;
    const float* weights = task.matrix + output * inputs;
    FloatSums<Rows, Wide> block;
    block.clear();
    std::int64_t index = 0;
    for (; index + 16 <= inputs; index += 16)
        block.add(x + index, weights + index, inputs, 0xffff);
    if (index < inputs)
        block.add(x + index, weights + index, inputs, static_cast<__mmask16>((1 << (inputs - index)) - 1));
#pragma GCC unroll 8
    for (int row = 0; row < Rows; ++row) {
#pragma GCC unroll 8
        for (int column = 0; column < Wide; ++column)
            task.product.result[(firstRow + row) * task.product.outputs + output + column] =
                _mm512_reduce_add_ps(block.sums[row][column]) + biasOf(task.product, output + column);
    }
}

#define DESCANT_VNNI target("avx512f,avx512bw,avx512vnni")

template <int Rows, int Wide> struct ByteSums {
    __m512i sums[Rows][Wide];
    __m512i zeros[Wide]; ///< what the zero of the input adds

    __attribute__((DESCANT_VNNI, always_inline)) void clear()
    {
#pragma GCC unroll 8
        for (int column = 0; column < Wide; ++column) {
            zeros[column] = _mm512_setzero_si512();
#pragma GCC unroll 8
            for (int row = 0; row < Rows; ++row)
                sums[row][column] = _mm512_setzero_si512();
        }
    }
    /// The processor multiplies unsigned by signed; what the zero of the input adds is summed beside, to be taken off.
    __attribute__((DESCANT_VNNI, always_inline)) void add(const std::uint8_t* x, const std::int8_t* weights,
                                                          std::int64_t inputs, __mmask64 mask)
    {
        const __m512i zero = _mm512_set1_epi8(static_cast<char>(kZero));
        __m512i columns[Wide];
#pragma GCC unroll 8
        for (int column = 0; column < Wide; ++column) {
            columns[column] = _mm512_maskz_loadu_epi8(mask, weights + column * inputs);
            _mm_prefetch(weights + (Wide + column) * inputs, _MM_HINT_T0);
            zeros[column] = _mm512_dpbusd_epi32(zeros[column], zero, columns[column]);
        }
#pragma GCC unroll 8
        for (int row = 0; row < Rows; ++row) {
            const __m512i numbers = _mm512_maskz_loadu_epi8(mask, x + row * inputs);
#pragma GCC unroll 8
            for (int column = 0; column < Wide; ++column)
                sums[row][column] = _mm512_dpbusd_epi32(sums[row][column], numbers, columns[column]);
        }
    }
};

template <int Rows, int Wide>
__attribute__((DESCANT_VNNI)) void wideBlock(const ByteTask& task, std::int64_t firstRow, std::int64_t output)
{
    const std::int64_t inputs = task.product.inputs;
    const std::uint8_t* x = task.x + firstRow * inputs;
    const std::int8_t* weights = task.matrix + output * inputs;
    ByteSums<Rows, Wide> block;
    block.clear();
    std::int64_t index = 0;
    for (; index + 64 <= inputs; index += 64)
        block.add(x + index, weights + index, inputs, ~__mmask64(0));
    if (index < inputs)
        block.add(x + index, weights + index, inputs, (__mmask64(1) << (inputs - index)) - 1);
#pragma GCC unroll 8
    for (int row = 0; row < Rows; ++row) {
#pragma GCC unroll 8
        for (int column = 0; column < Wide; ++column)
            store(task, firstRow + row, output + column,
                  _mm512_reduce_add_epi32(_mm512_sub_epi32(block.sums[row][column], block.zeros[column])));
    }
}

template <int Rows, typename AnyTask> void wideRows(const AnyTask& task, std::int64_t firstRow)
{
    std::int64_t output = task.begin;
    for (; output + kSideBySide <= task.end; output += kSideBySide)
        wideBlock<Rows, kSideBySide>(task, firstRow, output);
    for (; output < task.end; ++output)
        wideBlock<Rows, 1>(task, firstRow, output);
}

template <typename AnyTask> void wide(const AnyTask& task, std::int64_t firstRow, std::int64_t rows)
{
    static_assert(kMostRows == 6);
    switch (rows) {
    case 1:
        return wideRows<1>(task, firstRow);
    case 2:
        return wideRows<2>(task, firstRow);
    case 3:
        return wideRows<3>(task, firstRow);
    case 4:
        return wideRows<4>(task, firstRow);
    case 5:
        return wideRows<5>(task, firstRow);
    default:
        return wideRows<6>(task, firstRow);
    }
}

bool processorIsWide(const FloatTask&) { return hasFastRowProducts(); }

bool processorIsWide(const ByteTask&)
{
    static const bool wide = __builtin_cpu_supports("avx512vnni") != 0 && __builtin_cpu_supports("avx512bw") != 0;
    return wide;
}

#endif

/// All input rows with a stretch of the matrix that stays in the cache from one handful of rows to the next.
template <typename AnyTask> void multiply(AnyTask task)
{
    constexpr std::int64_t kCachedOutputs = 64;
    const std::int64_t end = task.end;
    for (; task.begin < end; task.begin = task.end) {
        task.end = std::min(end, task.begin + kCachedOutputs);
        for (std::int64_t row = 0; row < task.product.rows; row += kMostRows) {
            const std::int64_t rows = std::min<std::int64_t>(kMostRows, task.product.rows - row);
#ifdef __x86_64__
            if (g_portable == 0 && processorIsWide(task)) {
                wide(task, row, rows);
                continue;
            }
#endif
            portable(task, row, rows);
        }
    }
}

template <typename AnyTask> void multiplyInParallel(const AnyTask& whole, std::int64_t bytesPerOutput)
{
    const std::int64_t grain =
        std::max<std::int64_t>(kSideBySide, kBytesPerThread / std::max<std::int64_t>(1, bytesPerOutput));
    at::parallel_for(0, whole.product.outputs, grain, [&](std::int64_t begin, std::int64_t end) {
        AnyTask part = whole;
        part.begin = begin;
        part.end = end;
        multiply(part);
    });
}

} // namespace

bool hasFastRowProducts()
{
#ifdef __x86_64__
    static const bool wide = __builtin_cpu_supports("avx512f") != 0;
    return wide && g_portable == 0;
#else
    return false;
#endif
}

void multiplyRows(const float* x, const float* matrix, const RowProduct& product)
{
    multiplyInParallel(FloatTask{x, nullptr, matrix, nullptr, product, 0, product.outputs},
                       product.inputs * static_cast<std::int64_t>(sizeof(float)));
}

void multiplyRowsHere(const float* x, const float* matrix, const RowProduct& product)
{
    multiply(FloatTask{x, nullptr, matrix, nullptr, product, 0, product.outputs});
}

float dotProduct(const float* a, const float* b, std::int64_t count)
{
    float result = 0.0F;
    multiplyRowsHere(a, b, {1, count, 1, nullptr, &result});
    return result;
}

void addScaled(float* target, const float* source, float factor, std::int64_t count)
{
    for (std::int64_t index = 0; index < count; ++index)
        target[index] += source[index] * factor;
}

void multiplyRows(const QuantisedRows& x, const std::int8_t* matrix, const float* matrixScales,
                  const RowProduct& product)
{
    multiplyInParallel(ByteTask{x.numbers, x.scales, matrix, matrixScales, product, 0, product.outputs},
                       product.inputs);
}

void quantiseRows(const float* x, std::int64_t rows, std::int64_t inputs, int levels, const QuantisedRows& target)
{
    const std::int64_t grain = std::max<std::int64_t>(1, kQuantisedPerThread / std::max<std::int64_t>(1, inputs));
    at::parallel_for(0, rows, grain, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row)
            target.scales[row] = quantiseRow(x + row * inputs, inputs, levels, kZero, target.numbers + row * inputs);
    });
}

void quantiseWeights(const float* matrix, std::int64_t rows, std::int64_t inputs, const SignedRows& target)
{
    for (std::int64_t row = 0; row < rows; ++row)
        target.scales[row] =
            quantiseRow(matrix + row * inputs, inputs, kWeightLevels, 0, target.numbers + row * inputs);
}

PortableRowProducts::PortableRowProducts() { ++g_portable; }
PortableRowProducts::~PortableRowProducts() { --g_portable; }

} // namespace descant::inference
