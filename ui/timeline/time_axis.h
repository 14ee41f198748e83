// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

namespace descant::ui {

/// Where a time stands on the screen and which time a pixel shows. Logical pixels, time runs to the right.
/// A plain value; always shows a stretch inside 0…duration.
class TimeAxis {
public:
    void setDuration(MediaTime duration);
    MediaTime duration() const { return m_duration; }
    /// The pixels that the stretch in view is drawn on.
    void setSpan(double left, double width);
    double left() const { return m_left; }
    double width() const { return m_width; }

    double xOf(MediaTime time) const;
    /// Clamped to the medium.
    MediaTime timeAt(double x) const;
    double microsecondsPerPixel() const { return m_perPixel; }
    TimeRange visible() const;
    bool showsAll() const;

    void fit();
    void show(TimeRange range);
    /// Zooms by a factor (> 1: closer) so that the time under x stays there.
    void zoomAt(double x, double factor);
    void scrollBy(double pixels);
    void scrollTo(MediaTime start);

private:
    void clamp();

    MediaTime m_duration{0};
    double m_left = 0;
    double m_width = 1;
    double m_start = 0;    ///< µs at m_left
    double m_perPixel = 1; ///< µs
    bool m_fitted = true;  ///< stays fitted while the width changes
};

} // namespace descant::ui
