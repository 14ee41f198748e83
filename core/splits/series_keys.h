// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/splits/source_keys.h"

#include <set>

namespace descant::splits {

/// By what a series is known.
enum class SeriesSign {
    Episode, ///< S01E02, 1x02, "episode 3", "part 2" after the same title
    Number,  ///< the same name but for a number at its end; names such as video12 say nothing
    Folder,  ///< the same folder
};

/// The series that a medium belongs to, by the signs that are wanted; empty when there is none.
std::vector<MediumKey> seriesKeys(const project::Medium& medium, const std::set<SeriesSign>& signs);

} // namespace descant::splits
