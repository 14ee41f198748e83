// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/peaks.h"
#include "tests/support/temporary_folder.h"

#include "core/base/file.h"

#include <gtest/gtest.h>

using namespace descant;

namespace {

/// A WAV file of integer samples.
std::string wav(const std::vector<std::int64_t>& samples, int channels, int sampleRate, int bits = 16)
{
    std::string bytes;
    const auto number = [&](std::int64_t value, int count) {
        for (int i = 0; i < count; ++i)
            bytes.push_back(static_cast<char>(value >> (8 * i)));
    };
    const auto width = bits / 8;
    const std::int64_t size = std::ssize(samples) * width;
    bytes += "RIFF";
    number(36 + size, 4);
    bytes += "WAVEfmt ";
    number(16, 4);
    number(1, 2);
    number(channels, 2);
    number(sampleRate, 4);
    number(std::int64_t(sampleRate) * channels * width, 4);
    number(channels * width, 2);
    number(bits, 2);
    bytes += "data";
    number(size, 4);
    for (const std::int64_t sample : samples)
        number(sample, width);
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

/// libsndfile, with which audiowaveform reads, cuts the lower bits off.
TEST(Peaks, longerSamplesAreCutToTheirUpperBits)
{
    const test::TemporaryFolder folder;
    const std::vector<std::int64_t> long24{0x1234ff, -1, -0x100, 0x7fffff, -0x800000, 0x80};
    ASSERT_TRUE(writeFileAtomically(folder / "24.wav", wav(long24, 1, 8000, 24)));
    const auto peaks24 = media::computePeaks(folder / "24.wav", {2});
    ASSERT_TRUE(peaks24);
    EXPECT_EQ(peaks24->values, (std::vector<std::int16_t>{-1, 0x1234, -1, 32767, -32768, 0}));
    const std::vector<std::int64_t> long32{0x12ffffff, -1, 0x7fffffff, -0x80000000LL, 0x0000ffff, -0x10001};
    ASSERT_TRUE(writeFileAtomically(folder / "32.wav", wav(long32, 1, 8000, 32)));
    const auto peaks32 = media::computePeaks(folder / "32.wav", {2});
    ASSERT_TRUE(peaks32);
    EXPECT_EQ(peaks32->values, (std::vector<std::int16_t>{-1, 0x12ff, -32768, 32767, -2, 0}));
}

TEST(Peaks, aRateThatNoDeviceHasIsRefused)
{
    const test::TemporaryFolder folder;
    for (const auto& [channels, rate] : {std::pair{1, 0x7fffffff}, std::pair{300, 8000}}) {
        const std::vector<std::int64_t> silence(static_cast<std::size_t>(channels) * 8);
        ASSERT_TRUE(writeFileAtomically(folder / "a.wav", wav(silence, channels, rate)));
        const auto peaks = media::computePeaks(folder / "a.wav");
        ASSERT_FALSE(peaks);
        EXPECT_EQ(std::get<Error>(peaks.error()).code, ErrorCode::UnsupportedCodec);
    }
}
