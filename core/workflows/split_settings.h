// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/corpus_splits.h"

#include <optional>

namespace descant::workflows {

/// What an order of splits comes to: as it says, as its frozen file has it, or as usual.
struct OrderedSettings : SplitSettings {
    std::optional<splits::FrozenSplits> frozen;
};

/// Errors: those of readFrozen().
Result<OrderedSettings> settingsOf(const project::ProjectView& document, const SplitOptions& options);

/// True where what the project says of its media, without a look at their files, is enough to know that no group lies
/// in two splits. Quick, and in little memory. Errors: as above.
Result<bool> isSurelyTight(const project::ProjectView& document, const SplitOptions& options);

} // namespace descant::workflows
