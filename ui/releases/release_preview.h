// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/corpus_release.h"
#include "ui/corpora/import_preview.h"
#include "ui/releases/split_preview.h"

namespace descant::ui {

/// What a release would hold, prepared for showing: made beside the UI thread. Either there are sizes, or trouble.
struct ReleasePreview {
    std::optional<Error> trouble; ///< why there can be no such release
    QList<SplitSize> sizes;
    QStringList losses; ///< what the format cannot hold, and leaks that were allowed
    QStringList leaks;
    bool compared = false;         ///< with a release before
    QList<ChangedCaption> changes; ///< since then; of very many, the first ones
    qulonglong changed = 0, added = 0, removed = 0, unchanged = 0;
};
using ReleasePreviewPointer = std::shared_ptr<const ReleasePreview>;

ReleasePreview releasePreviewOf(const workflows::ReleaseReport& report);

} // namespace descant::ui
