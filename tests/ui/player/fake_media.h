// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/internal/frame_source.h"
#include "ui/player/internal/sound_source.h"

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace descant::ui::test {

/// What a fake medium is like, and what was asked of it; shared by the test and the decoding thread.
struct FakeMedium {
    std::int64_t frames = 100;
    MediaTime frameLength{40'000};
    bool hasAudio = false;
    std::chrono::milliseconds decodeTime{0};
    std::atomic<int> decoded{0};
    std::atomic<int> cancelled{0};
    std::mutex mutex;
    std::vector<std::int64_t> asked; ///< exact frames, in order
};

/// Waits like a decoder that looks at its stop token between packets. False: stopped.
inline bool decodeFor(std::chrono::milliseconds time, const std::stop_token& stop)
{
    const auto end = std::chrono::steady_clock::now() + time;
    while (std::chrono::steady_clock::now() < end) {
        if (stop.stop_requested())
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

class FakeFrameSource : public FrameSource {
public:
    explicit FakeFrameSource(std::shared_ptr<FakeMedium> medium) : m_medium(std::move(medium))
    {
        for (std::int64_t i = 0; i < m_medium->frames; ++i)
            m_facts.times.push_back(i * m_medium->frameLength);
        m_facts.duration = m_medium->frames * m_medium->frameLength;
        m_facts.pictureSize = {160, 90};
        m_facts.hasAudio = m_medium->hasAudio;
    }

    const MediumFacts& facts() const override { return m_facts; }

    Outcome<QImage> picture(std::int64_t frame, QSize, std::stop_token stop) override
    {
        {
            const std::lock_guard lock(m_medium->mutex);
            m_medium->asked.push_back(frame);
        }
        if (!decodeFor(m_medium->decodeTime, stop)) {
            ++m_medium->cancelled;
            return descant::cancelled();
        }
        ++m_medium->decoded;
        return imageOf(frame);
    }

    /// Every tenth frame is a keyframe and costs nothing.
    Outcome<Picture> fastPicture(MediaTime time, QSize, std::stop_token) override
    {
        const std::int64_t frame = m_facts.frameAt(time) / 10 * 10;
        return Picture{frame, m_facts.timeOf(frame), imageOf(frame)};
    }

    /// The frame's number is its colour.
    static QImage imageOf(std::int64_t frame)
    {
        QImage image(16, 9, QImage::Format_RGB32);
        image.fill(0xff000000U | static_cast<unsigned>(frame));
        return image;
    }

private:
    std::shared_ptr<FakeMedium> m_medium;
    MediumFacts m_facts;
};

inline FrameSourceOpener openerOf(std::shared_ptr<FakeMedium> medium)
{
    return
        [medium](const std::filesystem::path& path, const std::stop_token&) -> Outcome<std::unique_ptr<FrameSource>> {
            if (path.filename() == "broken")
                return fail(ErrorCode::NotMedia, path.string(), "made up");
            return std::make_unique<FakeFrameSource>(medium);
        };
}

/// Silence with one full-scale sample at the start of every second, as long as the fake medium.
class FakeSoundSource : public SoundSource {
public:
    explicit FakeSoundSource(MediaTime length) : m_frames(length.count() * kRate / 1'000'000) { }
    int sampleRate() const override { return kRate; }
    Result<void> seek(MediaTime time) override
    {
        m_next = time.count() * kRate / 1'000'000;
        return {};
    }
    Outcome<std::size_t> read(std::span<float> samples, std::stop_token) override
    {
        std::size_t frames = 0;
        for (; frames < samples.size() / 2 && m_next < m_frames; ++frames, ++m_next)
            samples[2 * frames] = samples[2 * frames + 1] = m_next % kRate == 0 ? 1.0f : 0.0f;
        return frames;
    }

private:
    static constexpr int kRate = 8000;
    std::int64_t m_frames;
    std::int64_t m_next = 0;
};

inline SoundSourceOpener soundOf(std::shared_ptr<FakeMedium> medium)
{
    return [medium](const std::filesystem::path& path) -> Result<std::unique_ptr<SoundSource>> {
        if (!medium->hasAudio)
            return fail(ErrorCode::NoAudioStream, path.string());
        return std::make_unique<FakeSoundSource>(medium->frames * medium->frameLength);
    };
}

} // namespace descant::ui::test
