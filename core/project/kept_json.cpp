// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/kept_json.h"

namespace descant::project {
namespace {

/// What imports keep is nested hardly deeper than their files, which may go to 64 or so.
constexpr int kDeepest = 256;

bool isDeep(std::string_view json)
{
    int depth = 0;
    bool isQuoted = false;
    for (std::size_t i = 0; i < json.size() && depth <= kDeepest; ++i) {
        if (isQuoted && json[i] == '\\')
            ++i;
        else if (json[i] == '"')
            isQuoted = !isQuoted;
        else if (!isQuoted && (json[i] == '[' || json[i] == '{'))
            ++depth;
        else if (!isQuoted && (json[i] == ']' || json[i] == '}'))
            --depth;
    }
    return depth > kDeepest;
}

} // namespace

bool holdsDeepJson(const Entity& entity)
{
    if (const auto* medium = std::get_if<Medium>(&entity))
        return isDeep(medium->extra);
    if (const auto* segment = std::get_if<Segment>(&entity))
        return isDeep(segment->extra);
    if (const auto* proposal = std::get_if<Proposal>(&entity))
        return isDeep(proposal->settings);
    return false;
}

} // namespace descant::project
