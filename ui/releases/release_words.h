// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/releases/release_preview.h"

#include <QCoreApplication>

namespace descant::ui {

/// The context in which words about splits and releases are translated.
struct SplitWords {
    Q_DECLARE_TR_FUNCTIONS(SplitWords)
};

/// A split as people read it; "none" for what is in no split.
QString splitText(const QString& split);
/// "train 80 %, validate 10 %, test 10 %".
QString sharesText(const splits::Ratios& ratios);

/// The one thing that matters most of a plan: "17 videos change their split".
QString planHead(const SplitPreview& preview);
/// What else is to be said of it: "120 videos in 96 groups · 2 leaks are mended".
QString planRest(const SplitPreview& preview);
/// Whether the promise holds after it.
QString planVerdict(const SplitPreview& preview);
/// "96 groups with 120 videos frozen in films-splits.json".
QString frozenWords(const splits::FrozenSplits& frozen, const QString& file);

/// "1,204 captions of 300 videos".
QString releaseHead(const ReleasePreview& preview);
/// "Since the release before: 12 change, 3 are new, 1 is gone, 1,188 stay"; empty when there is none.
QString changesWords(const ReleasePreview& preview);
/// "Released 1,204 captions of 300 videos in 9 files".
QString releasedWords(const workflows::ReleaseReport& report);
/// "films-2: 9 files, all as they were made".
QString verifiedWords(const workflows::ReleaseCheck& check, const QString& name);

} // namespace descant::ui
