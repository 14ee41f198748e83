// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <QImage>
#include <QObject>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace descant::ui {

class Waveform;

/// Makes what the timeline shows of a medium – waveform and thumbnails – on a background thread and delivers it
/// piece by piece. Both are kept in the cache folder under the medium's fingerprint. UI thread only.
class MediaOverview : public QObject {
    Q_OBJECT
public:
    explicit MediaOverview(QObject* parent = nullptr);
    ~MediaOverview() override; ///< stops within 100 ms

    /// Starts on another medium; what was wanted of the one before is dropped. `fingerprint` names the cache entries;
    /// empty: nothing is cached.
    void open(const std::filesystem::path& path, const std::string& fingerprint);
    void close();

public Q_SLOTS:
    /// Connect to TimelineWidget::thumbnailsWanted. The newest request is served first.
    void requestThumbnails(const std::vector<descant::MediaTime>& times, QSize pixels, descant::MediaTime spacing);

Q_SIGNALS:
    void waveformReady(std::shared_ptr<const descant::ui::Waveform> waveform);
    /// `farOff`: how far from `time` the picture may have been taken; a better one follows where that is too far.
    void thumbnailReady(descant::MediaTime time, const QImage& picture, descant::MediaTime farOff);

private:
    friend class MediaOverviewSeams;
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace descant::ui
