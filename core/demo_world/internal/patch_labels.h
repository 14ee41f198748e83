// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo_world/clip.h"
#include "core/demo_world/internal/sprite.h"

namespace descant::demo_world {

/// The class of each patch; `things` maps the owners of the map to numbers of things.
PatchClasses patchClasses(const OwnerMap& map, const std::vector<int>& things, int place, int patch);

/// Boxes around what can be seen of each owner.
std::vector<ThingBox> boxesOf(const OwnerMap& map, const std::vector<int>& things);

} // namespace descant::demo_world
