// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/values.h"

#include <array>

namespace descant::project {
namespace {

constexpr std::array<std::string_view, 4> kKinds{"medium", "segment", "proposal", "reading"};
constexpr std::array<std::string_view, 5> kStatuses{"draft", "accepted", "reviewed", "flagged", "rejected"};
constexpr std::array<std::string_view, 5> kStates{"open", "accepted", "edited", "rejected", "stale"};
constexpr std::array<std::string_view, 3> kReadingKinds{"second", "changed", "removed"};
constexpr std::array<std::string_view, 5> kReadingStates{"open", "left", "right", "merged", "taken"};

template <typename Value, std::size_t Count>
std::optional<Value> find(const std::array<std::string_view, Count>& names, std::string_view name)
{
    for (std::size_t i = 0; i < Count; ++i) {
        if (names[i] == name)
            return static_cast<Value>(i);
    }
    return std::nullopt;
}

} // namespace

EntityKind kindOf(const Entity& entity) { return static_cast<EntityKind>(entity.index()); }

const std::string& idOf(const Entity& entity)
{
    return std::visit([](const auto& value) -> const std::string& { return value.id; }, entity);
}

std::string_view nameOf(EntityKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::string_view nameOf(SegmentStatus status) { return kStatuses[static_cast<std::size_t>(status)]; }
std::string_view nameOf(ProposalState state) { return kStates[static_cast<std::size_t>(state)]; }
std::string_view nameOf(ReadingKind kind) { return kReadingKinds[static_cast<std::size_t>(kind)]; }
std::string_view nameOf(ReadingState state) { return kReadingStates[static_cast<std::size_t>(state)]; }

std::optional<EntityKind> entityKindFrom(std::string_view name) { return find<EntityKind>(kKinds, name); }
std::optional<SegmentStatus> segmentStatusFrom(std::string_view name) { return find<SegmentStatus>(kStatuses, name); }
std::optional<ProposalState> proposalStateFrom(std::string_view name) { return find<ProposalState>(kStates, name); }
std::optional<ReadingKind> readingKindFrom(std::string_view name) { return find<ReadingKind>(kReadingKinds, name); }
std::optional<ReadingState> readingStateFrom(std::string_view name) { return find<ReadingState>(kReadingStates, name); }

} // namespace descant::project
