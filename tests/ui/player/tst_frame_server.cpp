// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patient_test.h"
#include "tests/ui/player/fake_media.h"
#include "ui/player/internal/frame_server.h"

#include <QElapsedTimer>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;
using namespace std::chrono_literals;

namespace {

/// Collects the answers of a server.
struct Answers {
    std::mutex mutex;
    std::vector<std::pair<std::int64_t, bool>> stills;
    std::vector<Error> errors;
    std::atomic<int> opened{0};

    FrameServer::Listener listener()
    {
        FrameServer::Listener listener;
        listener.opened = [this](const std::filesystem::path&, const Result<MediumFacts>&) { ++opened; };
        listener.still = [this](const Picture& picture, bool exact) {
            const std::lock_guard lock(mutex);
            stills.emplace_back(picture.frame, exact);
        };
        listener.failed = [this](const Error& error) {
            const std::lock_guard lock(mutex);
            errors.push_back(error);
        };
        return listener;
    }
    std::vector<std::pair<std::int64_t, bool>> taken()
    {
        const std::lock_guard lock(mutex);
        return stills;
    }
};

/// Waits until the stream has something for `frame`.
std::optional<Picture> takeSoon(FrameServer& server, std::int64_t frame)
{
    std::optional<Picture> picture;
    (void)QTest::qWaitFor([&] { return (picture = server.take(frame)).has_value(); }, 20'000);
    return picture;
}

using Stills = std::vector<std::pair<std::int64_t, bool>>;

} // namespace

class FrameServerTest : public QObject {
    Q_OBJECT
private:
    std::shared_ptr<FakeMedium> m_medium;
    Answers* m_answers = nullptr;

private Q_SLOTS:
    void init()
    {
        m_medium = std::make_shared<FakeMedium>();
        m_answers = new Answers;
    }
    void cleanup() { delete m_answers; }

    void aScrubShowsTheKeyframeFirstAndThenTheFrame()
    {
        FrameServer server(openerOf(m_medium), m_answers->listener());
        server.open("fake");
        server.scrub(fromSeconds(1.48), 37);
        QTRY_COMPARE(m_answers->taken(), (Stills{{30, false}, {37, true}}));
    }

    void onlyTheNewestOfManyRequestsIsFinished()
    {
        m_medium->decodeTime = 40ms;
        FrameServer server(openerOf(m_medium), m_answers->listener());
        server.open("fake");
        QTRY_COMPARE(m_answers->opened.load(), 1);
        for (int frame = 1; frame <= 60; ++frame) {
            server.show(frame);
            QTest::qSleep(2);
        }
        QTRY_VERIFY(!m_answers->taken().empty());
        QCOMPARE(m_answers->taken(), (Stills{{60, true}}));
        QCOMPARE(m_medium->decoded.load(), 1);
        QVERIFY(m_medium->cancelled.load() > 0);
    }

    void closingStopsADecodeUnderWay()
    {
        m_medium->decodeTime = 60s;
        QElapsedTimer timer;
        {
            FrameServer server(openerOf(m_medium), m_answers->listener());
            server.open("fake");
            server.show(5);
            QTRY_VERIFY([this] {
                const std::lock_guard lock(m_medium->mutex);
                return !m_medium->asked.empty();
            }());
            timer.start();
        }
        // Not a measurement: a decode that is not stopped would take a minute.
        QVERIFY(timer.elapsed() < 30'000);
    }

    void aStreamIsBoundedAndInOrder()
    {
        FrameServer server(openerOf(m_medium), m_answers->listener());
        server.open("fake");
        server.stream(10, +1, 99);
        QTRY_VERIFY(m_medium->decoded.load() >= 8);
        QTest::qWait(30);
        QCOMPARE(m_medium->decoded.load(), 8); // it waits until something is taken
        QVERIFY(!server.take(9));
        for (std::int64_t frame = 10; frame <= 99; ++frame) {
            const std::optional<Picture> picture = takeSoon(server, frame);
            QVERIFY(picture);
            QCOMPARE(picture->frame, frame);
            QCOMPARE(picture->image, FakeFrameSource::imageOf(frame));
        }
        QVERIFY(!server.take(99));
    }

    void lateFramesAreSkipped()
    {
        m_medium->decodeTime = 5ms;
        FrameServer server(openerOf(m_medium), m_answers->listener());
        server.open("fake");
        server.stream(0, +1, 99);
        QVERIFY(takeSoon(server, 0));
        server.take(80);
        std::optional<Picture> picture = takeSoon(server, 90);
        while (picture && picture->frame < 80)
            picture = takeSoon(server, 90); // what was ready before
        QVERIFY(picture);
        QVERIFY(m_medium->decoded.load() < 40);
    }

    void aStreamRunsBackwardToo()
    {
        FrameServer server(openerOf(m_medium), m_answers->listener());
        server.open("fake");
        server.stream(20, -1, 0);
        for (std::int64_t frame = 20; frame >= 0; --frame) {
            const std::optional<Picture> picture = takeSoon(server, frame);
            QVERIFY(picture);
            QCOMPARE(picture->frame, frame);
        }
    }

    void requestsWithoutAMediumAreHarmless()
    {
        FrameServer server(openerOf(m_medium), m_answers->listener());
        server.show(3);
        server.stream(0, +1, 9);
        server.open("broken");
        server.stream(0, +1, 9);
        QTRY_COMPARE(m_answers->opened.load(), 1);
        server.close();
        QTest::qWait(20);
        QVERIFY(m_answers->taken().empty());
    }
};

QTEST_GUILESS_MAIN(FrameServerTest)
#include "tst_frame_server.moc"
