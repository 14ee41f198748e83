// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/media_writer.h"
#include "core/media/shots.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace descant;
using media::cutsIn;

namespace {

/// A scene: stripes of its own colour and slant that drift slowly.
Image sceneAt(int scene, int frame)
{
    Image image(160, 96);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const double wave = std::sin(0.1 * x + 0.03 * (scene + 1) * y + 0.05 * frame);
            for (int channel = 0; channel < 3; ++channel)
                image.row(y)[3 * x + channel] = static_cast<std::uint8_t>(110 + 60 * wave + 40 * ((scene + channel) % 3));
        }
    }
    return image;
}

using Scenes = std::vector<std::pair<int, int>>; // number, frames

void writeFilm(const std::filesystem::path& path, const Scenes& scenes, std::int64_t flash = -1)
{
    media::MediaWriterOptions options;
    options.size = {160, 96};
    auto writer = media::MediaWriter::create(path, options);
    ASSERT_TRUE(writer);
    std::int64_t number = 0;
    for (const auto& [scene, frames] : scenes) {
        for (int frame = 0; frame < frames; ++frame, ++number) {
            Image image = sceneAt(scene, frame);
            if (number == flash)
                std::fill(image.pixels.begin(), image.pixels.end(), std::uint8_t{255});
            ASSERT_TRUE((*writer)->addFrameAt(image.view(), number));
        }
    }
    ASSERT_TRUE((*writer)->finish());
}

} // namespace

TEST(Shots, cutsAreFoundAtTheirFrames)
{
    const test::TemporaryFolder folder;
    writeFilm(folder / "film.mp4", {{0, 40}, {1, 25}, {2, 60}});
    const auto shots = media::findShots(folder / "film.mp4", {}, {});
    ASSERT_TRUE(shots);
    ASSERT_EQ(shots->size(), 3U);
    EXPECT_EQ((*shots)[1].firstFrame, 40);
    EXPECT_EQ((*shots)[2].firstFrame, 65);
    EXPECT_EQ(shots->front().range.start, MediaTime{0});
    EXPECT_EQ((*shots)[0].range.end, (*shots)[1].range.start);
    EXPECT_EQ((*shots)[1].range.end, fromSeconds(65.0 / 25));
    EXPECT_EQ(shots->back().range.end, fromSeconds(125.0 / 25));
}

TEST(Shots, aFlashIsNoCut)
{
    const test::TemporaryFolder folder;
    writeFilm(folder / "flash.mp4", {{0, 60}}, 30);
    const auto shots = media::findShots(folder / "flash.mp4", {}, {});
    ASSERT_TRUE(shots);
    EXPECT_EQ(shots->size(), 1U);
}

TEST(Shots, slowChangeAndLittleChangeAreNoCuts)
{
    EXPECT_TRUE(cutsIn({}).empty());
    EXPECT_TRUE(cutsIn(std::vector<float>{0, 20, 21, 22, 21, 20, 19}).empty()) << "a dissolve, or a fast pan";
    EXPECT_TRUE(cutsIn(std::vector<float>{0, 0, 0, 5, 0, 0}).empty());
    EXPECT_EQ(cutsIn(std::vector<float>{0, 1, 2, 30, 2, 1}), std::vector<std::int64_t>{3});
    EXPECT_EQ(cutsIn(std::vector<float>{99, 40}), std::vector<std::int64_t>{1}) << "the first one is not looked at";
}

TEST(Shots, workStopsWhenAskedAndAMissingFileIsTold)
{
    const test::TemporaryFolder folder;
    writeFilm(folder / "film.mp4", {{0, 40}});
    std::stop_source source;
    source.request_stop();
    const auto stopped = media::findShots(folder / "film.mp4", source.get_token(), {});
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(isCancelled(stopped.error()));
    EXPECT_EQ(std::get<Error>(media::findShots(folder / "none.mp4", {}, {}).error()).code, ErrorCode::FileNotFound);
}
