// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"

namespace descant::workflows {

/// The part of a progress that lies between `from` and `to` of the whole.
inline ProgressSink partOf(const ProgressSink& whole, double from, double to)
{
    if (!whole)
        return {};
    return [whole, from, to](const Progress& part) {
        whole({part.what, part.fraction < 0.0 ? -1.0 : from + (to - from) * part.fraction});
    };
}

} // namespace descant::workflows
