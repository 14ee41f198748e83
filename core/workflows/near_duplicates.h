// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/media/similarity.h"
#include "core/splits/grouping.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::workflows {

/// A medium that was grouped by less than was asked for.
struct PartlyKnown {
    std::string id, name;
    std::string reason; ///< "the file is missing", …
};

/// Which media are looked through: all that no cache knows, or none (what is known is used).
enum class MediaReading { AsNeeded, Never };

struct NearDuplicates {
    std::vector<splits::Link> links;
    std::vector<PartlyKnown> partlyKnown; ///< could not be compared
};

/// What files look and sound like, kept by fingerprint in the cache folder, so that each file is looked through once.
/// What is damaged there is made again. One thread.
class SignatureCache {
public:
    explicit SignatureCache(std::filesystem::path folder) : m_folder(std::move(folder)) { }

    std::optional<media::Signature> find(const std::string& fingerprint) const;
    void keep(const std::string& fingerprint, const media::Signature& signature) const;

private:
    std::filesystem::path fileOf(const std::string& fingerprint) const;

    std::filesystem::path m_folder;
};

/// The pairs of a project's media that look or sound alike; see media::findAlike(). A file that cannot be read is
/// named, and the others are compared.
Outcome<NearDuplicates> findNearDuplicates(const project::ProjectView& document, MediaReading reading,
                                           const std::stop_token& stop, const ProgressSink& progress);

} // namespace descant::workflows
