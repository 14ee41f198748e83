// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"
#include "core/inference/safetensors_writer.h"

namespace descant::inference {

/// A tensor of a model that was never trained. Its numbers follow from its name, its shape and a seed, each of them by
/// itself, so that any part of it can be made at any time. All are numbers that bf16 can hold: the same tensor holds
/// the same numbers in every element type (fp16 rounds those below 2^-17). Their sizes keep the activations of a deep
/// network near 1 and its attention from being even: matrices have the variance 1 / fan-in, norms lie around 1, biases
/// around 0, and what T5 multiplies without a scale is scaled here. Immutable; a plain value.
class RandomTensor {
public:
    /// By the name that the networks give it.
    RandomTensor(std::string name, std::vector<std::int64_t> shape, std::uint64_t seed);
    /// Fills `target` with elements of this type from element `first` on.
    void fill(std::uint64_t first, ElementType type, std::span<std::byte> target) const;
    const std::string& name() const { return m_name; }
    const std::vector<std::int64_t>& shape() const { return m_shape; }

private:
    std::string m_name;
    std::vector<std::int64_t> m_shape;
    std::uint64_t m_key = 0;                    ///< from name and seed
    float m_middle = 0, m_reach = 0;            ///< numbers are even between middle - reach and middle + reach
    std::uint64_t m_zeroFrom = 0, m_zeroTo = 0; ///< elements that are 0: keys of the ViT have no bias
};

/// To be written under this name.
TensorToWrite writtenAs(const RandomTensor& tensor, const std::string& name, ElementType type);
/// All tensors that a model of this architecture must have, under our names.
std::vector<TensorToWrite> randomTensors(const Architecture& architecture, ElementType type, std::uint64_t seed);

} // namespace descant::inference
