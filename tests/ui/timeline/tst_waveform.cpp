// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/waveform.h"

#include <QRandomGenerator>
#include <QTest>

using namespace descant;
using namespace descant::ui;

class WaveformTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyLevelHoldsTheExtremesOfItsStretch()
    {
        QRandomGenerator random(4);
        std::vector<SoundExtent> peaks;
        for (int i = 0; i < 5003; ++i)
            peaks.push_back(
                {static_cast<std::int16_t>(-random.bounded(32768)), static_cast<std::int16_t>(random.bounded(32767))});
        const Waveform waveform(peaks, 1000);
        for (int i = 0; i < 300; ++i) {
            const int first = random.bounded(5000);
            const int length = 1 + random.bounded(5003 - first);
            SoundExtent inside = peaks[static_cast<std::size_t>(first)];
            for (int k = first; k < first + length; ++k) {
                inside.low = std::min(inside.low, peaks[static_cast<std::size_t>(k)].low);
                inside.high = std::max(inside.high, peaks[static_cast<std::size_t>(k)].high);
            }
            const SoundExtent found = waveform.extent(first * 1000.0, (first + length) * 1000.0);
            // Coarse entries may reach over the edges, never fall short.
            QVERIFY(found.low <= inside.low && found.high >= inside.high);
        }
    }

    void alignedStretchesAreExact()
    {
        const Waveform waveform({{-1, 1}, {-2, 5}, {-9, 2}, {-3, 3}}, 1000);
        QCOMPARE(int(waveform.extent(1000, 2000).high), 5);
        QCOMPARE(int(waveform.extent(0, 4000).low), -9);
        QCOMPARE(int(waveform.extent(0, 2000).low), -2);
        QCOMPARE(waveform.loudest(), 9);
        QCOMPARE(waveform.length(), MediaTime{4000});
    }

    void outsideOfTheSoundItIsSilent()
    {
        const Waveform waveform({{-1, 1}}, 1000);
        QCOMPARE(int(waveform.extent(5000, 9000).high), 0);
        QCOMPARE(int(waveform.extent(-9000, -5000).high), 0);
        QVERIFY(Waveform({}, 1000).empty());
        QCOMPARE(int(Waveform({}, 1000).extent(0, 1e9).high), 0);
    }
};

QTEST_GUILESS_MAIN(WaveformTest)
#include "tst_waveform.moc"
