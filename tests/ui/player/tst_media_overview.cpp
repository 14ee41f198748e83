// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "tests/support/patient_test.h"
#include "tests/ui/player/fake_media.h"
#include "ui/player/internal/overview_state.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

using SharedWaveform = std::shared_ptr<const Waveform>;

} // namespace

class MediaOverviewTest : public QObject {
    Q_OBJECT
private:
    std::shared_ptr<FakeMedium> m_medium;
    std::unique_ptr<QTemporaryDir> m_cache;

private Q_SLOTS:
    void init()
    {
        m_medium = std::make_shared<FakeMedium>();
        m_medium->frames = 1500; // a minute
        m_medium->hasAudio = true;
        m_cache = std::make_unique<QTemporaryDir>();
        qputenv("XDG_CACHE_HOME", m_cache->path().toUtf8());
    }

    void theWaveformComesInPieces()
    {
        auto overview = MediaOverviewSeams::make(openerOf(m_medium), soundOf(m_medium));
        QSignalSpy waveforms(overview.get(), &MediaOverview::waveformReady);
        overview->open("fake", "one");
        QTRY_COMPARE(waveforms.count(), 3);
        const auto first = waveforms[0][0].value<SharedWaveform>();
        QCOMPARE(first->length(), fromSeconds(20));
        const auto whole = waveforms[2][0].value<SharedWaveform>();
        QCOMPARE(whole->length(), fromSeconds(60));
        QCOMPARE(int(whole->extent(7e6, 7.01e6).high), 32767);
        QCOMPARE(int(whole->extent(7.5e6, 7.6e6).high), 0);
    }

    void theSecondTimeItComesFromTheCache()
    {
        {
            auto overview = MediaOverviewSeams::make(openerOf(m_medium), soundOf(m_medium));
            QSignalSpy waveforms(overview.get(), &MediaOverview::waveformReady);
            QSignalSpy thumbnails(overview.get(), &MediaOverview::thumbnailReady);
            overview->open("fake", "two");
            overview->requestThumbnails({fromSeconds(4.2)}, QSize(100, 60), fromSeconds(2));
            QTRY_COMPARE(waveforms.count(), 3);
            QTRY_VERIFY(!thumbnails.isEmpty());
        }
        const SoundSourceOpener never = [](const std::filesystem::path& path) -> Result<std::unique_ptr<SoundSource>> {
            return fail(ErrorCode::Internal, path.string(), "must not be read again");
        };
        auto overview = MediaOverviewSeams::make(openerOf(m_medium), never);
        QSignalSpy waveforms(overview.get(), &MediaOverview::waveformReady);
        overview->open("fake", "two");
        QTRY_COMPARE(waveforms.count(), 1);
        QCOMPARE(waveforms[0][0].value<SharedWaveform>()->length(), fromSeconds(60));
        const int before = m_medium->decoded.load();
        QSignalSpy thumbnails(overview.get(), &MediaOverview::thumbnailReady);
        overview->requestThumbnails({fromSeconds(4.2)}, QSize(100, 60), fromSeconds(2));
        QTRY_COMPARE(thumbnails.count(), 1);
        QCOMPARE(m_medium->decoded.load(), before);
    }

    void aDamagedCacheIsMadeAgain()
    {
        const auto keep = [this](const std::string& bytes) {
            OverviewCache cache("three");
            cache.keepPeaks({{-1, 1}});
            for (const auto& entry : std::filesystem::recursive_directory_iterator(m_cache->path().toStdString())) {
                if (entry.path().filename() == "peaks")
                    QVERIFY(writeFileAtomically(entry.path(), bytes).has_value());
            }
        };
        for (const char* bytes : {"", "dsc", "dscpeak1x", "nonsense that is long enough"}) {
            keep(bytes);
            QVERIFY(!OverviewCache("three").peaks());
        }
    }

    void thumbnailsAreFastFirstAndThenExact()
    {
        auto overview = MediaOverviewSeams::make(openerOf(m_medium), soundOf(m_medium));
        QSignalSpy thumbnails(overview.get(), &MediaOverview::thumbnailReady);
        overview->open("fake", {});
        // Half a second apart: a keyframe that is 0.36 s early is too far off.
        overview->requestThumbnails({fromSeconds(1.5), fromSeconds(2.0)}, QSize(100, 60), fromSeconds(0.5));
        QTRY_COMPARE(thumbnails.count(), 3);
        QCOMPARE(thumbnails[0][0].value<MediaTime>(), fromSeconds(1.5));
        QCOMPARE(thumbnails[0][1].value<QImage>(), FakeFrameSource::imageOf(30));
        QCOMPARE(thumbnails[0][2].value<MediaTime>(), fromSeconds(0.28));
        QCOMPARE(thumbnails[1][1].value<QImage>(), FakeFrameSource::imageOf(50)); // is one
        QCOMPARE(thumbnails[2][1].value<QImage>(), FakeFrameSource::imageOf(37));
        QCOMPARE(thumbnails[2][2].value<MediaTime>(), MediaTime{0});
    }

    void whatWasNearEnoughFarOutIsMadeExactCloseUp()
    {
        auto overview = MediaOverviewSeams::make(openerOf(m_medium), soundOf(m_medium));
        QSignalSpy thumbnails(overview.get(), &MediaOverview::thumbnailReady);
        overview->open("fake", "four");
        overview->requestThumbnails({fromSeconds(1.5)}, QSize(100, 60), fromSeconds(8));
        QTRY_COMPARE(thumbnails.count(), 1);
        QCOMPARE(thumbnails[0][1].value<QImage>(), FakeFrameSource::imageOf(30));
        // One alone, so that its neighbours do not tell how close they are; and neither memory nor cache mislead.
        overview->requestThumbnails({fromSeconds(1.5)}, QSize(100, 60), fromSeconds(0.5));
        QTRY_COMPARE(thumbnails.count(), 3);
        QCOMPARE(thumbnails[2][1].value<QImage>(), FakeFrameSource::imageOf(37));
    }

    void answersForTheMediumBeforeAreDropped()
    {
        auto overview = MediaOverviewSeams::make(openerOf(m_medium), soundOf(m_medium));
        QSignalSpy waveforms(overview.get(), &MediaOverview::waveformReady);
        overview->open("fake", {});
        overview->open("broken", {});
        QTest::qWait(100);
        QCOMPARE(waveforms.count(), 0);
        overview->requestThumbnails({fromSeconds(1)}, QSize(100, 60), fromSeconds(2));
        overview->close();
        overview->open("fake", {});
        QTRY_COMPARE(waveforms.count(), 3);
    }
};

QTEST_MAIN(MediaOverviewTest)
#include "tst_media_overview.moc"
