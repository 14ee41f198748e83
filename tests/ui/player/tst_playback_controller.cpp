// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"
#include "tests/support/patient_test.h"
#include "tests/ui/player/fake_media.h"
#include "ui/player/internal/controller_state.h"

#include <QSignalSpy>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;
using namespace std::chrono_literals;

namespace {

constexpr int kPatience = 20'000;

std::vector<qint64> framesOf(const QSignalSpy& positions)
{
    std::vector<qint64> frames;
    for (const QList<QVariant>& position : positions)
        frames.push_back(position[1].value<std::int64_t>());
    return frames;
}

} // namespace

class PlaybackControllerTest : public QObject {
    Q_OBJECT
private:
    std::shared_ptr<FakeMedium> m_medium;
    std::unique_ptr<PlaybackController> m_controller;

    void openFake()
    {
        m_controller = makePlaybackController({openerOf(m_medium), soundOf(m_medium)});
        m_controller->open("fake");
        QTRY_COMPARE_WITH_TIMEOUT(m_controller->frame(), std::int64_t(0), kPatience);
    }

    /// Of a file that is here: only the test itself can be skipped.
    bool openReal(const char* name)
    {
        m_controller = std::make_unique<PlaybackController>();
        m_controller->open(descant::test::realMedia(name).value());
        return QTest::qWaitFor([this] { return m_controller->frame() == 0; }, kPatience);
    }

private Q_SLOTS:
    void init() { m_medium = std::make_shared<FakeMedium>(); }
    void cleanup() { m_controller.reset(); }

    void aGlimpseIsShownWhileTheFilmIsBeingOpened()
    {
        std::atomic<bool> mayOpen = false;
        const FrameSourceOpener slow = [&, open = openerOf(m_medium)](const std::filesystem::path& path,
                                                                      const std::stop_token& stop) {
            while (!mayOpen && !stop.stop_requested())
                std::this_thread::sleep_for(2ms);
            return open(path, stop);
        };
        const Glimpser glimpse = [](const std::filesystem::path&, const std::stop_token&) {
            return std::optional(FakeFrameSource::imageOf(77));
        };
        m_controller = makePlaybackController({slow, soundOf(m_medium), glimpse});
        QSignalSpy pictures(m_controller.get(), &PlaybackController::pictureChanged);
        m_controller->open("fake");
        QTRY_COMPARE(pictures.count(), 1);
        QCOMPARE(pictures[0][0].value<QImage>(), FakeFrameSource::imageOf(77));
        QCOMPARE(m_controller->state(), PlaybackState::Opening);
        QCOMPARE(m_controller->frame(), std::int64_t(-1));
        mayOpen = true;
        QTRY_COMPARE(m_controller->frame(), std::int64_t(0));
        QCOMPARE(pictures[1][0].value<QImage>(), FakeFrameSource::imageOf(0));
    }

    void openingShowsTheFirstPicture()
    {
        m_controller = makePlaybackController({openerOf(m_medium), soundOf(m_medium)});
        QSignalSpy opened(m_controller.get(), &PlaybackController::opened);
        QSignalSpy pictures(m_controller.get(), &PlaybackController::pictureChanged);
        QCOMPARE(m_controller->state(), PlaybackState::Empty);
        m_controller->open("fake");
        QCOMPARE(m_controller->state(), PlaybackState::Opening);
        QTRY_COMPARE(pictures.count(), 1);
        QCOMPARE(opened.count(), 1);
        QCOMPARE(m_controller->state(), PlaybackState::Paused);
        QCOMPARE(m_controller->frameCount(), std::int64_t(100));
        QCOMPARE(m_controller->duration(), fromSeconds(4));
        m_controller->close();
        QCOMPARE(m_controller->state(), PlaybackState::Empty);
        QCOMPARE(m_controller->frame(), std::int64_t(-1));
    }

    void whatIsAskedForDuringOpeningIsDoneThen()
    {
        m_controller = makePlaybackController({openerOf(m_medium), soundOf(m_medium)});
        QSignalSpy positions(m_controller.get(), &PlaybackController::positionChanged);
        m_controller->open("fake");
        m_controller->seek(fromSeconds(2));
        QTRY_COMPARE(m_controller->frame(), std::int64_t(50));
        QCOMPARE(positions.count(), 1);
        m_controller->open("fake");
        m_controller->playRange({fromSeconds(1), fromSeconds(1.2)});
        QTRY_COMPARE_WITH_TIMEOUT(m_controller->frame(), std::int64_t(29), kPatience);
    }

    void aBrokenFileFailsOnceAndAnotherCanBeOpened()
    {
        m_controller = makePlaybackController({openerOf(m_medium), soundOf(m_medium)});
        QSignalSpy failed(m_controller.get(), &PlaybackController::failed);
        m_controller->open("broken");
        QTRY_COMPARE(failed.count(), 1);
        QCOMPARE(m_controller->state(), PlaybackState::Failed);
        m_controller->play();
        m_controller->stepForward();
        m_controller->open("fake");
        QTRY_COMPARE(m_controller->frame(), std::int64_t(0));
        QCOMPARE(failed.count(), 1);
    }

