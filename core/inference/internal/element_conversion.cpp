// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/element_conversion.h"

#include "core/inference/networks/weights_file.h"

#include <ATen/ATen.h>

#include <cstring>

namespace descant::inference {

void convertElements(std::span<const std::byte> source, ElementType from, std::span<std::byte> target, ElementType to)
{
    if (from == to) {
        std::memcpy(target.data(), source.data(), target.size());
        return;
    }
    const auto count = static_cast<std::int64_t>(source.size() / elementSize(from));
    at::Tensor stored = at::empty({count}, at::TensorOptions(scalarTypeOf(from)));
    std::memcpy(stored.data_ptr(), source.data(), source.size());
    const at::Tensor converted = stored.to(scalarTypeOf(to));
    std::memcpy(target.data(), converted.data_ptr(), target.size());
}

} // namespace descant::inference
