// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/path_row.h"

namespace descant::ui {

/// Asks where a new file goes; the first words are a name that is suggested.
using AskNewPath = std::function<void(const QString& suggested, std::function<void(const QString& path)> chosen)>;

/// How the windows for splits and releases ask for files and folders.
struct ReleasePickers {
    AskPath frozenSplits;
    AskNewPath newFrozenSplits;
    AskPath release;       ///< the folder of one that is there
    AskPath releaseParent; ///< the folder in which a new one is made
};

} // namespace descant::ui