    void theLastOfTwoOpensWins()
    {
        m_controller = makePlaybackController({openerOf(m_medium), soundOf(m_medium)});
        QSignalSpy failed(m_controller.get(), &PlaybackController::failed);
        m_controller->open("broken");
        m_controller->open("fake");
        QTRY_COMPARE(m_controller->frame(), std::int64_t(0));
        QCOMPARE(failed.count(), 0);
    }

    void stepsAreExactAndCountWhenPressedQuickly()
    {
        openFake();
        m_medium->decodeTime = 10ms;
        for (int i = 0; i < 7; ++i)
            m_controller->stepForward();
        m_controller->stepBack();
        QTRY_COMPARE(m_controller->frame(), std::int64_t(6));
        QCOMPARE(m_controller->position(), 6 * m_medium->frameLength);
        m_controller->toEnd();
        m_controller->stepForward();
        QTRY_COMPARE(m_controller->frame(), std::int64_t(99));
        m_controller->toStart();
        m_controller->stepBack();
        QTRY_COMPARE(m_controller->frame(), std::int64_t(0));
    }

    void aSeekGoesToTheFrameThatIsOnScreenThen()
    {
        openFake();
        m_controller->seek(MediaTime{79'999});
        QTRY_COMPARE(m_controller->frame(), std::int64_t(1));
        m_controller->seek(MediaTime{80'000});
        QTRY_COMPARE(m_controller->frame(), std::int64_t(2));
        m_controller->seek(fromSeconds(99));
        QTRY_COMPARE(m_controller->frame(), std::int64_t(99));
        m_controller->seekBy(fromSeconds(-1));
        QTRY_COMPARE(m_controller->frame(), std::int64_t(74));
    }

    void ofManyScrubsTheLatestWins()
    {
        openFake();
        m_medium->decodeTime = 25ms;
        QSignalSpy positions(m_controller.get(), &PlaybackController::positionChanged);
        for (int i = 1; i <= 90; ++i)
            m_controller->scrub(i * m_medium->frameLength);
        QTRY_COMPARE(m_controller->frame(), std::int64_t(90));
        m_controller->scrub(47 * m_medium->frameLength);
        QTRY_COMPARE(m_controller->frame(), std::int64_t(47));
        // 91 requests, at most a handful of pictures: keyframe 40 came before frame 47.
        const std::vector<qint64> frames = framesOf(positions);
        QVERIFY(frames.size() < 20);
        QCOMPARE(frames[frames.size() - 2], qint64(40));
    }

    void aClipWithoutSoundPlaysByTheMonotonicClock()
    {
        m_medium->frames = 20;
        openFake();
        QSignalSpy positions(m_controller.get(), &PlaybackController::positionChanged);
        QSignalSpy states(m_controller.get(), &PlaybackController::stateChanged);
        m_controller->play();
        QVERIFY(m_controller->isPlaying());
        QTRY_COMPARE_WITH_TIMEOUT(m_controller->state(), PlaybackState::Paused, kPatience);
        QCOMPARE(m_controller->frame(), std::int64_t(19));
        const std::vector<qint64> frames = framesOf(positions);
        QVERIFY(std::is_sorted(frames.begin(), frames.end()));
        QVERIFY(frames.size() > 3);
        QCOMPARE(states.count(), 2);
        QVERIFY(!m_controller->hasSound());
        m_controller->play(); // at the end: from the start
        QTRY_VERIFY(m_controller->frame() < 15);
    }

    void aClipWithSoundPlaysWithoutASoundDeviceToo()
    {
        m_medium->frames = 12;
        m_medium->hasAudio = true;
        openFake();
        m_controller->play();
        QTRY_COMPARE_WITH_TIMEOUT(m_controller->state(), PlaybackState::Paused, kPatience);
        QCOMPARE(m_controller->frame(), std::int64_t(11));
    }

    void aRangeStopsOnItsLastFrame()
    {
        openFake();
        QSignalSpy positions(m_controller.get(), &PlaybackController::positionChanged);
        m_controller->playRange({fromSeconds(1), fromSeconds(1.4)});
        QTRY_COMPARE_WITH_TIMEOUT(m_controller->state(), PlaybackState::Paused, kPatience);
        QCOMPARE(m_controller->frame(), std::int64_t(34));
        for (const qint64 frame : framesOf(positions))
            QVERIFY(frame >= 25 && frame <= 34);
        QCOMPARE(m_controller->state(), PlaybackState::Paused);
    }

    void aLoopStaysInsideUntilItIsTakenOff()
    {
        openFake();
        m_controller->setSpeed(4);
        m_controller->setLoop(TimeRange{fromSeconds(1), fromSeconds(1.4)});
        QSignalSpy positions(m_controller.get(), &PlaybackController::positionChanged);
        m_controller->play();
        QTRY_VERIFY_WITH_TIMEOUT(positions.count() > 15, kPatience);
        int backwards = 0;
        const std::vector<qint64> frames = framesOf(positions);
        for (std::size_t i = 0; i < frames.size(); ++i) {
            QVERIFY(frames[i] >= 25 && frames[i] <= 34);
            backwards += i > 0 && frames[i] < frames[i - 1] ? 1 : 0;
        }
        QVERIFY(backwards >= 1);
        m_controller->setLoop(std::nullopt);
        QTRY_VERIFY_WITH_TIMEOUT(m_controller->frame() > 40, kPatience);
    }

    void theShuttleWalksThroughItsSpeeds()
    {
        openFake();
        m_controller->seekFrame(50);
        QTRY_COMPARE(m_controller->frame(), std::int64_t(50));
        m_controller->shuttleBackward();
        QTRY_VERIFY_WITH_TIMEOUT(m_controller->frame() < 48, kPatience);
        m_controller->shuttleForward(); // −0.5
        m_controller->shuttleForward(); // stands still
        QCOMPARE(m_controller->state(), PlaybackState::Paused);
        m_controller->shuttleForward();
        const std::int64_t from = m_controller->frame();
        QTRY_VERIFY_WITH_TIMEOUT(m_controller->frame() > from + 2, kPatience);
        m_controller->shuttleStop();
        QCOMPARE(m_controller->state(), PlaybackState::Paused);
        QCOMPARE(m_controller->speed(), 1.0);
    }

    void speedsAreClamped()
    {
        openFake();
        m_controller->setSpeed(100);
        QCOMPARE(m_controller->speed(), 4.0);
        m_controller->setSpeed(0);
        QCOMPARE(m_controller->speed(), 0.25);
        m_controller->setSpeed(std::nan(""));
        QCOMPARE(m_controller->speed(), 1.0);
    }

    void playbackGoesOnAfterScrubbing()
    {
        openFake();
        m_controller->play();
        m_controller->scrub(fromSeconds(2));
        QVERIFY(!m_controller->isPlaying());
        m_controller->seek(fromSeconds(2));
        QVERIFY(m_controller->isPlaying());
        QTRY_VERIFY_WITH_TIMEOUT(m_controller->frame() > 50, kPatience);
        m_controller->pause();
        m_controller->seek(fromSeconds(0));
        QVERIFY(!m_controller->isPlaying());
    }

    void aControllerMayGoWhilePlaying()
    {
        openFake();
        m_medium->decodeTime = 20ms;
        m_controller->play();
        QTest::qWait(50);
        m_controller.reset();
        QTest::qWait(20); // what was posted finds nobody
    }

    void realStepsForwardAndBackGiveTheSamePictures()
    {
        if (!descant::test::realMedia("bbb_480p_30s.mp4"))
            QSKIP("the real video is not here");
        QVERIFY(openReal("bbb_480p_30s.mp4"));
        QVERIFY(m_controller->hasSound() || m_controller->frameCount() > 700);
        QSignalSpy pictures(m_controller.get(), &PlaybackController::pictureChanged);
        const auto shownAt = [&](std::int64_t frame) {
            const bool there = QTest::qWaitFor([&] { return m_controller->frame() == frame; }, kPatience);
            return there ? pictures.last()[0].value<QImage>() : QImage();
        };
        m_controller->seekFrame(149);
        const QImage first = shownAt(149);
        m_controller->stepForward();
        const QImage second = shownAt(150);
        m_controller->stepBack();
        const QImage again = shownAt(149);
        QVERIFY(!first.isNull() && !second.isNull());
        QVERIFY(first != second);
        QCOMPARE(again, first);
        QCOMPARE(m_controller->pictureSize().width() * 9 / 16, m_controller->pictureSize().height());
        QCOMPARE(m_controller->position(), m_controller->timeOfFrame(149));
    }

    void realPlaybackRunsForward()
    {
        if (!descant::test::realMedia("bbb_480p_30s.mp4"))
            QSKIP("the real video is not here");
        QVERIFY(openReal("bbb_480p_30s.mp4"));
        QSignalSpy positions(m_controller.get(), &PlaybackController::positionChanged);
        m_controller->play();
        QTRY_VERIFY_WITH_TIMEOUT(m_controller->frame() > 12, kPatience);
        m_controller->pause();
        const std::vector<qint64> frames = framesOf(positions);
        QVERIFY(std::is_sorted(frames.begin(), frames.end()));
    }
};

QTEST_MAIN(PlaybackControllerTest)
#include "tst_playback_controller.moc"
