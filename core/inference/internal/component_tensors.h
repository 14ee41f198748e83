// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/inference/networks/weights_file.h"

namespace descant::inference {

/// The tensors that somebody gave to a component: checked by name, type and shape before a network sees them.
class ComponentTensors {
public:
    ComponentTensors(Weights tensors, std::string subject, at::Device device)
        : m_tensors(std::move(tensors)), m_subject(std::move(subject)), m_device(device)
    {
    }

    bool has(const std::string& name) const { return m_tensors.find(name) != nullptr; }
    /// A tensor of that type and shape (-1 = any size) on the device. 16-bit floats count as floats, integers of any
    /// width as integers. Floats must be finite.
    Result<at::Tensor> required(const std::string& name, at::ScalarType type, std::vector<std::int64_t> shape) const;
    /// The same, or an undefined tensor where it is absent.
    Result<at::Tensor> optional(const std::string& name, at::ScalarType type, std::vector<std::int64_t> shape) const;
    /// A mask of any integer type as bytes of 0 and 1, or an undefined tensor; every number but 0 counts as 1.
    Result<at::Tensor> mask(const std::string& name, std::vector<std::int64_t> shape) const;
    /// Ids [rows, n ≥ 1] inside the vocabulary; rows -1 = any.
    Result<at::Tensor> ids(const std::string& name, std::int64_t vocabulary, std::int64_t rows) const;
    tl::unexpected<Error> lacks(const std::string& name) const;

private:
    tl::unexpected<Error> wrong(const std::string& name, const std::string& what) const;

    Weights m_tensors;
    std::string m_subject;
    at::Device m_device;
};

} // namespace descant::inference
