// SPDX-License-Identifier: GPL-3.0-or-later
// The player's seams on core/media.
#include "core/media/audio_stream.h"
#include "core/media/frame_reader.h"
#include "core/media/glimpse.h"
#include "core/media/probe.h"
#include "ui/player/internal/frame_source.h"
#include "ui/player/internal/sound_source.h"

namespace descant::ui {

namespace {

/// In the format that is drawn without converting again.
QImage shown(const Image& image)
{
    const ImageView view = image.view();
    const QImage borrowed(view.pixels, view.width, view.height, view.stride, QImage::Format_RGB888);
    return borrowed.convertToFormat(QImage::Format_RGB32);
}

class MediaFrameSource : public FrameSource {
public:
    MediaFrameSource(std::unique_ptr<media::FrameReader> reader, const media::MediaInfo& info)
        : m_reader(std::move(reader))
    {
        const media::FrameTable& table = m_reader->table();
        m_facts.times.reserve(static_cast<std::size_t>(table.count()));
        for (std::int64_t frame = 0; frame < table.count(); ++frame)
            m_facts.times.push_back(table.timeOf(frame));
        m_facts.duration = info.duration;
        const media::PixelSize size = m_reader->displaySize();
        m_facts.pictureSize = {size.width, size.height};
        m_facts.hasAudio = info.bestAudio >= 0;
    }

    const MediumFacts& facts() const override { return m_facts; }

    Outcome<QImage> picture(std::int64_t frame, QSize bound, std::stop_token stop) override
    {
        DESCANT_TRY(const Image image, m_reader->frame(frame, media::PictureUse::Show, sizeWithin(bound), stop));
        return shown(image);
    }

    Outcome<Picture> fastPicture(MediaTime time, QSize bound, std::stop_token stop) override
    {
        DESCANT_TRY(const media::FrameReader::Keyframe keyframe,
                    m_reader->nearestKeyframe(time, sizeWithin(bound), stop));
        return Picture{keyframe.number, m_facts.timeOf(keyframe.number), shown(keyframe.image)};
    }

private:
    media::PixelSize sizeWithin(QSize bound) const
    {
        QSize size = m_facts.pictureSize;
        if (!bound.isEmpty() && (size.width() > bound.width() || size.height() > bound.height()))
            size.scale(bound, Qt::KeepAspectRatio);
        return {std::max(size.width(), 1), std::max(size.height(), 1)};
    }

    std::unique_ptr<media::FrameReader> m_reader;
    MediumFacts m_facts;
};

class MediaSoundSource : public SoundSource {
public:
    explicit MediaSoundSource(std::unique_ptr<media::AudioStream> stream) : m_stream(std::move(stream)) { }
    int sampleRate() const override { return m_stream->sampleRate(); }
    Result<void> seek(MediaTime time) override { return m_stream->seek(time); }
    Outcome<std::size_t> read(std::span<float> samples, std::stop_token stop) override
    {
        return m_stream->read(samples, stop);
    }

private:
    std::unique_ptr<media::AudioStream> m_stream;
};

} // namespace

Outcome<std::unique_ptr<FrameSource>> openMediaFrameSource(const std::filesystem::path& path, std::stop_token stop)
{
    DESCANT_TRY(const media::MediaInfo info, media::probe(path, stop));
    DESCANT_TRY(std::unique_ptr<media::FrameReader> reader, media::FrameReader::open(path, stop));
    return std::make_unique<MediaFrameSource>(std::move(reader), info);
}

std::optional<QImage> glimpseOfMedia(const std::filesystem::path& path, std::stop_token stop)
{
    const Outcome<std::optional<Image>> glimpse = media::glimpse(path, std::move(stop));
    return glimpse && *glimpse ? std::optional(shown(**glimpse)) : std::nullopt;
}

Result<std::unique_ptr<SoundSource>> openMediaSoundSource(const std::filesystem::path& path)
{
    DESCANT_TRY(std::unique_ptr<media::AudioStream> stream, media::AudioStream::open(path, {0, 2}));
    return std::make_unique<MediaSoundSource>(std::move(stream));
}

} // namespace descant::ui
