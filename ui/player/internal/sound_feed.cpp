// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/internal/sound_feed.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace descant::ui {

namespace {
constexpr std::size_t kChannels = 2;
constexpr std::int64_t kPiece = 8192; // frames read at once, about 0.2 s
} // namespace

SoundFeed::SoundFeed(const SoundSourceOpener& opener, const std::filesystem::path& path, TimeRange range, double speed,
                     std::stop_token stop)
    : m_stop(std::move(stop))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    Result<std::unique_ptr<SoundSource>> source = opener(path);
    // A medium without sound, or with sound that cannot be decoded, plays silently.
    if (!source || (*source)->sampleRate() <= 0 || !(*source)->seek(range.start))
        return;
    m_source = std::move(*source);
    m_framesLeft = std::llround(toSeconds(range.length()) * m_source->sampleRate());
    if (speed != 1.0)
        m_stretch.emplace(m_source->sampleRate(), static_cast<int>(kChannels), speed);
}

bool SoundFeed::fill(qsizetype enough)
{
    while (m_waiting.size() < enough && m_framesLeft > 0 && !m_stop.stop_requested())
        readMore();
    return m_source != nullptr;
}

void SoundFeed::readMore()
{
    std::vector<float> samples(static_cast<std::size_t>(std::min(m_framesLeft, kPiece)) * kChannels);
    const Outcome<std::size_t> frames = m_source->read(samples, m_stop);
    const std::size_t wanted = samples.size() / kChannels;
    if (!frames || *frames < wanted)
        m_framesLeft = 0;
    if (!frames)
        return;
    m_framesLeft -= std::min(m_framesLeft, static_cast<std::int64_t>(*frames));
    samples.resize(*frames * kChannels);
    if (m_stretch) {
        m_stretch->push(samples);
        samples = m_stretch->pull();
    }
    m_waiting.append(reinterpret_cast<const char*>(samples.data()),
                     static_cast<qsizetype>(samples.size() * sizeof(float)));
}

qint64 SoundFeed::readData(char* data, qint64 most)
{
    const qint64 bytes = std::min<qint64>(most, m_waiting.size());
    std::memcpy(data, m_waiting.constData(), static_cast<std::size_t>(bytes));
    m_waiting.remove(0, bytes);
    return bytes;
}

} // namespace descant::ui
