// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/peaks.h"

#include "core/base/file.h"
#include "core/media/audio_stream.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace descant::media {
namespace {

constexpr std::size_t kPieceFrames = 65536;

/// The 16-bit sample that audiowaveform makes of it: the upper bits of an integer, and of a float the next whole number
/// towards zero at 32767 for 1.
int toSixteenBits(float sample, SampleForm form)
{
    const float scaled = form == SampleForm::Integers ? std::floor(sample * 32768.0F) : std::trunc(sample * 32767.0F);
    // Also for what is no number: comparisons with it are false.
    return scaled > -32768.0F ? static_cast<int>(std::min(scaled, 32767.0F)) : -32768;
}

/// Collects one pixel after the other.
class PeakCollector {
public:
    PeakCollector(Peaks& peaks, const AudioStream& stream)
        : m_peaks(peaks), m_inputChannels(stream.channels()), m_form(stream.form())
    {
        startPixel();
    }

    void add(const float* frame)
    {
        if (m_peaks.channels == 1) {
            int sum = 0;
            for (int channel = 0; channel < m_inputChannels; ++channel)
                sum += toSixteenBits(frame[channel], m_form);
            extend(0, sum / m_inputChannels);
        } else {
            for (int channel = 0; channel < m_inputChannels; ++channel)
                extend(static_cast<std::size_t>(channel), toSixteenBits(frame[channel], m_form));
        }
        if (++m_count == m_peaks.samplesPerPixel)
            finishPixel();
    }

    void finish()
    {
        if (m_count > 0)
            finishPixel();
    }

private:
    void startPixel()
    {
        m_range.assign(static_cast<std::size_t>(m_peaks.channels), {INT16_MAX, INT16_MIN});
        m_count = 0;
    }

    void extend(std::size_t channel, int sample)
    {
        m_range[channel].first = std::min(m_range[channel].first, sample);
        m_range[channel].second = std::max(m_range[channel].second, sample);
    }

    void finishPixel()
    {
        for (const auto& [low, high] : m_range) {
            m_peaks.values.push_back(static_cast<std::int16_t>(low));
            m_peaks.values.push_back(static_cast<std::int16_t>(high));
        }
        startPixel();
    }

    Peaks& m_peaks;
    int m_inputChannels;
    SampleForm m_form;
    std::vector<std::pair<int, int>> m_range;
    int m_count = 0;
};

void appendLittleEndian(std::string& bytes, std::uint32_t value, int count)
{
    for (int i = 0; i < count; ++i)
        bytes.push_back(static_cast<char>((value >> (8 * i)) & 0xff));
}

} // namespace

Outcome<Peaks> computePeaks(const std::filesystem::path& path, const PeakOptions& options, std::stop_token stop,
                            const ProgressSink& progress)
{
    if (options.samplesPerPixel < 2)
        return fail(ErrorCode::InputInvalid, "samples per pixel", "it must be 2 or more");
    DESCANT_TRY(const std::unique_ptr<AudioStream> stream, AudioStream::open(path));
    Peaks peaks;
    peaks.sampleRate = stream->sampleRate();
    peaks.samplesPerPixel = options.samplesPerPixel;
    peaks.channels = options.channels == PeakChannels::Split ? stream->channels() : 1;
    peaks.bits = options.bits;
    PeakCollector collector(peaks, *stream);
    std::vector<float> piece(kPieceFrames * static_cast<std::size_t>(stream->channels()));
    while (true) {
        DESCANT_TRY(const std::size_t frames, stream->read(piece, stop));
        for (std::size_t i = 0; i < frames; ++i)
            collector.add(piece.data() + i * stream->channels());
        report(progress, "Drawing the waveform", -1.0);
        if (frames * stream->channels() < piece.size())
            break;
    }
    collector.finish();
    return peaks;
}

std::string encodePeaks(const Peaks& peaks)
{
    std::string bytes;
    const bool split = peaks.channels > 1;
    appendLittleEndian(bytes, split ? 2 : 1, 4);
    appendLittleEndian(bytes, peaks.bits == PeakBits::Eight ? 1 : 0, 4);
    appendLittleEndian(bytes, static_cast<std::uint32_t>(peaks.sampleRate), 4);
    appendLittleEndian(bytes, static_cast<std::uint32_t>(peaks.samplesPerPixel), 4);
    appendLittleEndian(bytes, static_cast<std::uint32_t>(peaks.pixels()), 4);
    if (split)
        appendLittleEndian(bytes, static_cast<std::uint32_t>(peaks.channels), 4);
    for (const std::int16_t value : peaks.values) {
        if (peaks.bits == PeakBits::Eight)
            appendLittleEndian(bytes, static_cast<std::uint32_t>(value / 256), 1);
        else
            appendLittleEndian(bytes, static_cast<std::uint32_t>(value), 2);
    }
    return bytes;
}

Result<void> writePeaks(const Peaks& peaks, const std::filesystem::path& path)
{
    return writeFileAtomically(path, encodePeaks(peaks));
}

} // namespace descant::media
