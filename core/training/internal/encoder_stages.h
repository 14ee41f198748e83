// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo_world/catalogue.h"
#include "core/demo_world/clip.h"
#include "core/inference/architecture.h"
#include "core/inference/preprocessing.h"
#include "core/training/internal/stage.h"

namespace descant::training {

/// Stage 0v: the ViT learns what each patch shows (a thing or the place behind it) on scattered pictures, and the place from
/// the class token. Needs the heads "head.patch" and "head.place" in `weights`.
Outcome<void> teachSeeing(inference::Weights& weights, const inference::Architecture& architecture,
                          const inference::Preprocessing& preprocessing, const demo_world::Catalogue& catalogue,
                          const StageSettings& settings, std::stop_token stop, const StepSink& told);
/// Share of patches of kept looks that are named right, and of places.
std::pair<double, double> scoreSeeing(const inference::Weights& weights, const inference::Architecture& architecture,
                                      const inference::Preprocessing& preprocessing, const demo_world::Catalogue& catalogue);

/// Stage 0a: BEATs learns which sounds are heard in each 0.16 s, and the weather, on whole mixes. Needs the heads
/// "head.sound" and "head.weather".
Outcome<void> teachHearing(inference::Weights& weights, const inference::Architecture& architecture,
                           const demo_world::Catalogue& catalogue, const StageSettings& settings, std::stop_token stop,
                           const StepSink& told);
/// Share of kept clips whose sound is the one that scores highest.
double scoreHearing(const inference::Weights& weights, const inference::Architecture& architecture,
                    const demo_world::Catalogue& catalogue);

} // namespace descant::training
