// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patient_test.h"
#include "ui/timeline/internal/timeline_rows.h"
#include "ui/timeline/timeline_widget.h"

#include <QSignalSpy>
#include <QWheelEvent>

#include <functional>

using namespace descant;
using namespace descant::ui;

namespace {

constexpr int kWidth = 1024; // 1000 pixels for 100 seconds: 10 a second
constexpr int kHeight = 240;

TimelineSegment segmentOf(const char* id, double start, double end, SegmentLook look = SegmentLook::Draft)
{
    return {QString::fromLatin1(id), {fromSeconds(start), fromSeconds(end)}, QStringLiteral("text"), look, 0};
}

int xOf(double seconds) { return 12 + qRound(seconds * 10); }

bool near(MediaTime one, double seconds) { return std::chrono::abs(one - fromSeconds(seconds)) < MediaTime{1000}; }

} // namespace

class TimelineWidgetTest : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<TimelineWidget> m_timeline;
    int m_rowY = 0;
    int m_overviewY = 0;

    void press(int x, int y, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mousePress(m_timeline.get(), Qt::LeftButton, modifiers, QPoint(x, y));
    }
    void move(int x, int y, Qt::KeyboardModifiers modifiers = {})
    {
        QMouseEvent event(QEvent::MouseMove, QPointF(x, y), m_timeline->mapToGlobal(QPointF(x, y)), Qt::NoButton,
                          Qt::LeftButton, modifiers);
        QApplication::sendEvent(m_timeline.get(), &event);
    }
    void release(int x, int y, Qt::KeyboardModifiers modifiers = {})
    {
        QTest::mouseRelease(m_timeline.get(), Qt::LeftButton, modifiers, QPoint(x, y));
    }
    void drag(int from, int to, int y, Qt::KeyboardModifiers modifiers = {})
    {
        press(from, y, modifiers);
        move((from + to) / 2, y, modifiers);
        move(to, y, modifiers);
        release(to, y, modifiers);
    }
    void wheel(int x, int turned, Qt::KeyboardModifiers modifiers = {})
    {
        QWheelEvent event(QPointF(x, 60), m_timeline->mapToGlobal(QPointF(x, 60)), {}, QPoint(0, turned), Qt::NoButton,
                          modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_timeline.get(), &event);
    }

