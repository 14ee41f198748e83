// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/optimiser.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace descant::training {

using inference::Weights;

double Schedule::rate(std::int64_t step) const
{
    if (step < warmUp)
        return peak * static_cast<double>(step + 1) / static_cast<double>(warmUp);
    const double done = static_cast<double>(step - warmUp) / static_cast<double>(std::max<std::int64_t>(1, steps - warmUp));
    return lowest + 0.5 * (peak - lowest) * (1.0 + std::cos(std::numbers::pi * std::min(1.0, done)));
}

Optimiser::Optimiser(Weights& weights, std::vector<std::string> names, Settings settings)
    : m_weights(&weights), m_names(std::move(names)), m_settings(settings)
{
    for (const std::string& name : m_names) {
        m_moments.set("m/" + name, at::zeros_like(weights.get(name).detach()));
        m_moments.set("v/" + name, at::zeros_like(weights.get(name).detach()));
    }
}

void Optimiser::resume(std::int64_t steps, Weights moments)
{
    m_steps = steps;
    m_moments = std::move(moments);
}

double Optimiser::clipScale(double& norm) const
{
    double squares = 0.0;
    for (const std::string& name : m_names) {
        const at::Tensor& gradient = m_weights->get(name).grad();
        if (gradient.defined())
            squares += gradient.pow(2).sum().item<double>();
    }
    norm = std::sqrt(squares);
    return norm > m_settings.clip ? m_settings.clip / norm : 1.0;
}

double Optimiser::step(double rate)
{
    double norm = 0.0;
    const double scale = clipScale(norm);
    ++m_steps;
    const double correction1 = 1.0 - std::pow(m_settings.beta1, static_cast<double>(m_steps));
    const double correction2 = 1.0 - std::pow(m_settings.beta2, static_cast<double>(m_steps));
    for (const std::string& name : m_names) {
        at::Tensor parameter = m_weights->get(name);
        if (!parameter.grad().defined())
            continue;
        const at::Tensor gradient = parameter.grad() * scale;
        parameter.mutable_grad().reset();
        at::Tensor first = m_moments.get("m/" + name);
        at::Tensor second = m_moments.get("v/" + name);
        first.mul_(m_settings.beta1).add_(gradient, 1.0 - m_settings.beta1);
        second.mul_(m_settings.beta2).addcmul_(gradient, gradient, 1.0 - m_settings.beta2);
        // A view without history: the parameter itself is a leaf that autograd watches.
        at::Tensor values = parameter.detach();
        if (values.dim() > 1)
            values.mul_(1.0 - rate * m_settings.weightDecay);
        values.addcdiv_(first, (second / correction2).sqrt_().add_(m_settings.epsilon), -rate / correction1);
    }
    return norm;
}

} // namespace descant::training
