// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/reference_set.h"

#include <filesystem>
#include <optional>

namespace descant::metrics {

/// References by the names of their segments.
struct NamedReferences {
    std::vector<std::string> ids;
    ReferenceSet set;
};

/// Keeps counted references on disk, so that scoring against the same ones again begins at once. Nothing depends on it:
/// a damaged or missing file is made anew, a failure to write is passed over.
class ReferenceCache {
public:
    static constexpr std::uintmax_t kLimitBytes = std::uintmax_t{1} << 29;

    /// The oldest files go when all of them are larger than the limit.
    explicit ReferenceCache(std::filesystem::path folder, std::uintmax_t limitBytes = kLimitBytes);

    /// `key` is the hash of what the references were made from, as hexadecimal digits.
    std::optional<NamedReferences> find(const std::string& key) const;
    void keep(const std::string& key, const NamedReferences& references) const;

private:
    std::filesystem::path fileOf(const std::string& key) const;
    void makeRoom() const;

    std::filesystem::path m_folder;
    std::uintmax_t m_limitBytes;
};

} // namespace descant::metrics
