// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/internal/ruler_scale.h"
#include "ui/timeline/internal/thumbnail_store.h"
#include "ui/timeline/time_axis.h"

#include <QTest>

using namespace descant;
using namespace descant::ui;

namespace {

TimeAxis axisOf(double seconds, double left, double width)
{
    TimeAxis axis;
    axis.setSpan(left, width);
    axis.setDuration(fromSeconds(seconds));
    return axis;
}

} // namespace

class TimeAxisTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theWholeMediumFitsAtFirst()
    {
        const TimeAxis axis = axisOf(30, 12, 600);
        QCOMPARE(axis.xOf(MediaTime{0}), 12.0);
        QCOMPARE(axis.xOf(fromSeconds(30)), 612.0);
        QVERIFY(axis.showsAll());
    }

    void pixelsAndTimesAreInverse()
    {
        TimeAxis axis = axisOf(3600, 12, 1920);
        axis.zoomAt(500, 37);
        for (int x = 12; x <= 1932; x += 7)
            QVERIFY(qAbs(axis.xOf(axis.timeAt(x)) - x) <= 1 / axis.microsecondsPerPixel());
    }

    void zoomKeepsTheTimeUnderThePointer()
    {
        TimeAxis axis = axisOf(600, 0, 1000);
        const MediaTime under = axis.timeAt(321);
        axis.zoomAt(321, 4);
        QVERIFY(std::chrono::abs(axis.timeAt(321) - under) <= MediaTime{1});
        axis.zoomAt(321, 0.5);
        QVERIFY(std::chrono::abs(axis.timeAt(321) - under) <= MediaTime{1});
    }

    void nothingOutsideTheMediumIsShown()
    {
        TimeAxis axis = axisOf(60, 0, 100);
        axis.zoomAt(50, 10);
        axis.scrollBy(-1e9);
        QCOMPARE(axis.visible().start, MediaTime{0});
        axis.scrollBy(1e9);
        QCOMPARE(axis.visible().end, fromSeconds(60));
        axis.zoomAt(50, 1e-9);
        QVERIFY(axis.showsAll());
        axis.zoomAt(50, 1e12);
        QCOMPARE(axis.microsecondsPerPixel(), 500.0);
    }

    void unusableFactorsChangeNothing()
    {
        TimeAxis axis = axisOf(60, 0, 100);
        const TimeRange before = axis.visible();
        axis.zoomAt(10, 0);
        axis.zoomAt(10, -2);
        axis.zoomAt(10, std::numeric_limits<double>::infinity());
        QCOMPARE(axis.visible().start, before.start);
        QCOMPARE(axis.visible().end, before.end);
    }

    void aFittedViewStaysFittedWhenTheWidthChanges()
    {
        TimeAxis axis = axisOf(60, 0, 100);
        axis.setSpan(0, 777);
        QCOMPARE(axis.visible().end, fromSeconds(60));
        axis.zoomAt(0, 2);
        axis.setSpan(0, 300);
        QVERIFY(axis.visible().end < fromSeconds(60));
    }

    void anEmptyMediumHasNoTimes()
    {
        TimeAxis axis;
        axis.setSpan(0, 100);
        QCOMPARE(axis.timeAt(50), MediaTime{0});
        axis.zoomAt(50, 2);
        QCOMPARE(axis.timeAt(99), MediaTime{0});
    }

    void rulerStepsAreOnesThatPeopleCountIn()
    {
        // 30 s on 776 pixels, as drawn in the look: every 3 s.
        QCOMPARE(rulerStep(30e6 / 776, 70), fromSeconds(3));
        QCOMPARE(rulerStep(500, 70), MediaTime{50'000});
        QVERIFY(rulerStep(1e9, 70) >= fromSeconds(70'000));
        QCOMPARE(rulerLabel(fromSeconds(3), fromSeconds(3)), QStringLiteral("0:03"));
        QCOMPARE(rulerLabel(fromSeconds(3.5), MediaTime{500'000}), QStringLiteral("0:03.5"));
        QCOMPARE(rulerLabel(fromSeconds(3725), fromSeconds(60)), QStringLiteral("1:02:05"));
    }

    void thumbnailsOfOneZoomServeTheNext()
    {
        const MediaTime near = thumbnailSpacing(1'000, 64);
        const MediaTime far = thumbnailSpacing(100'000, 64);
        QVERIFY(near < far);
        QCOMPARE(far % near, MediaTime{0});
    }

    void theNearestThumbnailStandsInForAMissingOne()
    {
        ThumbnailStore store;
        QImage red(1, 1, QImage::Format_RGB32);
        red.fill(Qt::red);
        store.add(fromSeconds(4), red, MediaTime{0});
        QVERIFY(store.nearest(fromSeconds(5), fromSeconds(1)) != nullptr);
        QVERIFY(store.nearest(fromSeconds(3), fromSeconds(1)) != nullptr);
        QVERIFY(store.nearest(fromSeconds(6), fromSeconds(1)) == nullptr);
        const std::vector<MediaTime> missing = store.missing({fromSeconds(1), fromSeconds(7)}, fromSeconds(2));
        QCOMPARE(missing, (std::vector<MediaTime>{fromSeconds(0), fromSeconds(2), fromSeconds(6)}));
    }
};

QTEST_GUILESS_MAIN(TimeAxisTest)
#include "tst_time_axis.moc"
