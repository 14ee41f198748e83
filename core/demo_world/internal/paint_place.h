// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image.h"
#include "core/demo_world/plan.h"

namespace descant::demo_world {

/// Paints the whole picture. The same plan looks the same at any size.
void paintPlace(Image& target, const PlacePlan& plan);

} // namespace descant::demo_world
