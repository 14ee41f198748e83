// SPDX-License-Identifier: GPL-3.0-or-later
// Repaint of the timeline at 10,000 and 100,000 segments beside a QGraphicsView that shows the same rectangles.
// Alternating, median and 99th percentile, ratio first. Run: QT_QPA_PLATFORM=offscreen timeline_bench
#include "ui/timeline/timeline_widget.h"
#include "ui/timeline/waveform.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QGraphicsRectItem>
#include <QGraphicsScene>
#include <QGraphicsView>
#include <QPainter>

#include <algorithm>
#include <cstdio>
#include <functional>

using namespace descant;
using namespace descant::ui;

namespace {

constexpr int kWidth = 1920;
constexpr int kHeight = 240;
constexpr int kRounds = 101;
constexpr double kSeconds = 3600;

struct Times {
    double median = 0;
    double p99 = 0;
};

Times timesOf(std::vector<double> milliseconds)
{
    std::sort(milliseconds.begin(), milliseconds.end());
    return {milliseconds[milliseconds.size() / 2], milliseconds[(milliseconds.size() * 99) / 100]};
}

double milliseconds(const std::function<void()>& work)
{
    QElapsedTimer timer;
    timer.start();
    work();
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

std::vector<TimelineSegment> segmentsOf(int count)
{
    std::vector<TimelineSegment> segments;
    const double length = kSeconds / count;
    for (int i = 0; i < count; ++i) {
        const auto look = static_cast<SegmentLook>(i % 7);
        segments.push_back({QString::number(i),
                            {fromSeconds(i * length), fromSeconds((i + 0.9) * length)},
                            QStringLiteral("a large grey rabbit wakes up in its burrow"),
                            look,
                            i + 1});
    }
    return segments;
}

std::shared_ptr<const Waveform> soundOf()
{
    std::vector<SoundExtent> peaks;
    for (int i = 0; i < int(kSeconds * 100); ++i)
        peaks.push_back({static_cast<std::int16_t>(-(i * 37 % 9000)), static_cast<std::int16_t>(i * 53 % 9000)});
    return std::make_shared<const Waveform>(std::move(peaks), 10'000);
}

/// Both widgets with the same segments, painted into the same picture without a screen in between.
class Bench {
public:
    explicit Bench(int count)
        : m_count(count), m_segments(segmentsOf(count)), m_canvas(kWidth, kHeight, QImage::Format_RGB32)
    {
        m_timeline.resize(kWidth, kHeight);
        m_timeline.show();
        m_timeline.setMedium(fromSeconds(kSeconds));
        m_timeline.setWaveform(soundOf());
        m_timeline.setSegments(m_segments);
        m_view.setScene(&m_scene);
        m_view.resize(kWidth, kHeight);
        m_view.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        m_view.setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        for (const TimelineSegment& segment : m_segments) {
            m_items.push_back(m_scene.addRect(toSeconds(segment.range.start), 0, toSeconds(segment.range.length()), 1,
                                              QPen(Qt::NoPen), QColor(0x57, 0xc7, 0x85)));
        }
        m_view.show();
    }

    void repaints(const char* name, TimeRange range)
    {
        m_timeline.setVisibleRange(range);
        m_view.resetTransform();
        m_view.scale(kWidth / toSeconds(range.length()), 32);
        m_view.centerOn((toSeconds(range.start) + toSeconds(range.end)) / 2, 0.5);
        std::vector<double> ours;
        std::vector<double> theirs;
        const int rounds = m_count > 50'000 ? kRounds / 3 : kRounds;
        for (int i = 0; i < rounds; ++i) {
            ours.push_back(milliseconds([this] {
                m_timeline.setTimelineStyle({}); // everything is drawn again
                m_timeline.render(&m_canvas);
            }));
            theirs.push_back(milliseconds([this] {
                QPainter painter(&m_canvas);
                m_view.render(&painter);
            }));
        }
        print(name, timesOf(ours), timesOf(theirs));
    }

    void ticks()
    {
        m_timeline.setVisibleRange({MediaTime{0}, fromSeconds(kSeconds)});
        std::vector<double> ours;
        for (int i = 0; i < 1000; ++i) {
            const QRect columns(12 + i, 0, 17, kHeight);
            ours.push_back(milliseconds([&] {
                m_timeline.setPosition(fromSeconds(i * 1.9));
                QPainter painter(&m_canvas);
                m_timeline.render(&painter, columns.topLeft(), columns, {});
            }));
        }
        const Times tick = timesOf(ours);
        std::printf("%7d  %-22s %8.3f ms median %8.3f ms p99\n", m_count, "playhead tick", tick.median, tick.p99);
    }

    void edits()
    {
        const double ours = milliseconds([this] {
            for (int i = 0; i < 1000; ++i) {
                TimelineSegment segment = m_segments[static_cast<std::size_t>(i * 7919LL % m_count)];
                segment.range.end -= MediaTime{1000};
                m_timeline.putSegment(segment);
            }
        });
        const double theirs = milliseconds([this] {
            for (int i = 0; i < 1000; ++i) {
                QGraphicsRectItem* item = m_items[static_cast<std::size_t>(i * 7919LL % m_count)];
                QRectF rect = item->rect();
                rect.setWidth(rect.width() * 0.999);
                item->setRect(rect);
                m_scene.items(rect.center());
            }
        });
        print("1000 edits", {ours, ours}, {theirs, theirs});
    }

private:
    void print(const char* name, Times ours, Times theirs) const
    {
        std::printf("%7d  %-22s %6.1fx   ours %8.3f ms (p99 %8.3f)   QGraphicsView %9.3f ms (p99 %9.3f)\n", m_count,
                    name, theirs.median / ours.median, ours.median, ours.p99, theirs.median, theirs.p99);
        std::fflush(stdout);
    }

    int m_count;
    std::vector<TimelineSegment> m_segments;
    QImage m_canvas;
    TimelineWidget m_timeline;
    QGraphicsScene m_scene;
    QGraphicsView m_view;
    std::vector<QGraphicsRectItem*> m_items;
};

} // namespace

int main(int argc, char** argv)
{
    QApplication application(argc, argv);
    for (const int count : {10'000, 100'000}) {
        Bench bench(count);
        bench.repaints("whole hour", {MediaTime{0}, fromSeconds(kSeconds)});
        bench.repaints("60 s", {fromSeconds(1000), fromSeconds(1060)});
        bench.ticks();
        bench.edits();
    }
    return 0;
}
