// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/networks/weights.h"

#include <stdexcept>

namespace descant::inference {

const at::Tensor& Weights::get(const std::string& name) const
{
    const auto found = m_tensors.find(name);
    if (found == m_tensors.end())
        throw std::out_of_range("the model has no tensor \"" + name + "\"");
    return found->second;
}

const at::Tensor* Weights::find(const std::string& name) const
{
    const auto found = m_tensors.find(name);
    return found == m_tensors.end() ? nullptr : &found->second;
}

std::string Scope::join(std::string_view name) const
{
    return m_prefix.empty() ? std::string(name) : m_prefix + "." + std::string(name);
}

Scope Scope::operator/(std::string_view part) const { return {*m_weights, join(part)}; }
const at::Tensor& Scope::operator()(std::string_view name) const { return m_weights->get(join(name)); }
const at::Tensor* Scope::find(std::string_view name) const { return m_weights->find(join(name)); }

} // namespace descant::inference
