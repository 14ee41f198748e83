// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/training/made_clips.h"

#include <array>
#include <cmath>
#include <random>

namespace descant::test {

training::ClipTexts MadeClips::texts(std::int64_t index) const
{
    // Words that the tiny tokenizer knows.
    static constexpr std::array kSayings{"a cow stands on the grass", "a rooster hums", "a dog by the sea",
                                         "a drum in a room",          "a train hums",   "a cow under the stars",
                                         "a dog stands in a room",    "a drum hums"};
    return {{kSayings[static_cast<std::size_t>(index) % kSayings.size()]}, {}, {}};
}

Outcome<training::ClipMedia> MadeClips::media(std::int64_t index, std::stop_token)
{
    if (asked == stopAfter)
        return cancelled();
    ++asked;
    if (index == broken)
        return fail(ErrorCode::NotMedia, nameOf(index));
    training::ClipMedia media;
    std::mt19937 pattern(static_cast<unsigned>(index)); // each clip has a look of its own
    for (int frame = 0; frame < 3 && index != blind; ++frame) {
        Image image(m_size, m_size);
        for (std::size_t i = 0; i < image.pixels.size(); ++i)
            image.pixels[i] = static_cast<std::uint8_t>(pattern() >> 24);
        media.frames.push_back(std::move(image));
    }
    for (int sample = 0; sample < 12000 && index != silent; ++sample)
        media.waveform.push_back(0.3F * std::sin(0.05F * static_cast<float>(index + 1) * static_cast<float>(sample)));
    return media;
}

} // namespace descant::test
