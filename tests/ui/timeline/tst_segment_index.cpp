// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/segment_index.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <set>

using namespace descant;
using namespace descant::ui;

namespace {

TimelineSegment segmentOf(int id, std::int64_t start, std::int64_t end)
{
    return {QString::number(id), {MediaTime{start}, MediaTime{end}}, {}, SegmentLook::Draft, 0};
}

std::vector<TimelineSegment> randomSegments(int count, quint32 seed)
{
    QRandomGenerator random(seed);
    std::vector<TimelineSegment> segments;
    for (int i = 0; i < count; ++i) {
        const int start = random.bounded(100'000);
        // Some have no length at all, some are very long.
        const int length = i % 10 == 0 ? 0 : i % 17 == 0 ? random.bounded(50'000) : random.bounded(700);
        segments.push_back(segmentOf(i, start, start + length));
    }
    return segments;
}

std::set<QString> bruteForce(const std::vector<TimelineSegment>& segments, TimeRange range)
{
    std::set<QString> ids;
    for (const TimelineSegment& segment : segments) {
        const MediaTime end = std::max(segment.range.end, segment.range.start + MediaTime{1});
        if (segment.range.start < range.end && range.start < end)
            ids.insert(segment.id);
    }
    return ids;
}

std::set<QString> found(const SegmentIndex& index, TimeRange range)
{
    std::set<QString> ids;
    for (const int slot : index.overlapping(range))
        ids.insert(index.at(slot).id);
    return ids;
}

bool lanesAreSound(const SegmentIndex& index)
{
    for (int lane = 0; lane < index.laneCount(); ++lane) {
        const auto& spans = index.lane(lane);
        for (std::size_t i = 1; i < spans.size(); ++i) {
            if (spans[i].start < spans[i - 1].end)
                return false;
        }
    }
    return true;
}

} // namespace

class SegmentIndexTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cullingFindsWhatBruteForceFinds()
    {
        const std::vector<TimelineSegment> segments = randomSegments(3000, 7);
        SegmentIndex index;
        index.assign(segments);
        QVERIFY(lanesAreSound(index));
        QRandomGenerator random(8);
        for (int i = 0; i < 500; ++i) {
            const MediaTime start{random.bounded(110'000) - 5000};
            const TimeRange range{start, start + MediaTime{1 + random.bounded(3000)}};
            const std::set<QString> expected = bruteForce(segments, range);
            QCOMPARE(found(index, range), expected);
            QCOMPARE(index.overlappingCount(range), static_cast<int>(expected.size()));
        }
    }

    void theNthInViewIsTheNthOfTheList()
    {
        SegmentIndex index;
        index.assign(randomSegments(500, 3));
        const TimeRange range{MediaTime{20'000}, MediaTime{40'000}};
        const std::vector<int> slots = index.overlapping(range);
        for (std::size_t i = 0; i < slots.size(); ++i)
            QCOMPARE(index.overlappingAt(range, static_cast<int>(i)), slots[i]);
        QCOMPARE(index.overlappingAt(range, static_cast<int>(slots.size())), SegmentIndex::kNone);
        QCOMPARE(index.overlappingAt(range, -1), SegmentIndex::kNone);
    }

    void editsKeepTheIndexEqualToBruteForce()
    {
        std::vector<TimelineSegment> segments = randomSegments(400, 11);
        SegmentIndex index;
        index.assign(segments);
        QRandomGenerator random(12);
        for (int i = 0; i < 2000; ++i) {
            const std::size_t at = random.bounded(static_cast<quint32>(segments.size()));
            if (i % 5 == 0) {
                index.remove(segments[at].id);
                segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(at));
            } else if (i % 5 == 1) {
                segments.push_back(segmentOf(10'000 + i, random.bounded(100'000), 100'000));
                index.put(segments.back());
            } else {
                const int start = random.bounded(100'000);
                segments[at].range = {MediaTime{start}, MediaTime{start + random.bounded(900)}};
                index.put(segments[at]);
            }
            if (i % 50 == 0) {
                QVERIFY(lanesAreSound(index));
                const TimeRange range{MediaTime{30'000}, MediaTime{32'000}};
                QCOMPARE(found(index, range), bruteForce(segments, range));
            }
        }
        QCOMPARE(index.count(), static_cast<int>(segments.size()));
    }

    void segmentsThatTouchShareALane()
    {
        SegmentIndex index;
        index.assign({segmentOf(1, 0, 10), segmentOf(2, 10, 20), segmentOf(3, 15, 18)});
        QCOMPARE(index.laneCount(), 2);
        QCOMPARE(index.laneOf(index.slotOf("1")), 0);
        QCOMPARE(index.laneOf(index.slotOf("2")), 0);
        QCOMPARE(index.laneOf(index.slotOf("3")), 1);
        index.remove("3");
        QCOMPARE(index.laneCount(), 1);
    }

    void aSegmentKeepsItsLaneWhileItFits()
    {
        SegmentIndex index;
        index.assign({segmentOf(1, 0, 10), segmentOf(2, 5, 20)});
        index.put(segmentOf(2, 12, 20));
        QCOMPARE(index.laneOf(index.slotOf("2")), 1);
    }

    void boundariesAreVisitedInOrder()
    {
        SegmentIndex index;
        index.assign({segmentOf(1, 100, 200), segmentOf(2, 150, 300), segmentOf(3, 400, 500)});
        std::vector<std::int64_t> forward;
        for (std::optional<MediaTime> edge = index.nextEdge(MediaTime{0}); edge; edge = index.nextEdge(*edge))
            forward.push_back(edge->count());
        QCOMPARE(forward, (std::vector<std::int64_t>{100, 150, 200, 300, 400, 500}));
        std::vector<std::int64_t> back;
        for (auto edge = index.previousEdge(MediaTime{1000}); edge; edge = index.previousEdge(*edge))
            back.push_back(edge->count());
        std::reverse(back.begin(), back.end());
        QCOMPARE(back, forward);
    }

    void segmentsAreCountedByStart()
    {
        SegmentIndex index;
        index.assign(randomSegments(200, 5));
        std::map<int, MediaTime> starts;
        for (int slot = 0; slot < 200; ++slot)
            starts[index.numberOf(slot)] = index.at(slot).range.start;
        QCOMPARE(int(starts.size()), 200);
        QCOMPARE(starts.begin()->first, 1);
        QVERIFY(std::is_sorted(starts.begin(), starts.end(),
                               [](const auto& one, const auto& other) { return one.second < other.second; }));
    }

    void snapTargetsLeaveOutTheSegmentThatMoves()
    {
        SegmentIndex index;
        index.assign({segmentOf(1, 100, 200), segmentOf(2, 205, 300)});
        const std::vector<MediaTime> all = index.edgesNear(MediaTime{203}, MediaTime{5}, SegmentIndex::kNone);
        QCOMPARE(all, (std::vector<MediaTime>{MediaTime{200}, MediaTime{205}}));
        const std::vector<MediaTime> others = index.edgesNear(MediaTime{203}, MediaTime{5}, index.slotOf("1"));
        QCOMPARE(others, (std::vector<MediaTime>{MediaTime{205}}));
    }

    void doubledIdsAreOneSegment()
    {
        SegmentIndex index;
        index.assign({segmentOf(1, 0, 10), segmentOf(1, 50, 60)});
        QCOMPARE(index.count(), 1);
        QCOMPARE(index.at(index.slotOf("1")).range.start, MediaTime{50});
    }
};

QTEST_GUILESS_MAIN(SegmentIndexTest)
#include "tst_segment_index.moc"
