// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <ATen/ATen.h>

namespace descant::inference {

/// ModelFailed where a network gave numbers that are not finite: its weights are damaged, and what would be written
/// from them is no caption. `part` says which network.
Result<void> checkFinite(const at::Tensor& numbers, const std::string& part);

} // namespace descant::inference
