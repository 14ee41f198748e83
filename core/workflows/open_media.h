// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image.h"
#include "core/base/result.h"
#include "core/project/values.h"

#include <filesystem>
#include <stop_token>

namespace descant::workflows {

/// A file as a project knows it, with a new id: absolute path, name, length, size as shown, sound, fingerprint.
/// Any thread; reads every packet header, decodes nothing. Errors: those of media::probe, and NotMedia for a file with
/// neither picture nor sound.
Outcome<project::Medium> readMedium(const std::filesystem::path& path, std::stop_token stop = {});

/// A picture that stands for the file, from a fifth of its length, at most `longestSide` pixels wide or high.
/// Any thread. NoVideoStream for sound alone.
Outcome<Image> readThumbnail(const std::filesystem::path& path, int longestSide, std::stop_token stop = {});

} // namespace descant::workflows
