// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/component_tensors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace descant::inference {

tl::unexpected<Error> ComponentTensors::lacks(const std::string& name) const
{
    return fail(ErrorCode::InputInvalid, m_subject, fmt::format("it has no tensor {}", name));
}

tl::unexpected<Error> ComponentTensors::wrong(const std::string& name, const std::string& what) const
{
    return fail(ErrorCode::InputInvalid, m_subject, fmt::format("the tensor {} {}", name, what));
}

Result<at::Tensor> ComponentTensors::required(const std::string& name, at::ScalarType type,
                                              std::vector<std::int64_t> shape) const
{
    const at::Tensor* tensor = m_tensors.find(name);
    if (!tensor)
        return lacks(name);
    const bool real = type == at::kFloat;
    if (tensor->is_floating_point() != real)
        return wrong(name, real ? "is not of a floating-point type" : "is not of an integer type");
    bool fits = tensor->dim() == static_cast<std::int64_t>(shape.size());
    for (std::size_t axis = 0; fits && axis < shape.size(); ++axis)
        fits = shape[axis] < 0 || shape[axis] == tensor->size(static_cast<std::int64_t>(axis));
    if (!fits)
        return wrong(name,
                     fmt::format("has the shape [{}] instead of [{}] (-1 = any)", fmt::join(tensor->sizes(), ","),
                                 fmt::join(shape, ",")));
    if (real && !at::isfinite(*tensor).all().item<bool>())
        return wrong(name, "holds numbers that are not finite");
    return tensor->to(m_device, type).contiguous();
}

Result<at::Tensor> ComponentTensors::optional(const std::string& name, at::ScalarType type,
                                              std::vector<std::int64_t> shape) const
{
    return has(name) ? required(name, type, std::move(shape)) : Result<at::Tensor>(at::Tensor());
}

Result<at::Tensor> ComponentTensors::mask(const std::string& name, std::vector<std::int64_t> shape) const
{
    DESCANT_TRY(const at::Tensor tensor, optional(name, at::kLong, std::move(shape)));
    return tensor.defined() ? tensor.ne(0).to(at::kByte) : tensor;
}

Result<at::Tensor> ComponentTensors::ids(const std::string& name, std::int64_t vocabulary, std::int64_t rows) const
{
    DESCANT_TRY(at::Tensor tensor, required(name, at::kLong, {rows, -1}));
    if (tensor.numel() == 0)
        return wrong(name, "is empty");
    if (tensor.min().item<std::int64_t>() < 0 || tensor.max().item<std::int64_t>() >= vocabulary)
        return wrong(name, fmt::format("has ids outside the vocabulary of {}", vocabulary));
    return tensor;
}

} // namespace descant::inference
