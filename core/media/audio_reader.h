// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/audio.h"
#include "core/base/result.h"
#include "core/media/audio_stream.h"

#include <filesystem>
#include <stop_token>

namespace descant::media {

/// The sound of [range.start, range.end), with the file's own rate and channels unless `shape` says otherwise. Shorter
/// when the sound ends earlier. NoAudioStream when the file has none.
Outcome<Audio> readAudio(const std::filesystem::path& path, TimeRange range, std::stop_token stop = {}, AudioShape shape = {});
/// All of it.
Outcome<Audio> readAudio(const std::filesystem::path& path, std::stop_token stop = {}, AudioShape shape = {});

/// One channel: the mean of all, as the authors mix.
Audio mixToMono(const Audio& audio);

} // namespace descant::media
