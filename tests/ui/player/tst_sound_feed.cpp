// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/internal/sound_feed.h"
#include "ui/player/internal/time_stretch.h"

#include <QTest>

#include <cmath>
#include <cstring>
#include <numbers>

using namespace descant;
using namespace descant::ui;

namespace {

constexpr int kRate = 48000;

std::vector<float> sine(double frequency, double seconds)
{
    std::vector<float> samples;
    for (int i = 0; i < static_cast<int>(seconds * kRate); ++i)
        samples.push_back(static_cast<float>(0.5 * std::sin(2 * std::numbers::pi * frequency * i / kRate)));
    return samples;
}

/// Sample number n of the medium is n on the left and −n on the right.
class ToneSource : public SoundSource {
public:
    explicit ToneSource(std::int64_t frames) : m_frames(frames) { }
    int sampleRate() const override { return kRate; }
    Result<void> seek(MediaTime time) override
    {
        m_next = std::llround(toSeconds(time) * kRate);
        return {};
    }
    Outcome<std::size_t> read(std::span<float> samples, std::stop_token) override
    {
        std::size_t count = 0;
        for (; count < samples.size() / 2 && m_next < m_frames; ++count, ++m_next) {
            samples[2 * count] = static_cast<float>(m_next);
            samples[2 * count + 1] = static_cast<float>(-m_next);
        }
        return count;
    }

private:
    std::int64_t m_frames;
    std::int64_t m_next = 0;
};

double frequencyOf(const std::vector<float>& samples)
{
    int crossings = 0;
    for (std::size_t i = 1; i < samples.size(); ++i)
        crossings += samples[i - 1] < 0 && samples[i] >= 0 ? 1 : 0;
    return crossings / (static_cast<double>(samples.size()) / kRate);
}

SoundSourceOpener openerOf(std::int64_t frames)
{
    return [frames](const std::filesystem::path&) -> Result<std::unique_ptr<SoundSource>> {
        return std::make_unique<ToneSource>(frames);
    };
}

} // namespace

class SoundFeedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void otherSpeedsKeepThePitch_data()
    {
        QTest::addColumn<double>("speed");
        QTest::newRow("half") << 0.5;
        QTest::newRow("three quarters") << 0.75;
        QTest::newRow("one and a half") << 1.5;
        QTest::newRow("twice") << 2.0;
    }

    void otherSpeedsKeepThePitch()
    {
        QFETCH(double, speed);
        TimeStretch stretch(kRate, 1, speed);
        std::vector<float> output;
        const std::vector<float> input = sine(220, 2.0);
        // in pieces, as it comes from a file
        for (std::size_t at = 0; at < input.size(); at += 7001) {
            stretch.push(std::span(input).subspan(at, std::min<std::size_t>(7001, input.size() - at)));
            const std::vector<float> piece = stretch.pull();
            output.insert(output.end(), piece.begin(), piece.end());
        }
        const double length = static_cast<double>(output.size()) / kRate;
        QVERIFY2(std::abs(length - 2.0 / speed) < 0.12, qPrintable(QString::number(length)));
        QVERIFY2(std::abs(frequencyOf(output) - 220) < 8, qPrintable(QString::number(frequencyOf(output))));
        // no gaps and no bursts: the level stays that of a sine of 0.5
        double energy = 0;
        for (const float sample : output)
            energy += double(sample) * sample;
        QVERIFY(std::abs(std::sqrt(energy / static_cast<double>(output.size())) - 0.3536) < 0.03);
    }

    void theRangeIsReadOnceAndWithoutSeams()
    {
        SoundFeed feed(openerOf(10 * kRate), "tone", {fromSeconds(1), fromSeconds(3.5)}, 1.0, {});
        QVERIFY(feed.fill(1));
        QCOMPARE(feed.sampleRate(), kRate);
        QByteArray bytes;
        for (int i = 0; i < 100; ++i) {
            feed.fill(100'000);
            bytes += feed.read(64'000);
        }
        std::vector<float> samples(static_cast<std::size_t>(bytes.size()) / sizeof(float));
        std::memcpy(samples.data(), bytes.constData(), static_cast<std::size_t>(bytes.size()));
        QCOMPARE(samples.size(), std::size_t(2.5 * kRate) * 2);
        for (std::size_t i = 0; i < samples.size() / 2; ++i)
            QCOMPARE(samples[2 * i], static_cast<float>(kRate + i));
    }

    void soundThatEndsEarlyEndsQuietly()
    {
        SoundFeed feed(openerOf(kRate), "tone", {fromSeconds(0.5), fromSeconds(30)}, 1.0, {});
        QVERIFY(feed.fill(100'000'000));
        QCOMPARE(feed.bytesAvailable(), qint64(kRate / 2) * 8);
    }

    void noSoundIsToldAndHarmless()
    {
        const SoundSourceOpener silent = [](const std::filesystem::path& path) -> Result<std::unique_ptr<SoundSource>> {
            return fail(ErrorCode::NoAudioStream, path.string());
        };
        SoundFeed feed(silent, "silent", {fromSeconds(0), fromSeconds(1)}, 1.0, {});
        QVERIFY(!feed.fill(1000));
        QCOMPARE(feed.read(100).size(), 0);
    }
};

QTEST_GUILESS_MAIN(SoundFeedTest)
#include "tst_sound_feed.moc"
