// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/splits/series_keys.h"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace descant::splits {

/// Why media can belong together.
enum class Criterion { Source, Series, NearDuplicate };
using Criteria = std::set<Criterion>;

std::string_view nameOf(Criterion criterion); ///< "source", "series", "near-duplicate"
/// "source,series" and so on; the source is always among them. UsageWrong for any other word, and for none.
Result<Criteria> criteriaFrom(const std::string& text);
std::set<std::string> namesOf(const Criteria& criteria);

/// Two media that belong together, by their ids, and why.
struct Link {
    std::string one, other;
    std::string by;  ///< nameOf(Criterion), or "plan": an earlier plan put them together
    std::string why; ///< in words: "the same YouTube video AbC…"
    bool operator==(const Link&) const = default;
};

/// Whether what an earlier plan put together stays together although nothing else joins it now.
enum class EarlierPlans { Forget, Keep };

struct GroupingOptions {
    Criteria by{Criterion::Source};
    std::set<SeriesSign> series{SeriesSign::Episode, SeriesSign::Number};
    std::vector<Link> alike; ///< pairs that look or sound alike; of media that are not there: left out
    EarlierPlans earlier = EarlierPlans::Forget;
};

/// Media that go into one split together.
struct Group {
    std::string id;                 ///< unique; see docs/decisions/0014-group-ids.md
    std::vector<std::string> media; ///< ids; the one that was added first leads
    std::vector<Link> links;        ///< enough of them to join all
};

/// What media are known by, for a frozen file: their sources and their series.
using KeysOfMedia = std::map<std::string, std::vector<MediumKey>>;

struct Grouping {
    std::vector<Group> groups; ///< by the first medium of each
    KeysOfMedia keys;          ///< every medium has some
};

/// Whether segments of one group stand in several splits (none is train), by keys alone: `alike` is not looked at.
/// Takes little memory and names nothing; a group may be seen where two keys have the same hash, once in a great many
/// projects.
bool groupsSpanSplits(const project::ProjectView& document, const GroupingOptions& options);

/// Every medium of the document in exactly one group.
Grouping groupMedia(const project::ProjectView& document, const GroupingOptions& options);

} // namespace descant::splits
