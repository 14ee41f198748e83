// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/demo_world/internal/patch_labels.h"

#include <algorithm>

namespace descant::demo_world {

namespace {

/// One sixth of a patch: enough to show the handle of a hammer.
constexpr int kLeastShare = 6;

std::int16_t classOfPatch(const OwnerMap& map, const std::vector<int>& things, int place, int left, int top, int patch)
{
    std::vector<int> covered(things.size(), 0);
    for (int y = top; y < top + patch; ++y)
        for (int x = left; x < left + patch; ++x)
            if (const int owner = map.at(x, y); owner >= 0)
                ++covered[static_cast<std::size_t>(owner)];
    const auto most = std::max_element(covered.begin(), covered.end());
    if (most != covered.end() && *most * kLeastShare >= patch * patch)
        return static_cast<std::int16_t>(things[static_cast<std::size_t>(most - covered.begin())]);
    return static_cast<std::int16_t>(patchClassOfPlace(place));
}

} // namespace

PatchClasses patchClasses(const OwnerMap& map, const std::vector<int>& things, int place, int patch)
{
    PatchClasses classes;
    for (int top = 0; top + patch <= map.height; top += patch)
        for (int left = 0; left + patch <= map.width; left += patch)
            classes.push_back(classOfPatch(map, things, place, left, top, patch));
    return classes;
}

std::vector<ThingBox> boxesOf(const OwnerMap& map, const std::vector<int>& things)
{
    std::vector<ThingBox> boxes;
    for (const int thing : things)
        boxes.push_back({thing, map.width, map.height, 0, 0});
    for (int y = 0; y < map.height; ++y)
        for (int x = 0; x < map.width; ++x)
            if (const int owner = map.at(x, y); owner >= 0) {
                ThingBox& box = boxes[static_cast<std::size_t>(owner)];
                box = {box.thing, std::min(box.left, x), std::min(box.top, y), std::max(box.right, x + 1),
                       std::max(box.bottom, y + 1)};
            }
    std::erase_if(boxes, [](const ThingBox& box) { return box.right <= box.left; });
    return boxes;
}

} // namespace descant::demo_world
