// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/sound_marks.h"

#include "core/media/audio_stream.h"

#include <chromaprint.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>

namespace descant::media {
namespace {

constexpr int kRate = 11025;            ///< at which Chromaprint works
constexpr std::size_t kStep = 1365;     ///< samples from one mark to the next
constexpr std::size_t kStepsHeard = 20; ///< that go into one mark: its filters reach over 16, the FFT over 3 more
constexpr float kSilence = 0.001F;      ///< -60 dB, root mean square
constexpr std::size_t kPiece = kStep * 16;

struct FreeContext {
    void operator()(ChromaprintContext* context) const { chromaprint_free(context); }
};
using Context = std::unique_ptr<ChromaprintContext, FreeContext>;

std::int16_t sampleFrom(float value)
{
    return static_cast<std::int16_t>(std::lround(std::clamp(value, -1.0F, 1.0F) * 32767.0F));
}

/// Feeds the sound, and measures how loud each step is.
class Listener {
public:
    Result<void> begin()
    {
        m_context.reset(chromaprint_new(CHROMAPRINT_ALGORITHM_DEFAULT));
        if (!m_context || chromaprint_start(m_context.get(), kRate, 1) == 0)
            return fail(ErrorCode::OutOfMemory, "the sound");
        return {};
    }

    Result<void> hear(std::span<const float> samples)
    {
        std::vector<std::int16_t> whole(samples.size());
        std::transform(samples.begin(), samples.end(), whole.begin(), sampleFrom);
        for (const float sample : samples) {
            m_energy += static_cast<double>(sample) * sample;
            if (++m_inStep == kStep)
                endStep();
        }
        if (chromaprint_feed(m_context.get(), whole.data(), static_cast<int>(whole.size())) == 0)
            return fail(ErrorCode::OutOfMemory, "the sound");
        return {};
    }

    Result<std::vector<SoundMark>> marks()
    {
        std::uint32_t* hashes = nullptr;
        int count = 0;
        if (chromaprint_finish(m_context.get()) == 0
            || chromaprint_get_raw_fingerprint(m_context.get(), &hashes, &count) == 0)
            return fail(ErrorCode::OutOfMemory, "the sound");
        const std::unique_ptr<std::uint32_t, decltype(&chromaprint_dealloc)> owner(hashes, &chromaprint_dealloc);
        std::vector<SoundMark> marks;
        for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
            if (isHeard(i))
                marks.push_back({fromTicks(static_cast<std::int64_t>(i * kStep), {1, kRate}), hashes[i]});
        }
        return marks;
    }

private:
    void endStep()
    {
        m_loudness.push_back(static_cast<float>(std::sqrt(m_energy / static_cast<double>(m_inStep))));
        m_energy = 0;
        m_inStep = 0;
    }

    /// Most of what a mark was made of is more than silence.
    bool isHeard(std::size_t mark) const
    {
        const std::size_t end = std::min(m_loudness.size(), mark + kStepsHeard);
        std::size_t loud = 0;
        for (std::size_t i = mark; i < end; ++i)
            loud += m_loudness[i] > kSilence ? 1 : 0;
        return end > mark && 2 * loud > end - mark;
    }

    Context m_context;
    std::vector<float> m_loudness; ///< of each step
    double m_energy = 0;
    std::size_t m_inStep = 0;
};

} // namespace

Outcome<std::vector<SoundMark>> soundMarksOf(const std::filesystem::path& path, std::stop_token stop)
{
    auto stream = AudioStream::open(path, {kRate, 1});
    if (!stream && stream.error().code == ErrorCode::NoAudioStream)
        return std::vector<SoundMark>{};
    if (!stream)
        return fail(std::move(stream.error()));
    Listener listener;
    DESCANT_CHECK(listener.begin());
    std::array<float, kPiece> samples{};
    while (true) {
        DESCANT_TRY(const std::size_t count, (*stream)->read(samples, stop));
        if (count > 0) {
            DESCANT_CHECK(listener.hear(std::span(samples).first(count)));
        }
        if (count < samples.size())
            break;
    }
    DESCANT_TRY(std::vector<SoundMark> marks, listener.marks());
    return marks;
}

} // namespace descant::media
