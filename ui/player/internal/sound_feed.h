// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/internal/sound_source.h"
#include "ui/player/internal/time_stretch.h"

#include <QIODevice>

#include <optional>

namespace descant::ui {

/// What the sound device pulls from: stereo 32-bit samples of a stretch of a medium at a speed. Sound thread only.
class SoundFeed : public QIODevice {
public:
    SoundFeed(const SoundSourceOpener& opener, const std::filesystem::path& path, TimeRange range, double speed,
              std::stop_token stop);

    /// Reads ahead until about `enough` bytes wait. False: there is no sound at all.
    bool fill(qsizetype enough);
    int sampleRate() const { return m_source ? m_source->sampleRate() : 0; }

    qint64 bytesAvailable() const override { return m_waiting.size() + QIODevice::bytesAvailable(); }
    bool isSequential() const override { return true; }

protected:
    qint64 readData(char* data, qint64 most) override;
    qint64 writeData(const char*, qint64) override { return -1; }

private:
    void readMore();

    std::unique_ptr<SoundSource> m_source;
    std::int64_t m_framesLeft = 0;
    std::stop_token m_stop;
    std::optional<TimeStretch> m_stretch;
    QByteArray m_waiting;
};

} // namespace descant::ui
