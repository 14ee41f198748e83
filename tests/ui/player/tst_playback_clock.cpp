// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/internal/playback_clock.h"

#include <QTest>

using namespace descant;
using namespace descant::ui;
using namespace std::chrono_literals;

class PlaybackClockTest : public QObject {
    Q_OBJECT
private:
    const PlaybackClock::Instant m_zero{};

private Q_SLOTS:
    void itRunsAtItsSpeed()
    {
        PlaybackClock clock;
        clock.start(fromSeconds(10), 0.5, m_zero);
        QCOMPARE(clock.position(m_zero + 4s), fromSeconds(12));
        clock.start(fromSeconds(10), -2, m_zero);
        QCOMPARE(clock.position(m_zero + 4s), fromSeconds(2));
    }

    void itStandsStillWhenStopped()
    {
        PlaybackClock clock;
        clock.start(fromSeconds(1), 1, m_zero);
        clock.stop(m_zero + 2s);
        QCOMPARE(clock.position(m_zero + 9s), fromSeconds(3));
        clock.heard(fromSeconds(7), m_zero + 9s);
        QCOMPARE(clock.position(m_zero + 9s), fromSeconds(3));
    }

    void theFirstSoundIsTheTruth()
    {
        PlaybackClock clock;
        clock.start(fromSeconds(0), 1, m_zero);
        // The device began 60 ms late.
        clock.heard(MediaTime{940'000}, m_zero + 1s);
        QCOMPARE(clock.position(m_zero + 1s), MediaTime{940'000});
    }

    void laterSoundPullsGently()
    {
        PlaybackClock clock;
        clock.start(fromSeconds(0), 1, m_zero);
        clock.heard(fromSeconds(1), m_zero + 1s);
        clock.heard(MediaTime{2'020'000}, m_zero + 2s);
        QCOMPARE(clock.position(m_zero + 2s), MediaTime{2'002'000});
        for (int i = 0; i < 60; ++i)
            clock.heard(MediaTime{2'020'000} + MediaTime{i * 33'000}, m_zero + 2s + i * 33ms);
        QVERIFY(std::chrono::abs(clock.position(m_zero + 4s) - MediaTime{4'020'000}) < MediaTime{500});
    }

    void aStallOfTheSoundIsFollowedAtOnce()
    {
        PlaybackClock clock;
        clock.start(fromSeconds(0), 1, m_zero);
        clock.heard(fromSeconds(1), m_zero + 1s);
        clock.heard(fromSeconds(1.5), m_zero + 2s);
        QCOMPARE(clock.position(m_zero + 2s), fromSeconds(1.5));
    }
};

QTEST_GUILESS_MAIN(PlaybackClockTest)
#include "tst_playback_clock.moc"
