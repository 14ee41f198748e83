// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/player/internal/sound_source.h"

#include <chrono>
#include <functional>
#include <memory>

namespace descant::ui {

/// Plays sound on a thread of its own: opening a sound device may take seconds, and the UI thread never waits.
/// Where there is no device or no sound nothing happens, and heard() is never called.
class SoundPlayer {
public:
    /// Where the sound was, and when. `number` is that of the start() it belongs to.
    struct Position {
        std::uint64_t number = 0;
        MediaTime position{0};
        std::chrono::steady_clock::time_point instant{};
    };
    /// Called on the sound thread about 30 times a second while sound is really played.
    using Heard = std::function<void(Position)>;

    SoundPlayer(SoundSourceOpener opener, Heard heard);
    ~SoundPlayer();

    /// 0.5…2 keeps the pitch; other speeds are silent. Gives the number of this start.
    std::uint64_t start(const std::filesystem::path& path, TimeRange range, double speed);
    void stop();
    void setVolume(double volume);
    /// False once it was found that this machine has no usable sound device, until its devices change.
    bool isAvailable() const;

private:
    struct Private;
    std::unique_ptr<Private> m_private;
};

} // namespace descant::ui
