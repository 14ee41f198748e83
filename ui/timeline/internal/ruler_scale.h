// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <QString>

namespace descant::ui {

/// The smallest of the steps that people count in (…, 1, 2, 3, 5, 10, 15, 30 s, 1, 2, 5 min, …) at which labels stand
/// at least `pixels` apart.
MediaTime rulerStep(double microsecondsPerPixel, double pixels);
/// "0:03", with tenths or hundredths where the step needs them.
QString rulerLabel(MediaTime time, MediaTime step);

} // namespace descant::ui
