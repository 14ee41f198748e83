// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/time_axis.h"

#include <algorithm>
#include <cmath>

namespace descant::ui {

namespace {
// Closer than this a frame at 60 per second is wider than 30 pixels: nothing more is to be seen.
constexpr double kClosest = 500.0;
} // namespace

void TimeAxis::setDuration(MediaTime duration)
{
    m_duration = std::max(duration, MediaTime{0});
    fit();
}

void TimeAxis::setSpan(double left, double width)
{
    m_left = left;
    m_width = std::max(width, 1.0);
    if (m_fitted)
        fit();
    else
        clamp();
}

double TimeAxis::xOf(MediaTime time) const
{
    return m_left + (static_cast<double>(time.count()) - m_start) / m_perPixel;
}

MediaTime TimeAxis::timeAt(double x) const
{
    const double time = m_start + (x - m_left) * m_perPixel;
    return MediaTime{std::llround(std::clamp(time, 0.0, static_cast<double>(m_duration.count())))};
}

TimeRange TimeAxis::visible() const { return {timeAt(m_left), timeAt(m_left + m_width)}; }

bool TimeAxis::showsAll() const { return m_width * m_perPixel >= static_cast<double>(m_duration.count()) - 1.0; }

void TimeAxis::fit()
{
    m_start = 0;
    m_perPixel = std::max(static_cast<double>(m_duration.count()) / m_width, 1.0);
    m_fitted = true;
}

void TimeAxis::show(TimeRange range)
{
    m_fitted = false;
    m_start = static_cast<double>(range.start.count());
    m_perPixel = static_cast<double>(range.length().count()) / m_width;
    clamp();
}

void TimeAxis::zoomAt(double x, double factor)
{
    if (!(factor > 0) || !std::isfinite(factor))
        return;
    const double anchor = m_start + (x - m_left) * m_perPixel;
    const double whole = std::max(static_cast<double>(m_duration.count()) / m_width, 1.0);
    m_perPixel = std::clamp(m_perPixel / factor, std::min(kClosest, whole), whole);
    m_start = anchor - (x - m_left) * m_perPixel;
    m_fitted = false;
    clamp();
}

void TimeAxis::scrollBy(double pixels)
{
    m_start += pixels * m_perPixel;
    clamp();
}

void TimeAxis::scrollTo(MediaTime start)
{
    m_start = static_cast<double>(start.count());
    clamp();
}

void TimeAxis::clamp()
{
    const double all = static_cast<double>(m_duration.count());
    const double whole = std::max(all / m_width, 1.0);
    m_perPixel = std::clamp(m_perPixel, std::min(kClosest, whole), whole);
    m_start = std::clamp(m_start, 0.0, std::max(0.0, all - m_width * m_perPixel));
    m_fitted = showsAll();
}

} // namespace descant::ui
