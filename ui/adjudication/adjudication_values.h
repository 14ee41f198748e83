// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <QString>

#include <optional>

namespace descant::ui {

/// One side of a decision: a stretch and what is said of it.
struct AdjudicationSide {
    TimeRange range;
    QString text;
    bool operator==(const AdjudicationSide&) const = default;
};

/// A reading that waits for a decision, as the dialog shows it.
struct AdjudicationValue {
    QString id; ///< of the reading
    QString mediumId;
    QString medium;                       ///< its name
    QString person;                       ///< who wrote the reading; empty: nobody said
    bool removes = false;                 ///< the reading takes the segment away
    std::optional<AdjudicationSide> here; ///< nothing: there is no such segment here
    AdjudicationSide theirs;
    bool operator==(const AdjudicationValue&) const = default;
};

} // namespace descant::ui
