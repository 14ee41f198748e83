// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"

namespace descant::test {

/// A model of a few thousand parameters whose names and shapes tell all of it: its head counts are the published ones
/// where shapes do not tell them.
inline inference::Architecture smallArchitecture(inference::Variant variant = inference::Variant::Multimodal)
{
    inference::Architecture a;
    a.variant = variant;
    a.imageSize = 42;
    a.vit = {.hidden = 32, .layers = 3, .heads = 16, .mlp = 64, .patch = 14};
    a.beats = {.embed = 8,
               .hidden = 24,
               .layers = 2,
               .heads = 3,
               .mlp = 48,
               .patch = 16,
               .convPos = 8,
               .convPosGroups = 4,
               .numBuckets = 32};
    a.qformer = {.hidden = 24, .layers = 4, .mlp = 48};
    a.t5 = {.dModel = 32,
            .dKv = 8,
            .dFf = 40,
            .encoderLayers = 2,
            .decoderLayers = 3,
            .heads = 4,
            .vocab = 96,
            .relativeBuckets = 16};
    return a;
}

} // namespace descant::test
