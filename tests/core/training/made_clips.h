// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/clip_source.h"

namespace descant::test {

/// Clips that differ in look and pitch, each with a caption of its own; `broken` ones cannot be read, `silent` ones
/// have no sound. Counts how often media were asked for.
class MadeClips : public training::ClipSource {
public:
    MadeClips(std::int64_t clips, int size) : m_clips(clips), m_size(size) { }
    std::int64_t size() const override { return m_clips; }
    std::string fingerprint() const override { return "made " + std::to_string(m_clips); }
    std::string nameOf(std::int64_t index) const override { return "clip " + std::to_string(index); }
    training::ClipTexts texts(std::int64_t index) const override;
    Outcome<training::ClipMedia> media(std::int64_t index, std::stop_token stop) override;

    std::int64_t broken = -1;
    std::int64_t silent = -1;
    std::int64_t blind = -1;
    std::int64_t stopAfter = -1; ///< media calls, then Cancelled
    std::int64_t asked = 0;

private:
    std::int64_t m_clips;
    int m_size;
};

} // namespace descant::test
