// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/splits/assignment.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace descant::splits {

/// A medium of a frozen group, with what it is known by in any project.
struct FrozenMedium {
    std::string id; ///< in the project that was frozen
    std::string name;
    std::vector<std::string> keys; ///< values of its MediumKeys, paths left out
    bool operator==(const FrozenMedium&) const = default;
};

struct FrozenGroup {
    std::string id;
    std::string split; ///< train, validate or test
    std::vector<FrozenMedium> media;
    bool operator==(const FrozenGroup&) const = default;
};

/// A promise about splits that outlives the project: these groups stay where they are. JSON, version 1.
struct FrozenSplits {
    std::string created; ///< UTC time stamp
    Criteria by;
    Ratios ratios;
    std::string salt;
    std::vector<FrozenGroup> groups;
    bool operator==(const FrozenSplits&) const = default;
};

/// The whole document, with a line break at its end.
std::string frozenText(const FrozenSplits& frozen);
/// Strict: what is missing, of a wrong type, an unknown split, a group or medium that stands twice, or one key in two
/// groups of different splits is FormatInvalid, with what is wrong in `items`. Members it does not know are let pass.
Result<FrozenSplits> frozenFrom(std::string_view text, const std::string& subject);
/// FileNotFound, FileNotReadable, FormatInvalid.
Result<FrozenSplits> readFrozen(const std::filesystem::path& path);

/// `made` with what `earlier` promised and `made` does not know: groups and members that are not in the project now.
FrozenSplits withEarlier(FrozenSplits made, const FrozenSplits& earlier);

/// Finds the frozen groups of media.
class FrozenIndex {
public:
    /// Keeps a reference to `frozen`.
    explicit FrozenIndex(const FrozenSplits& frozen);

    /// The frozen group that a medium belongs to, by its keys, else by its id; nullptr when it is new.
    const FrozenGroup* groupOf(const std::string& mediumId, const std::vector<MediumKey>& keys) const;
    const FrozenGroup* groupOf(const FrozenMedium& medium) const;

private:
    std::unordered_map<std::string, const FrozenGroup*> m_byKey, m_byId;
};

} // namespace descant::splits
