// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/networks/weights.h"

#include <string>
#include <vector>

namespace descant::training {

/// Linear warm-up to `peak`, then half a cosine down to `lowest` at the last step.
struct Schedule {
    double peak = 1e-3;
    double lowest = 1e-5;
    std::int64_t warmUp = 100;
    std::int64_t steps = 1000;
    double rate(std::int64_t step) const;
};

/// AdamW (Loshchilov and Hutter 2019) with the norm of all gradients clipped. Weight decay on matrices only. Its moments
/// are tensors of a Weights too, so that a checkpoint holds them.
class Optimiser {
public:
    struct Settings {
        double beta1 = 0.9;
        double beta2 = 0.98;
        double epsilon = 1e-8;
        double weightDecay = 0.05;
        double clip = 1.0;
    };

    Optimiser(inference::Weights& weights, std::vector<std::string> names, Settings settings);
    /// Uses and forgets the gradients. Gives the norm that they had.
    double step(double rate);

    std::int64_t steps() const { return m_steps; }
    void resume(std::int64_t steps, inference::Weights moments);
    const inference::Weights& moments() const { return m_moments; }

private:
    double clipScale(double& norm) const;

    inference::Weights* m_weights;
    std::vector<std::string> m_names;
    Settings m_settings;
    inference::Weights m_moments;   ///< "m/<name>" and "v/<name>"
    std::int64_t m_steps = 0;
};

} // namespace descant::training
