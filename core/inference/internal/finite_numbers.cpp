// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/finite_numbers.h"

namespace descant::inference {

Result<void> checkFinite(const at::Tensor& numbers, const std::string& part)
{
    if (at::isfinite(numbers).all().item<bool>())
        return {};
    return fail(ErrorCode::ModelFailed, part, "its numbers are not finite", "check the package with \"model verify\"");
}

} // namespace descant::inference
