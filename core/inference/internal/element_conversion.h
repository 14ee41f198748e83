// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/safetensors_reader.h"

namespace descant::inference {

/// Floating-point elements of one type as another, rounded to nearest even; equal types are copied. Only F32, F16,
/// BF16.
void convertElements(std::span<const std::byte> source, ElementType from, std::span<std::byte> target, ElementType to);

} // namespace descant::inference
