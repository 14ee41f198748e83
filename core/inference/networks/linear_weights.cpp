// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/linear_weights.h"

#include "core/inference/networks/row_products.h"

#include <ATen/core/dispatch/Dispatcher.h>

namespace descant::inference {
namespace {

/// Up to so many rows one pass over a plain matrix is faster than what the libraries do (measured: docs/benchmarks.md).
constexpr std::int64_t kFewRows = 8;

/// Calls an operator of LibTorch that its headers do not declare.
template <typename... Arguments> at::Tensor call(const c10::OperatorHandle& handle, Arguments&&... arguments)
{
    torch::jit::Stack stack;
    (stack.emplace_back(std::forward<Arguments>(arguments)), ...);
    handle.callBoxed(stack);
    return stack.back().toTensor();
}

c10::OperatorHandle operatorNamed(const char* name) { return c10::Dispatcher::singleton().findSchemaOrThrow(name, ""); }

std::int64_t rowsOf(const at::Tensor& x) { return x.size(-1) == 0 ? 0 : x.numel() / x.size(-1); }

std::vector<std::int64_t> resultShape(const at::Tensor& x, std::int64_t outputs)
{
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape.back() = outputs;
    return shape;
}

RowProduct productInto(at::Tensor& result, const at::Tensor& x, const at::Tensor& bias)
{
    return {rowsOf(x), x.size(-1), result.size(-1), bias.defined() ? bias.const_data_ptr<float>() : nullptr,
            result.data_ptr<float>()};
}

at::Tensor fewRows(const LinearWeights& weights, const at::Tensor& x)
{
    const at::Tensor input = x.contiguous();
    at::Tensor result = at::empty(resultShape(x, weights.matrix.size(0)), x.options());
    multiplyRows(input.const_data_ptr<float>(), weights.matrix.const_data_ptr<float>(),
                 productInto(result, input, weights.bias));
    return result;
}

struct QuantisedInput {
    at::Tensor numbers; ///< uint8 [rows, inputs]
    at::Tensor scales;  ///< [rows]
    QuantisedRows rows() { return {numbers.data_ptr<std::uint8_t>(), scales.data_ptr<float>()}; }
};

QuantisedInput quantised(const at::Tensor& x, int levels)
{
    const at::Tensor input = x.to(at::kFloat).contiguous();
    const std::int64_t rows = rowsOf(input);
    QuantisedInput target{at::empty({rows, input.size(-1)}, at::TensorOptions(at::kByte)),
                          at::empty({rows}, at::kFloat)};
    quantiseRows(input.const_data_ptr<float>(), rows, input.size(-1), levels, target.rows());
    return target;
}

at::Tensor eightBitRows(const LinearWeights& weights, const at::Tensor& x)
{
    QuantisedInput input = quantised(x, 127);
    at::Tensor result = at::empty(resultShape(x, weights.matrix.size(0)), at::TensorOptions(at::kFloat));
    multiplyRows(input.rows(), weights.matrix.const_data_ptr<std::int8_t>(), weights.scale.const_data_ptr<float>(),
                 productInto(result, x, weights.bias));
    return result;
}

/// Without VNNI the processor adds two products in 16 bits, which eight bits by eight bits can overflow.
int levelsOfPackedInput()
{
#ifdef __x86_64__
    static const bool vnni = __builtin_cpu_supports("avx512vnni") || __builtin_cpu_supports("avxvnni");
    return vnni ? 127 : 63;
#else
    return 127;
#endif
}

at::Tensor packedEightBits(const LinearWeights& weights, const at::Tensor& x)
{
    static const c10::OperatorHandle multiply = operatorNamed("onednn::qlinear_pointwise");
    const std::int64_t outputs = weights.scale.size(0);
    const QuantisedInput input = quantised(x, levelsOfPackedInput());
    const at::Tensor zeros = at::zeros({outputs}, at::kInt);
    // The operator knows one scale for all of x; each row's own is multiplied in afterwards.
    const at::Tensor sums =
        call(multiply, input.numbers, 1.0, std::int64_t(128), weights.matrix, weights.scale, zeros,
             std::optional<at::Tensor>(), 1.0, std::int64_t(0), std::optional<at::ScalarType>(at::kFloat), "none",
             c10::List<std::optional<at::Scalar>>(), "");
    const at::Tensor rowScales = input.scales.unsqueeze(1);
    at::Tensor result = weights.bias.defined() ? at::addcmul(weights.bias, sums, rowScales) : sums.mul_(rowScales);
    return result.view(resultShape(x, outputs));
}

at::Tensor packedFloats(const LinearWeights& weights, const at::Tensor& x)
{
    static const c10::OperatorHandle multiply = operatorNamed("mkldnn::_linear_pointwise");
    return call(multiply, x.to(at::kFloat).contiguous(), weights.matrix,
                weights.bias.defined() ? std::optional<at::Tensor>(weights.bias) : std::nullopt, "none",
                c10::List<std::optional<at::Scalar>>(), "");
}

bool isPlainCpuFloat(const at::Tensor& tensor)
{
    return tensor.device().is_cpu() && tensor.scalar_type() == at::kFloat && tensor.is_contiguous();
}

} // namespace

at::Tensor LinearWeights::apply(const at::Tensor& x) const
{
    if (matrix.is_mkldnn())
        return scale.defined() ? packedEightBits(*this, x) : packedFloats(*this, x);
    if (scale.defined())
        return eightBitRows(*this, x);
    const at::Tensor input = x.to(matrix.scalar_type());
    if (!at::GradMode::is_enabled() && hasFastRowProducts() && rowsOf(input) <= kFewRows && isPlainCpuFloat(matrix)
        && (!bias.defined() || isPlainCpuFloat(bias)))
        return fewRows(*this, input);
    return at::linear(input, matrix, bias.defined() ? std::optional(bias.to(matrix.scalar_type())) : std::nullopt);
}

std::int64_t LinearWeights::outputs() const { return scale.defined() ? scale.size(0) : matrix.size(0); }

LinearWeights linearWeights(const Scope& scope)
{
    const at::Tensor* scale = scope.find("weight_scale");
    const at::Tensor* bias = scope.find("bias");
    return {scope("weight"), scale ? *scale : at::Tensor(), bias ? *bias : at::Tensor()};
}

EightBitMatrix toEightBits(const at::Tensor& matrix)
{
    const at::Tensor source = matrix.to(at::kCPU, at::kFloat).contiguous();
    EightBitMatrix result{at::empty(source.sizes(), at::TensorOptions(at::kChar)),
                          at::empty({source.size(0)}, at::kFloat)};
    quantiseWeights(source.const_data_ptr<float>(), source.size(0), source.size(1),
                    {result.numbers.data_ptr<std::int8_t>(), result.scale.data_ptr<float>()});
    return result;
}

bool canPack() { return at::globalContext().hasMKLDNN() && at::globalContext().userEnabledMkldnn(); }

at::Tensor packed(const at::Tensor& matrix)
{
    if (matrix.scalar_type() == at::kChar) {
        static const c10::OperatorHandle pack = operatorNamed("onednn::qlinear_prepack");
        return call(pack, matrix, c10::IValue());
    }
    static const c10::OperatorHandle pack = operatorNamed("mkldnn::_reorder_linear_weight");
    return call(pack, matrix, c10::IValue());
}

} // namespace descant::inference
