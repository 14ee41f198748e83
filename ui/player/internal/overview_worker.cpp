// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/player/internal/overview_worker.h"

#include "ui/timeline/timeline_values.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace descant::ui {

namespace {

// Short enough that thumbnails need not wait long between two pieces.
constexpr std::size_t kPieceSeconds = 20;
// Cached pictures come in two heights, for ordinary and for fine screens.
constexpr int kSmallHeight = 80;
constexpr int kLargeHeight = 160;

std::int16_t sample16(float value)
{
    return static_cast<std::int16_t>(std::lround(std::clamp(value, -1.0f, 1.0f) * 32767.0f));
}

QSize boundOf(int height) { return {height * 5, height}; }

/// Lowest and highest sample of both channels for every stretch of kPeakLength.
void appendPeaks(std::span<const float> samples, int sampleRate, std::vector<SoundExtent>& peaks)
{
    const double perPeak = sampleRate * toSeconds(kPeakLength) * 2;
    for (std::size_t i = 0; static_cast<double>(i) * perPeak < static_cast<double>(samples.size()); ++i) {
        const auto first = static_cast<std::size_t>(static_cast<double>(i) * perPeak);
        const auto last = std::min(static_cast<std::size_t>(static_cast<double>(i + 1) * perPeak), samples.size());
        if (first >= last)
            break;
        const auto [low, high] =
            std::minmax_element(samples.begin() + std::ptrdiff_t(first), samples.begin() + std::ptrdiff_t(last));
        peaks.push_back({sample16(*low), sample16(*high)});
    }
}

} // namespace

OverviewWorker::OverviewWorker(FrameSourceOpener openFrames, SoundSourceOpener openSound, Listener listener)
    : m_openFrames(std::move(openFrames)),
      m_openSound(std::move(openSound)),
      m_listener(std::move(listener)),
      m_thread([this](const std::stop_token& stop) { run(stop); })
{
}

OverviewWorker::~OverviewWorker()
{
    m_thread.request_stop();
    const std::lock_guard lock(m_mutex);
    m_work.request_stop();
}

std::uint64_t OverviewWorker::open(const std::filesystem::path& path, const std::string& fingerprint)
{
    const std::lock_guard lock(m_mutex);
    m_next = Medium{path, fingerprint, ++m_number};
    m_wanted.clear();
    m_work.request_stop();
    m_work = std::stop_source();
    m_wake.notify_all();
    return m_number;
}

void OverviewWorker::want(const std::vector<MediaTime>& times, int height, MediaTime spacing)
{
    const std::lock_guard lock(m_mutex);
    m_wanted.clear();
    for (const MediaTime time : times)
        m_wanted.push_back({time, false});
    m_spacing = std::min(spacing, kCoarsestSpacing);
    m_height = height > kSmallHeight * 5 / 4 ? kLargeHeight : kSmallHeight;
    m_wake.notify_all();
}

void OverviewWorker::run(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        std::optional<Medium> next;
        std::optional<Wanted> wanted;
        int height = 0;
        MediaTime spacing{0};
        std::stop_token work;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, stop, [this] { return m_next || !m_wanted.empty() || m_sound; });
            if (stop.stop_requested())
                break;
            next = std::exchange(m_next, std::nullopt);
            work = m_work.get_token();
            height = m_height;
            spacing = m_spacing;
            if (!next && !m_wanted.empty()) {
                wanted = m_wanted.front();
                m_wanted.pop_front();
            }
        }
        if (next)
            begin(*next, work);
        else if (wanted && m_source)
            makeThumbnail(*wanted, height, spacing, work);
        else if (!wanted)
            makePeaks(work);
    }
    m_source.reset();
}

void OverviewWorker::begin(const Medium& medium, std::stop_token stop)
{
    m_medium = medium;
    m_source.reset();
    m_peaks.clear();
    m_sound.reset();
    if (medium.path.empty())
        return;
    m_cache = std::make_unique<OverviewCache>(medium.fingerprint);
    Outcome<std::unique_ptr<FrameSource>> source = m_openFrames(medium.path, std::move(stop));
    if (!source)
        return; // the player tells why
    m_source = std::move(*source);
    if (!m_source->facts().hasAudio)
        return;
    if (std::optional<std::vector<SoundExtent>> kept = m_cache->peaks()) {
        m_peaks = std::move(*kept);
        deliverWaveform();
        return;
    }
    if (Result<std::unique_ptr<SoundSource>> sound = m_openSound(medium.path); sound && (*sound)->sampleRate() > 0)
        m_sound = std::move(*sound);
}

void OverviewWorker::makeThumbnail(Wanted wanted, int height, MediaTime spacing, std::stop_token stop)
{
    if (const std::optional<OverviewCache::Thumbnail> kept = m_cache->thumbnail(wanted.time, height, spacing)) {
        m_listener.thumbnail(m_medium.number, wanted.time, kept->picture, kept->farOff);
        return;
    }
    if (!wanted.exact) {
        makeFastThumbnail(wanted, height, spacing, stop);
        return;
    }
    const MediumFacts& facts = m_source->facts();
    const Outcome<QImage> exact = m_source->picture(facts.frameAt(wanted.time), boundOf(height), std::move(stop));
    if (!exact)
        return;
    m_listener.thumbnail(m_medium.number, wanted.time, *exact, MediaTime{0});
    m_cache->keepThumbnail(wanted.time, height, {*exact, MediaTime{0}});
}

void OverviewWorker::makeFastThumbnail(Wanted wanted, int height, MediaTime spacing, const std::stop_token& stop)
{
    const MediumFacts& facts = m_source->facts();
    const MediaTime due = facts.timeOf(facts.frameAt(wanted.time));
    const Outcome<Picture> fast = m_source->fastPicture(wanted.time, boundOf(height), stop);
    const bool there = fast && !fast->image.isNull();
    const MediaTime farOff = there ? std::chrono::abs(fast->time - due) : MediaTime{0};
    if (there)
        m_listener.thumbnail(m_medium.number, wanted.time, fast->image, farOff);
    if (there && isNearEnough(farOff, spacing)) {
        m_cache->keepThumbnail(wanted.time, height, {fast->image, farOff});
    } else if (!stop.stop_requested()) {
        // Something is shown everywhere first; then what is too far off is made exact.
        const std::lock_guard lock(m_mutex);
        m_wanted.push_back({wanted.time, true});
    }
}

void OverviewWorker::makePeaks(std::stop_token stop)
{
    const int rate = m_sound->sampleRate();
    std::vector<float> samples(static_cast<std::size_t>(rate) * kPieceSeconds * 2);
    const Outcome<std::size_t> frames = m_sound->read(samples, std::move(stop));
    if (!frames && isCancelled(frames.error()))
        return;
    const std::size_t got = frames ? *frames : 0;
    appendPeaks(std::span(samples).first(got * 2), rate, m_peaks);
    if (got * 2 < samples.size()) {
        m_sound.reset();
        m_cache->keepPeaks(m_peaks);
    }
    if (got > 0)
        deliverWaveform();
}

void OverviewWorker::deliverWaveform()
{
    m_listener.waveform(m_medium.number,
                        std::make_shared<const Waveform>(m_peaks, static_cast<double>(kPeakLength.count())));
}

} // namespace descant::ui
