// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/corpus_splits.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <memory>

namespace descant::ui {

/// A split of a plan or of a release, in numbers.
struct SplitSize {
    QString split; ///< "train"; empty: in none
    qulonglong groups = 0, videos = 0, captions = 0;
};

/// What a plan would do, prepared for showing: made beside the UI thread. Of very many lines only the first are kept.
struct SplitPreview {
    std::shared_ptr<const project::Document> document; ///< that it was made for
    workflows::SplitOptions options;
    workflows::SplitSettings settings; ///< that it went by
    std::shared_ptr<const workflows::SplitPlan> plan;
    QList<SplitSize> sizes; ///< as they will stand
    qulonglong videos = 0, groups = 0;
    QStringList changes;    ///< "film.mp4: none → train"
    qulonglong changed = 0; ///< videos
    QStringList problems;   ///< what the plan leaves wrong, and why it belongs together
    QStringList mended;     ///< leaks that it takes away, likewise
    QStringList joined;     ///< the groups of several videos, the largest first, with the reason
    QStringList partly;     ///< videos that were grouped by less than was asked for
};
using SplitPreviewPointer = std::shared_ptr<const SplitPreview>;

SplitPreview splitPreviewOf(std::shared_ptr<const project::Document> document, const workflows::SplitOptions& options,
                            workflows::SplitPlan plan);

} // namespace descant::ui
