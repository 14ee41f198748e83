// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/internal/segment_painter.h"
#include "ui/timeline/internal/timeline_painter.h"

#include <QRandomGenerator>
#include <QTest>

using namespace descant;
using namespace descant::ui;

namespace {

TimelineScene sceneOf(double seconds, int width)
{
    TimelineScene scene;
    scene.axis.setSpan(scene.style.margin, width - 2 * scene.style.margin);
    scene.axis.setDuration(fromSeconds(seconds));
    scene.rows = layoutRows(scene.style, {width, 240}, 1);
    return scene;
}

QImage painted(const TimelineScene& scene, int width, const QRect& clip)
{
    QImage image(width, 240, QImage::Format_RGB32);
    image.fill(scene.style.panel);
    QPainter painter(&image);
    SegmentPainter(painter, scene).paint(clip);
    return image;
}

bool isPainted(const QImage& image, const TimelineScene& scene, int x)
{
    return image.pixel(x, scene.rows.segments.top() + 2) != scene.style.panel.rgb();
}

} // namespace

class SegmentPainterTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void skippingAheadLosesNoColumn()
    {
        // 20,000 segments of a tenth of a second in an hour: about ten a pixel, with holes.
        TimelineScene scene = sceneOf(3600, 1000);
        QRandomGenerator random(1);
        std::vector<TimelineSegment> segments;
        for (int i = 0; i < 20'000; ++i) {
            if (i % 1000 < 300)
                continue;
            const MediaTime start{i * 180'000LL + random.bounded(50'000)};
            segments.push_back({QString::number(i), {start, start + MediaTime{100'000}}, {}, SegmentLook::Accepted, 0});
        }
        scene.segments.assign(segments);
        const QImage image = painted(scene, 1000, QRect(0, 0, 1000, 240));
        std::vector<bool> expected(1000, false);
        for (const TimelineSegment& segment : segments)
            expected[static_cast<std::size_t>(std::floor(scene.axis.xOf(segment.range.start)))] = true;
        int wrong = 0;
        for (int x = 12; x < 988; ++x)
            wrong += expected[static_cast<std::size_t>(x)] && !isPainted(image, scene, x) ? 1 : 0;
        QCOMPARE(wrong, 0);
        // and the holes stay empty
        int painted = 0;
        for (int x = 12; x < 988; ++x)
            painted += isPainted(image, scene, x) ? 1 : 0;
        QVERIFY(painted < 800);
    }

    void paintingAPartGivesThePixelsOfTheWhole()
    {
        TimelineScene scene = sceneOf(60, 800);
        std::vector<TimelineSegment> segments;
        for (int i = 0; i < 12; ++i) {
            const auto look = static_cast<SegmentLook>(i % 7);
            const QString text = QStringLiteral("a rabbit looks out of its burrow %1").arg(i);
            segments.push_back({QString::number(i), {fromSeconds(i * 5), fromSeconds(i * 5 + 4.5)}, text, look, 0});
        }
        scene.segments.assign(segments);
        scene.current = scene.segments.slotOf("3");
        const QImage whole = painted(scene, 800, QRect(0, 0, 800, 240));
        for (const QRect& part : {QRect(100, 0, 9, 240), QRect(300, 0, 5, 240), QRect(517, 0, 40, 240)})
            QCOMPARE(painted(scene, 800, part).copy(part), whole.copy(part));
    }

    void theCurrentSegmentIsNeverLostInACrowd()
    {
        TimelineScene scene = sceneOf(3600, 1000);
        std::vector<TimelineSegment> segments;
        for (int i = 0; i < 36'000; ++i)
            segments.push_back({QString::number(i),
                                {MediaTime{i * 100'000LL}, MediaTime{i * 100'000LL + 100'000}},
                                {},
                                SegmentLook::Draft,
                                0});
        scene.segments.assign(segments);
        scene.current = scene.segments.slotOf("18000");
        const QImage image = painted(scene, 1000, QRect(0, 0, 1000, 240));
        const int x = static_cast<int>(scene.axis.xOf(fromSeconds(1800)));
        bool accent = false;
        for (int dx = -1; dx <= 3; ++dx)
            accent = accent || image.pixelColor(x + dx, scene.rows.segments.top() + 8) == scene.style.accent;
        QVERIFY(accent);
    }

    void edgesAndBodiesAreHit()
    {
        TimelineScene scene = sceneOf(100, 1024); // 10 pixels a second
        scene.segments.assign({{"a", {fromSeconds(10), fromSeconds(20)}, {}, SegmentLook::Draft, 0},
                               {"b", {fromSeconds(20), fromSeconds(30)}, {}, SegmentLook::Draft, 0}});
        const int y = scene.rows.segments.center().y();
        using Part = TimelineHit::Part;
        const auto hit = [&](int x) { return hitTest(scene, QPoint(12 + x, y)); };
        QCOMPARE(hit(95).part, Part::SegmentRow);
        QCOMPARE(hit(97).part, Part::SegmentStart);
        QCOMPARE(hit(104).part, Part::SegmentStart);
        QCOMPARE(hit(107).part, Part::SegmentBody);
        QCOMPARE(hit(193).part, Part::SegmentBody);
        QCOMPARE(hit(196).part, Part::SegmentEnd);
        QCOMPARE(hit(196).slot, scene.segments.slotOf("a"));
        QCOMPARE(hit(202).part, Part::SegmentStart);
        QCOMPARE(hit(202).slot, scene.segments.slotOf("b"));
        scene.current = scene.segments.slotOf("a");
        QCOMPARE(hit(202).slot, scene.segments.slotOf("a")); // the current one's grip wins
        QCOMPARE(hit(310).part, Part::SegmentRow);
        QCOMPARE(hitTest(scene, QPoint(40, 2)).part, Part::Ruler);
        QCOMPARE(hitTest(scene, QPoint(40, scene.rows.waveform.center().y())).part, Part::Overview);
    }

    void narrowSegmentsKeepABody()
    {
        TimelineScene scene = sceneOf(100, 1024);
        scene.segments.assign({{"a", {fromSeconds(10), fromSeconds(10.9)}, {}, SegmentLook::Draft, 0}});
        const TimelineHit hit = hitTest(scene, QPoint(12 + 104, scene.rows.segments.center().y()));
        QCOMPARE(hit.part, TimelineHit::Part::SegmentBody);
    }

    void rowsNeverOverlap()
    {
        const TimelineStyle style;
        for (const int height : {smallestHeight(style), 200, 260, 320, 700}) {
            for (const int lanes : {0, 1, 3, 40}) {
                const TimelineRows rows = layoutRows(style, {800, height}, lanes);
                const QRect inOrder[] = {rows.ruler, rows.thumbnails, rows.waveform, rows.segments, rows.evidence};
                for (std::size_t i = 1; i < std::size(inOrder); ++i)
                    QVERIFY(inOrder[i].top() > inOrder[i - 1].bottom());
                QVERIFY(rows.evidence.bottom() < height);
                QVERIFY(rows.laneHeight >= style.smallestSegment - 1);
            }
        }
    }
};

QTEST_MAIN(SegmentPainterTest)
#include "tst_segment_painter.moc"
