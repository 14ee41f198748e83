// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/corpora/corpora_backend.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace descant::ui {

/// A caption that comes, goes or changes, as a person compares it.
struct ChangedCaption {
    enum class Kind { Changed, Added, Removed } kind = Kind::Added;
    QString where; ///< "film.mp4, 3.00 – 9.00 s"
    QString before, after;
    QString other; ///< what changes beside the words: "split: train → test"; empty: nothing
};

/// What an import would do, prepared for showing: made beside the UI thread. Either there is a plan, or trouble.
struct ImportPreview {
    ImportWish wish;
    QString format; ///< that was read, or tried; empty: none fits
    std::shared_ptr<const formats::ImportPlan> plan;
    std::optional<Error> trouble;  ///< why nothing can be imported
    QStringList problems;          ///< "line 12: …": warnings, or everything that is wrong
    QList<ChangedCaption> changes; ///< those that change first; of very many, the first ones
    int changedTotal = 0;          ///< segments that change
    int addedTotal = 0;            ///< segments that are new
    QStringList missing;           ///< files of new media that are not on the disk
    int newMedia = 0;
};
using PreviewPointer = std::shared_ptr<const ImportPreview>;

/// The preview of a plan against the document that it was made for. Asks the disk which files are there.
ImportPreview previewOf(const project::Document& document, const ImportWish& wish, formats::ImportPlan plan);
ImportPreview previewOf(const ImportWish& wish, const formats::ImportFailure& failure);

} // namespace descant::ui
