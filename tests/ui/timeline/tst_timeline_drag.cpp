// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_drag.h"

#include <QTest>

using namespace descant;
using namespace descant::ui;

namespace {

constexpr MediaTime kReach{10};
constexpr MediaTime kShortest{5};
constexpr MediaTime kDuration{1000};

TimeRange rangeOf(std::int64_t start, std::int64_t end) { return {MediaTime{start}, MediaTime{end}}; }

TimeRange drag(DragKind kind, TimeRange original, std::int64_t from, std::int64_t to,
               const std::vector<MediaTime>& targets = {})
{
    return RangeDrag{kind, MediaTime{from}, original}.dragged(MediaTime{to}, targets, kReach, kShortest, kDuration);
}

} // namespace

class TimelineDragTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void trimmingMovesOneEdge()
    {
        QVERIFY(drag(DragKind::TrimStart, rangeOf(100, 200), 102, 152) == rangeOf(150, 200));
        QVERIFY(drag(DragKind::TrimEnd, rangeOf(100, 200), 199, 399) == rangeOf(100, 400));
    }

    void trimmingNeverTurnsARangeInsideOut()
    {
        QVERIFY(drag(DragKind::TrimStart, rangeOf(100, 200), 100, 900) == rangeOf(195, 200));
        QVERIFY(drag(DragKind::TrimEnd, rangeOf(100, 200), 200, 0) == rangeOf(100, 105));
        QVERIFY(drag(DragKind::TrimStart, rangeOf(100, 200), 100, -500) == rangeOf(0, 200));
        QVERIFY(drag(DragKind::TrimEnd, rangeOf(100, 200), 200, 5000) == rangeOf(100, 1000));
    }

    void trimmingSnapsWithinReachOnly()
    {
        QVERIFY(drag(DragKind::TrimEnd, rangeOf(100, 200), 200, 241, {MediaTime{250}}) == rangeOf(100, 250));
        QVERIFY(drag(DragKind::TrimEnd, rangeOf(100, 200), 200, 239, {MediaTime{250}}) == rangeOf(100, 239));
    }

    void movingKeepsTheLength()
    {
        QVERIFY(drag(DragKind::Move, rangeOf(100, 200), 150, 350) == rangeOf(300, 400));
        QVERIFY(drag(DragKind::Move, rangeOf(100, 200), 150, -900) == rangeOf(0, 100));
        QVERIFY(drag(DragKind::Move, rangeOf(100, 200), 150, 9000) == rangeOf(900, 1000));
    }

    void movingSnapsTheCloserEdge()
    {
        const std::vector<MediaTime> targets{MediaTime{308}, MediaTime{403}};
        QVERIFY(drag(DragKind::Move, rangeOf(100, 200), 150, 350, targets) == rangeOf(303, 403));
    }

    void selectingWorksInBothDirections()
    {
        QVERIFY(drag(DragKind::Select, {}, 100, 300) == rangeOf(100, 300));
        QVERIFY(drag(DragKind::Select, {}, 300, 100) == rangeOf(100, 300));
        QVERIFY(drag(DragKind::Select, {}, 104, 300, {MediaTime{100}, MediaTime{309}}) == rangeOf(100, 309));
    }

    void withoutReachNothingSnaps()
    {
        const RangeDrag select{DragKind::Select, MediaTime{100}, {}};
        QVERIFY(select.dragged(MediaTime{249}, {MediaTime{250}}, MediaTime{0}, kShortest, kDuration)
                == rangeOf(100, 249));
    }

    void theNearestTargetWins()
    {
        QCOMPARE(snapped(MediaTime{100}, {MediaTime{91}, MediaTime{106}}, kReach), MediaTime{106});
        QCOMPARE(snapped(MediaTime{100}, {MediaTime{80}}, kReach), MediaTime{100});
    }
};

QTEST_GUILESS_MAIN(TimelineDragTest)
#include "tst_timeline_drag.moc"