private Q_SLOTS:
    void init()
    {
        m_timeline = std::make_unique<TimelineWidget>();
        m_timeline->setTimelineStyle({});
        m_timeline->resize(kWidth, kHeight);
        m_timeline->show();
        m_timeline->setMedium(fromSeconds(100));
        m_timeline->setSegments({segmentOf("a", 10, 20), segmentOf("b", 30, 40), segmentOf("c", 60, 70)});
        const TimelineRows rows = layoutRows({}, {kWidth, kHeight}, 1);
        m_rowY = rows.segments.center().y();
        m_overviewY = rows.waveform.center().y();
    }

    void cleanup() { m_timeline.reset(); }

    void aClickSeeks()
    {
        QSignalSpy seeks(m_timeline.get(), &TimelineWidget::seekRequested);
        QTest::mouseClick(m_timeline.get(), Qt::LeftButton, {}, QPoint(xOf(50), m_overviewY));
        QCOMPARE(seeks.count(), 1);
        QVERIFY(near(seeks[0][0].value<MediaTime>(), 50));
    }

    void aClickOnASegmentSelectsAndSeeks()
    {
        QSignalSpy seeks(m_timeline.get(), &TimelineWidget::seekRequested);
        QSignalSpy selected(m_timeline.get(), &TimelineWidget::segmentSelected);
        QTest::mouseClick(m_timeline.get(), Qt::LeftButton, {}, QPoint(xOf(35), m_rowY));
        QCOMPARE(selected.value(0).value(0).toString(), QStringLiteral("b"));
        QCOMPARE(m_timeline->currentSegment(), QStringLiteral("b"));
        QCOMPARE(seeks.count(), 1);
    }

    void aDragOnTheRulerScrubsAndEndsWithASeek()
    {
        QSignalSpy scrubs(m_timeline.get(), &TimelineWidget::scrubRequested);
        QSignalSpy seeks(m_timeline.get(), &TimelineWidget::seekRequested);
        drag(xOf(10), xOf(50), 5);
        QVERIFY(scrubs.count() >= 3);
        QCOMPARE(seeks.count(), 1);
        QVERIFY(near(seeks[0][0].value<MediaTime>(), 50));
    }

    void aDragMakesARangeThatSnapsToSegments()
    {
        QSignalSpy selections(m_timeline.get(), &TimelineWidget::selectionChanged);
        drag(xOf(44), xOf(59) + 5, m_overviewY); // 5 pixels before the start of c
        QCOMPARE(selections.count(), 1);
        QVERIFY(m_timeline->selection().has_value());
        QVERIFY(near(m_timeline->selection()->start, 44));
        QCOMPARE(m_timeline->selection()->end, fromSeconds(60));
    }

    void altIgnoresSnapping()
    {
        drag(xOf(44), xOf(59) + 5, m_overviewY, Qt::AltModifier);
        QVERIFY(near(m_timeline->selection()->end, 59.5));
    }

    void aDraggedEdgeTrims()
    {
        QSignalSpy edits(m_timeline.get(), &TimelineWidget::segmentEditRequested);
        drag(xOf(40) - 2, xOf(50) - 2, m_rowY);
        QCOMPARE(edits.count(), 1);
        QCOMPARE(edits[0][0].toString(), QStringLiteral("b"));
        const TimeRange range = edits[0][1].value<TimeRange>();
        QCOMPARE(range.start, fromSeconds(30));
        QVERIFY(near(range.end, 50));
    }

    void aDraggedBodyMovesAndSnapsToItsNeighbour()
    {
        QSignalSpy edits(m_timeline.get(), &TimelineWidget::segmentEditRequested);
        drag(xOf(35), xOf(35) - 96, m_rowY); // its start comes 4 pixels after the end of a
        const TimeRange range = edits.value(0).value(1).value<TimeRange>();
        QCOMPARE(range.start, fromSeconds(20));
        QCOMPARE(range.end, fromSeconds(30));
    }

    void edgesSnapToThePlayhead()
    {
        m_timeline->setPosition(fromSeconds(43.21));
        QSignalSpy edits(m_timeline.get(), &TimelineWidget::segmentEditRequested);
        drag(xOf(40) - 2, xOf(43) + 4, m_rowY);
        QCOMPARE(edits.value(0).value(1).value<TimeRange>().end, fromSeconds(43.21));
    }

    void escapeCancelsADrag()
    {
        QSignalSpy edits(m_timeline.get(), &TimelineWidget::segmentEditRequested);
        QSignalSpy values(m_timeline.get(), &TimelineWidget::dragValueChanged);
        press(xOf(40) - 2, m_rowY);
        move(xOf(50), m_rowY);
        QVERIFY(!values.isEmpty() && values.last()[0].toString().contains(QStringLiteral("30.00")));
        QTest::keyClick(m_timeline.get(), Qt::Key_Escape);
        move(xOf(55), m_rowY);
        release(xOf(55), m_rowY);
        QCOMPARE(edits.count(), 0);
        QCOMPARE(values.last()[0].toString(), QString());
        press(xOf(50), m_overviewY);
        move(xOf(55), m_overviewY);
        QTest::keyClick(m_timeline.get(), Qt::Key_Escape);
        QVERIFY(!m_timeline->selection().has_value());
        release(xOf(55), m_overviewY);
    }

    void aPressThatTremblesIsAClick()
    {
        QSignalSpy edits(m_timeline.get(), &TimelineWidget::segmentEditRequested);
        press(xOf(35), m_rowY);
        move(xOf(35) + 1, m_rowY);
        release(xOf(35) + 1, m_rowY);
        QCOMPARE(edits.count(), 0);
        QCOMPARE(m_timeline->currentSegment(), QStringLiteral("b"));
    }

    void aDoubleClickPlaysTheSegment()
    {
        QSignalSpy plays(m_timeline.get(), &TimelineWidget::segmentPlayRequested);
        QTest::mouseDClick(m_timeline.get(), Qt::LeftButton, {}, QPoint(xOf(65), m_rowY));
        QCOMPARE(plays.value(0).value(0).toString(), QStringLiteral("c"));
    }

    void theMenuIsOfTheSegmentUnderThePointerOrOfTheTime()
    {
        QSignalSpy ofSegment(m_timeline.get(), &TimelineWidget::segmentMenuRequested);
        QSignalSpy ofTime(m_timeline.get(), &TimelineWidget::timeMenuRequested);
        QSignalSpy seeks(m_timeline.get(), &TimelineWidget::seekRequested);
        const auto menuAt = [this](QPoint point, QContextMenuEvent::Reason reason) {
            QContextMenuEvent event(reason, point, m_timeline->mapToGlobal(point));
            QApplication::sendEvent(m_timeline.get(), &event);
        };
        menuAt({xOf(35), m_rowY}, QContextMenuEvent::Mouse);
        QCOMPARE(m_timeline->currentSegment(), QStringLiteral("b"));
        QCOMPARE(ofSegment.count(), 1);
        QCOMPARE(seeks.count(), 0);
        menuAt({xOf(50), m_overviewY}, QContextMenuEvent::Mouse);
        QCOMPARE(ofTime.count(), 1);
        QVERIFY(near(seeks.value(0).value(0).value<MediaTime>(), 50));
        menuAt({}, QContextMenuEvent::Keyboard);
        QCOMPARE(ofSegment.count(), 2);
    }

    void aListenerMayReplaceTheSegmentsDuringAPress()
    {
        connect(m_timeline.get(), &TimelineWidget::segmentSelected, m_timeline.get(),
                [this] { m_timeline->setSegments({}); });
        QSignalSpy edits(m_timeline.get(), &TimelineWidget::segmentEditRequested);
        drag(xOf(35), xOf(45), m_rowY);
        QCOMPARE(edits.count(), 0);
        QCOMPARE(m_timeline->currentSegment(), QString());
    }

    void aDragGoesOnWhenOtherSegmentsChange()
    {
        QSignalSpy edits(m_timeline.get(), &TimelineWidget::segmentEditRequested);
        press(xOf(40) - 2, m_rowY);
        move(xOf(45), m_rowY);
        // A proposal for a arrives, and d is new: b has another slot now.
        m_timeline->setSegments({segmentOf("d", 2, 4), segmentOf("a", 10, 20, SegmentLook::Proposal),
                                 segmentOf("b", 30, 40), segmentOf("c", 60, 70)});
        m_timeline->putSegment(segmentOf("c", 62, 70));
        m_timeline->setCurrentSegment("a");
        move(xOf(50) - 2, m_rowY);
        release(xOf(50) - 2, m_rowY);
        QCOMPARE(edits.count(), 1);
        QCOMPARE(edits[0][0].toString(), QStringLiteral("b"));
        QCOMPARE(edits[0][1].value<TimeRange>().start, fromSeconds(30));
        QVERIFY(near(edits[0][1].value<TimeRange>().end, 50));
    }

    void aDragEndsWhenItsOwnSegmentChanges()
    {
        QSignalSpy edits(m_timeline.get(), &TimelineWidget::segmentEditRequested);
        press(xOf(40) - 2, m_rowY);
        move(xOf(45), m_rowY);
        m_timeline->putSegment(segmentOf("b", 30, 38));
        move(xOf(50), m_rowY);
        release(xOf(50), m_rowY);
        QCOMPARE(edits.count(), 0);
    }

    void aRangeBeingDrawnOutlivesNewSegments()
    {
        press(xOf(44), m_overviewY);
        move(xOf(50), m_overviewY);
        m_timeline->setSegments({segmentOf("a", 10, 20)});
        move(xOf(55), m_overviewY);
        release(xOf(55), m_overviewY);
        QVERIFY(m_timeline->selection() && near(m_timeline->selection()->end, 55));
    }

    void theWheelScrollsAndWithCtrlZoomsAtThePointer()
    {
        wheel(xOf(30), 120 * 4, Qt::ControlModifier);
        const TimeRange zoomed = m_timeline->visibleRange();
        QVERIFY(zoomed.length() < fromSeconds(45));
        QVERIFY(zoomed.contains(fromSeconds(30)));
        wheel(xOf(30), -120);
        QVERIFY(m_timeline->visibleRange().start > zoomed.start);
        QCOMPARE(m_timeline->visibleRange().length(), zoomed.length());
    }

    void zoomActionsStayAroundThePlayhead()
    {
        m_timeline->setPosition(fromSeconds(80));
        for (int i = 0; i < 6; ++i)
            m_timeline->zoomIn();
        QVERIFY(m_timeline->visibleRange().contains(fromSeconds(80)));
        m_timeline->zoomOut();
        m_timeline->zoomFit();
        QCOMPARE(m_timeline->visibleRange().end, fromSeconds(100));
    }

    void boundariesAreReachedByKeys()
    {
        QSignalSpy seeks(m_timeline.get(), &TimelineWidget::seekRequested);
        m_timeline->setPosition(fromSeconds(15));
        m_timeline->nextBoundary();
        m_timeline->previousBoundary();
        QCOMPARE(seeks.count(), 2);
        QVERIFY(near(seeks[0][0].value<MediaTime>(), 20));
        QVERIFY(near(seeks[1][0].value<MediaTime>(), 10));
    }

    void inAndOutMakeASelection()
    {
        m_timeline->setPosition(fromSeconds(25));
        m_timeline->markIn();
        m_timeline->setPosition(fromSeconds(28));
        m_timeline->markOut();
        QVERIFY(*m_timeline->selection() == (TimeRange{fromSeconds(25), fromSeconds(28)}));
        m_timeline->clearSelection();
        QVERIFY(!m_timeline->selection());
    }

    void theViewFollowsPlaybackOnlyNearTheEdgeAndNotAfterScrollingByHand()
    {
        m_timeline->setVisibleRange({fromSeconds(0), fromSeconds(20)});
        m_timeline->setPlaying(true);
        m_timeline->setPosition(fromSeconds(10));
        QCOMPARE(m_timeline->visibleRange().start, fromSeconds(0));
        m_timeline->setPosition(fromSeconds(19));
        QVERIFY(m_timeline->visibleRange().start > fromSeconds(10));
        QSignalSpy following(m_timeline.get(), &TimelineWidget::followingChanged);
        wheel(xOf(30), -120 * 8);
        QCOMPARE(following.count(), 1);
        const MediaTime byHand = m_timeline->visibleRange().start;
        m_timeline->setPosition(fromSeconds(90));
        QCOMPARE(m_timeline->visibleRange().start, byHand);
        m_timeline->followPlayhead();
        QVERIFY(m_timeline->visibleRange().contains(fromSeconds(90)));
        QCOMPARE(following.count(), 2);
    }

    void missingThumbnailsAreAskedForAfterThePause()
    {
        QSignalSpy wanted(m_timeline.get(), &TimelineWidget::thumbnailsWanted);
        m_timeline->zoomFit();
        QTRY_COMPARE(wanted.count(), 1);
        const auto times = wanted[0][0].value<std::vector<MediaTime>>();
        QVERIFY(times.size() > 5 && times.front() == MediaTime{0});
        for (const MediaTime time : times)
            m_timeline->addThumbnail(time, QImage(16, 9, QImage::Format_RGB32), MediaTime{0});
        m_timeline->zoomFit();
        QTest::qWait(150);
        QCOMPARE(wanted.count(), 1);
    }

    void aThumbnailTooFarOffForTheZoomIsAskedForAgain()
    {
        QSignalSpy wanted(m_timeline.get(), &TimelineWidget::thumbnailsWanted);
        m_timeline->zoomFit();
        QTRY_COMPARE(wanted.count(), 1);
        const auto spacing = wanted[0][2].value<MediaTime>();
        for (const MediaTime time : wanted[0][0].value<std::vector<MediaTime>>())
            m_timeline->addThumbnail(time, QImage(16, 9, QImage::Format_RGB32), spacing / 4);
        m_timeline->zoomFit();
        QTest::qWait(150);
        QCOMPARE(wanted.count(), 1); // near enough here
        m_timeline->setVisibleRange({MediaTime{0}, fromSeconds(20)});
        QTRY_COMPARE(wanted.count(), 2);
        QVERIFY(wanted[1][2].value<MediaTime>() < spacing);
        QCOMPARE(wanted[1][0].value<std::vector<MediaTime>>().front(), MediaTime{0});
    }

    void thumbnailsAreAskedForWhenMoreLanesMakeThemNarrower()
    {
        QSignalSpy wanted(m_timeline.get(), &TimelineWidget::thumbnailsWanted);
        m_timeline->zoomFit();
        QTRY_COMPARE(wanted.count(), 1);
        for (const MediaTime time : wanted[0][0].value<std::vector<MediaTime>>())
            m_timeline->addThumbnail(time, QImage(16, 9, QImage::Format_RGB32), MediaTime{0});
        std::vector<TimelineSegment> stacked;
        for (int i = 0; i < 6; ++i)
            stacked.push_back(segmentOf(qPrintable(QString::number(i)), 10, 20));
        m_timeline->setSegments(stacked);
        QTRY_COMPARE(wanted.count(), 2);
        QVERIFY(wanted[1][2].value<MediaTime>() < wanted[0][2].value<MediaTime>());
    }

    void aMovingPlayheadRepaintsItsColumnsOnly()
    {
        struct Watcher : QObject {
            QRegion region;
            bool eventFilter(QObject*, QEvent* event) override
            {
                if (event->type() == QEvent::Paint)
                    region += static_cast<QPaintEvent*>(event)->region();
                return false;
            }
        } watcher;
        QVERIFY(QTest::qWaitForWindowExposed(m_timeline.get()));
        QTest::qWait(20);
        m_timeline->installEventFilter(&watcher);
        m_timeline->setPosition(fromSeconds(50));
        QTRY_VERIFY(!watcher.region.isEmpty());
        int area = 0;
        for (const QRect& rect : watcher.region)
            area += rect.width() * rect.height();
        QVERIFY2(area < 20 * kHeight + 800, qPrintable(QString::number(area)));
    }

    void drawingIsTheSameFromTheCacheAndAfresh()
    {
        m_timeline->setCurrentSegment("b");
        m_timeline->setEvidence(TimelineEvidence{{fromSeconds(30), fromSeconds(40)}, {0.1, 0.9}, {0.5, 0.2}});
        m_timeline->grab();
        m_timeline->putSegment(segmentOf("b", 30, 45, SegmentLook::Accepted));
        m_timeline->putSegment(segmentOf("a", 12, 18));
        m_timeline->setPosition(fromSeconds(42));
        const QImage kept = m_timeline->grab().toImage();
        m_timeline->setTimelineStyle({}); // draws everything again
        QCOMPARE(m_timeline->grab().toImage(), kept);
    }

    void badValuesAreHarmless()
    {
        m_timeline->setMedium(fromSeconds(-5));
        m_timeline->grab();
        m_timeline->setMedium(MediaTime{1});
        m_timeline->setSegments({segmentOf("x", -5, 900), segmentOf("y", 5, 2)});
        m_timeline->setEvidence(TimelineEvidence{{}, {}, {1.0}});
        m_timeline->setSelection(TimeRange{fromSeconds(9), fromSeconds(3)});
        m_timeline->setPictureAspect(0);
        m_timeline->zoomIn();
        m_timeline->grab();
        QVERIFY(!m_timeline->selection());
        m_timeline->resize(1, 1);
        m_timeline->grab();
    }

    void timeRunsToTheRightInEveryLanguage()
    {
        QApplication::setLayoutDirection(Qt::RightToLeft);
        TimelineWidget arabic;
        QCOMPARE(arabic.layoutDirection(), Qt::LeftToRight);
        QApplication::setLayoutDirection(Qt::LeftToRight);
    }
};

QTEST_MAIN(TimelineWidgetTest)
#include "tst_timeline_widget.moc"
