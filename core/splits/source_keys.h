// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project_view.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace descant::splits {

/// Something that media of one source share. Two media with the same `value` are joined.
struct MediumKey {
    std::string value; ///< "youtube:…", "url:…", "file:…" (an original), "fingerprint:…", "path:…", "series:…"
    std::string why; ///< in words, to follow "because they have": "the same YouTube video AbC…"
    bool operator==(const MediumKey&) const = default;
};

/// The id of 11 characters in an address of YouTube, in any of its forms; nothing for other addresses.
std::optional<std::string> youTubeIdIn(std::string_view url);

/// Without what does not tell two pages apart: scheme, "www.", fragment, closing slash; the host in lower case. Nothing
/// when it is no address of the net.
std::optional<std::string> plainUrl(std::string_view url);

/// Where a medium comes from, the strongest first: what corpora say of its segments (MSR-VTT "url", VATEX and AudioCaps
/// ids, "url", "youtube_id", "source_file" of others), ids in its name as tools write them, its fingerprint, its path.
std::vector<MediumKey> sourceKeys(const project::ProjectView& document, const project::Medium& medium);

/// The key that names a medium by itself in every project that has it: its source, else its fingerprint, else its name.
std::string anchorKey(const project::Medium& medium, const std::vector<MediumKey>& sources);

} // namespace descant::splits
