// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/kept_json.h"

#include <algorithm>

namespace descant::project {
namespace {

/// What imports keep is nested hardly deeper than their files, which may go to 64 or so.
constexpr int kDeepest = 256;

bool isDeep(std::string_view json)
{
    const auto opens = [](char byte) { return byte == '[' || byte == '{'; };
    if (std::count_if(json.begin(), json.end(), opens) <= kDeepest)
        return false; // as good as always, and soon known
    int depth = 0;
    bool isQuoted = false;
    for (std::size_t i = 0; i < json.size() && depth <= kDeepest; ++i) {
        if (isQuoted && json[i] == '\\')
            ++i;
        else if (json[i] == '"')
            isQuoted = !isQuoted;
        else if (!isQuoted && opens(json[i]))
            ++depth;
        else if (!isQuoted && (json[i] == ']' || json[i] == '}'))
            --depth;
    }
    return depth > kDeepest;
}

} // namespace

bool holdsDeepJson(const Medium& medium) { return isDeep(medium.extra); }
bool holdsDeepJson(const Segment& segment) { return isDeep(segment.extra); }
bool holdsDeepJson(const Proposal& proposal) { return isDeep(proposal.settings); }
bool holdsDeepJson(const Reading&) { return false; }

bool holdsDeepJson(const Entity& entity)
{
    return std::visit([](const auto& value) { return holdsDeepJson(value); }, entity);
}

} // namespace descant::project
