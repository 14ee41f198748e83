// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <ATen/ATen.h>

#include <map>
#include <string>
#include <string_view>

namespace descant::inference {

/// Named parameters of a model, named as in a package ("vision_model.…", "qformer.…", "language_model.…"). The networks
/// only read them, so tensors that require gradients work. Copying copies handles, not data. One thread at a time
/// while it is changed.
class Weights {
public:
    /// The tensor; throws std::out_of_range that names it when it is absent (the trainer and the captioner check
    /// completeness when they load, so this is a programmer's mistake).
    const at::Tensor& get(const std::string& name) const;
    /// The tensor, or nothing.
    const at::Tensor* find(const std::string& name) const;
    void set(const std::string& name, at::Tensor tensor) { m_tensors[name] = std::move(tensor); }
    void erase(const std::string& name) { m_tensors.erase(name); }
    const std::map<std::string, at::Tensor>& all() const { return m_tensors; }
    std::map<std::string, at::Tensor>& all() { return m_tensors; }

private:
    std::map<std::string, at::Tensor> m_tensors;
};

/// A name prefix inside Weights: (scope / "encoder" / 3)("weight"). Valid as long as the Weights.
class Scope {
public:
    Scope(const Weights& weights, std::string prefix) : m_weights(&weights), m_prefix(std::move(prefix)) { }

    Scope operator/(std::string_view part) const;
    Scope operator/(std::int64_t number) const { return *this / std::string_view(std::to_string(number)); }
    const at::Tensor& operator()(std::string_view name) const;
    /// The tensor, or nothing.
    const at::Tensor* find(std::string_view name) const;

private:
    std::string join(std::string_view name) const;

    const Weights* m_weights;
    std::string m_prefix;
};

} // namespace descant::inference
