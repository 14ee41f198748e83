// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/internal/overview_worker.h"
#include "ui/player/media_overview.h"

namespace descant::ui {

struct MediaOverview::Private {
    Private(MediaOverview* owner, FrameSourceOpener openFrames, SoundSourceOpener openSound);

    std::uint64_t number = 0; ///< of the medium whose answers are wanted
    OverviewWorker worker;
};

/// Makes an overview of other media than files; for tests.
class MediaOverviewSeams {
public:
    static std::unique_ptr<MediaOverview> make(FrameSourceOpener openFrames, SoundSourceOpener openSound);
};

} // namespace descant::ui
