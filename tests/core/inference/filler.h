// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/networks/weights.h"

#include <string>
#include <vector>

namespace descant::test {

/// Numbers in [-1, 1) that depend on a name alone: FNV-1a of the name, mixed with the index. The golden vectors of the
/// networks are outputs of the reference code on weights filled this way.
std::vector<double> fill(const std::string& name, std::size_t count);
at::Tensor fillTensor(const std::string& name, at::IntArrayRef shape, double factor = 1.0);

/// A parameter in the reference's own naming: scaled by its fan for matrices, near 1 for norms, small for biases.
at::Tensor fillParameter(const std::string& referenceName, at::IntArrayRef shape);

/// First six values, last three, sum and L2 norm.
struct Golden {
    std::vector<double> first;
    std::vector<double> last;
    double sum = 0.0;
    double norm = 0.0;
};

/// Fails the running test where the tensor differs from the golden values.
void expectGolden(const at::Tensor& tensor, const Golden& golden, double tolerance = 2e-5);

} // namespace descant::test
