// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/peaks.h"
#include "tests/support/temporary_folder.h"

#include "core/base/file.h"

#include <gtest/gtest.h>

using namespace descant;

namespace {

/// A WAV file of 16-bit samples.
std::string wav(const std::vector<std::int16_t>& samples, int channels, int sampleRate)
{
    std::string bytes;
    const auto number = [&](std::uint32_t value, int count) {
        for (int i = 0; i < count; ++i)
            bytes.push_back(static_cast<char>(value >> (8 * i)));
    };
    const auto size = static_cast<std::uint32_t>(samples.size() * 2);
    bytes += "RIFF";
    number(36 + size, 4);
    bytes += "WAVEfmt ";
    number(16, 4);
    number(1, 2);
    number(static_cast<std::uint32_t>(channels), 2);
    number(static_cast<std::uint32_t>(sampleRate), 4);
    number(static_cast<std::uint32_t>(sampleRate * channels * 2), 4);
    number(static_cast<std::uint32_t>(channels * 2), 2);
    number(16, 2);
    bytes += "data";
    number(size, 4);
    for (const std::int16_t sample : samples)
        number(static_cast<std::uint16_t>(sample), 2);
    return bytes;
}

} // namespace

TEST(Peaks, areTheLowestAndHighestOfEachStretch)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a.wav", wav({1, -2, 3, 4, -32768, 32767, 7}, 1, 8000)));
    const auto peaks = media::computePeaks(folder / "a.wav", {4});
    ASSERT_TRUE(peaks);
    EXPECT_EQ(peaks->values, (std::vector<std::int16_t>{-2, 4, -32768, 32767}));
}

TEST(Peaks, channelsAreAveragedOrSplit)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a.wav", wav({100, 300, -100, -301, 0, 0, 5, 5}, 2, 8000)));
    const auto averaged = media::computePeaks(folder / "a.wav", {2});
    ASSERT_TRUE(averaged);
    EXPECT_EQ(averaged->values, (std::vector<std::int16_t>{-200, 200, 0, 5}));
    const auto split = media::computePeaks(folder / "a.wav", {2, media::PeakBits::Sixteen, media::PeakChannels::Split});
    ASSERT_TRUE(split);
    EXPECT_EQ(split->values, (std::vector<std::int16_t>{-100, 100, -301, 300, 0, 5, 0, 5}));
}

TEST(Peaks, areWrittenInTheFormatOfAudiowaveform)
{
    media::Peaks peaks{8000, 256, 1, media::PeakBits::Sixteen, {-2, 4}};
    EXPECT_EQ(media::encodePeaks(peaks),
              std::string("\x01\0\0\0\0\0\0\0\x40\x1f\0\0\0\x01\0\0\x01\0\0\0\xfe\xff\x04\0", 24));
    peaks = {8000, 256, 2, media::PeakBits::Eight, {-512, 512, 0, 256}};
    EXPECT_EQ(media::encodePeaks(peaks),
              std::string("\x02\0\0\0\x01\0\0\0\x40\x1f\0\0\0\x01\0\0\x01\0\0\0\x02\0\0\0\xfe\x02\0\x01", 28));
}

TEST(Peaks, aSillyStretchIsRefused)
{
    EXPECT_FALSE(media::computePeaks("whatever.wav", {0}));
}
