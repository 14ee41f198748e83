// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/internal/ruler_scale.h"

#include <array>

namespace descant::ui {

MediaTime rulerStep(double microsecondsPerPixel, double pixels)
{
    static constexpr std::array<std::int64_t, 20> kMilliseconds{
        20,     50,     100,    200,     500,     1'000,   2'000,   3'000,     5'000,     10'000,
        15'000, 30'000, 60'000, 120'000, 300'000, 600'000, 900'000, 1'800'000, 3'600'000, 7'200'000};
    const double wanted = microsecondsPerPixel * pixels;
    for (const std::int64_t step : kMilliseconds) {
        if (static_cast<double>(step) * 1000.0 >= wanted)
            return MediaTime{step * 1000};
    }
    MediaTime step{kMilliseconds.back() * 1000};
    while (static_cast<double>(step.count()) < wanted)
        step *= 2;
    return step;
}

QString rulerLabel(MediaTime time, MediaTime step)
{
    const std::int64_t milliseconds = time.count() / 1000;
    const std::int64_t seconds = milliseconds / 1000;
    QString label;
    if (seconds >= 3600)
        label = QStringLiteral("%1:%2").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'));
    else
        label = QString::number(seconds / 60);
    label += QStringLiteral(":%1").arg(seconds % 60, 2, 10, QLatin1Char('0'));
    if (step < MediaTime{100'000})
        label += QStringLiteral(".%1").arg(milliseconds % 1000 / 10, 2, 10, QLatin1Char('0'));
    else if (step < MediaTime{1'000'000})
        label += QStringLiteral(".%1").arg(milliseconds % 1000 / 100);
    return label;
}

} // namespace descant::ui
