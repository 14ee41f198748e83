// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/mark_tracks.h"
#include "core/media/internal/picture_hash.h"
#include "core/media/media_writer.h"
#include "core/media/similarity.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>
#include <random>

using namespace descant;
using namespace descant::media;

namespace {

/// How a copy differs from the film.
struct Copy {
    PixelSize size{160, 96};
    double from = 0, length = 6; ///< seconds of the film
    double brightness = 0;
    double crop = 0; ///< share of each side that is gone
    bool mirrored = false;
    int bars = 0; ///< black rows above and below
    int quality = 20;
    int fade = 0;    ///< frames that are black at the beginning
    double tone = 0; ///< another sound than the film's, in hertz
};

constexpr int kRate = 25;
constexpr int kBlobs = 5;

/// A soft light somewhere in the picture; everything from 0 to 1 but the light, in shades.
struct Blob {
    double x, y, size, light;
};

/// Lights that wander: every film (seed) has its own.
std::vector<Blob> blobsAt(unsigned int seed, double time)
{
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> draw(0.0, 1.0);
    std::vector<Blob> blobs;
    for (int blob = 0; blob < kBlobs; ++blob) {
        const double speed = 0.2 + 0.5 * draw(random), phase = 6.3 * draw(random), light = 60 + 110 * draw(random);
        const double size = 0.01 + 0.03 * draw(random);
        blobs.push_back({0.5 + 0.4 * std::sin(speed * time + phase),
                         0.5 + 0.4 * std::cos(1.3 * speed * time + 2 * phase), size, light});
    }
    return blobs;
}

double shadeAt(const std::vector<Blob>& blobs, double x, double y)
{
    double shade = 60;
    for (const Blob& blob : blobs)
        shade += blob.light * std::exp(-((x - blob.x) * (x - blob.x) + (y - blob.y) * (y - blob.y)) / blob.size);
    return shade;
}

Image pictureAt(unsigned int seed, double time, const Copy& copy)
{
    const std::vector<Blob> blobs = blobsAt(seed, time);
    Image image(copy.size.width, copy.size.height);
    for (int y = copy.bars; y < image.height - copy.bars; ++y) {
        for (int x = 0; x < image.width; ++x) {
            double atX = copy.crop + (1 - 2 * copy.crop) * (x + 0.5) / image.width;
            const double atY = copy.crop + (1 - 2 * copy.crop) * (y - copy.bars + 0.5) / (image.height - 2 * copy.bars);
            atX = copy.mirrored ? 1 - atX : atX;
            const double shade = shadeAt(blobs, atX, atY) + copy.brightness;
            std::fill_n(image.row(y) + 3 * x, 3, static_cast<std::uint8_t>(std::clamp(shade, 0.0, 255.0)));
        }
    }
    return image;
}

/// A melody of the film's own.
std::vector<float> soundOf(unsigned int seed, const Copy& copy)
{
    constexpr int kSamples = 16'000;
    std::vector<float> samples;
    unsigned int beat = 0;
    double pitch = copy.tone;
    for (int i = 0; i < static_cast<int>(copy.length * kSamples); ++i) {
        const double time = copy.from + static_cast<double>(i) / kSamples;
        const unsigned int now = 1 + static_cast<unsigned int>(time * 4); // four notes a second
        if (copy.tone <= 0 && now != beat)
            pitch = 220 * std::pow(2.0, static_cast<int>(std::mt19937(seed * 1000 + now)() % 24) / 12.0);
        beat = now;
        samples.push_back(static_cast<float>(0.3 * std::sin(2 * std::numbers::pi * pitch * time)));
    }
    return samples;
}

enum class Sound { None, Melody };

void write(const std::filesystem::path& path, unsigned int seed, const Copy& copy = {}, Sound sound = Sound::None)
{
    MediaWriterOptions options;
    options.size = copy.size;
    options.quality = copy.quality;
    options.sampleRate = sound == Sound::None ? 0 : 16'000;
    auto writer = MediaWriter::create(path, options);
    ASSERT_TRUE(writer);
    for (int frame = 0; frame < static_cast<int>(copy.length * kRate); ++frame) {
        const Image black(copy.size.width, copy.size.height);
        const Image image =
            frame < copy.fade ? black : pictureAt(seed, copy.from + static_cast<double>(frame) / kRate, copy);
        ASSERT_TRUE((*writer)->addFrame(image.view()));
    }
    if (sound == Sound::Melody) {
        ASSERT_TRUE((*writer)->addAudio(soundOf(seed, copy)));
    }
    ASSERT_TRUE((*writer)->finish());
}

class Similarity : public ::testing::Test {
protected:
    void add(unsigned int seed, const Copy& copy = {}, Sound sound = Sound::None)
    {
        const std::filesystem::path path = folder / ("film" + std::to_string(signatures.size()) + ".mp4");
        write(path, seed, copy, sound);
        auto signature = signatureOf(path);
        ASSERT_TRUE(signature);
        signatures.push_back(*std::move(signature));
    }

    std::vector<Alike> found() const { return *findAlike(signatures); }

    test::TemporaryFolder folder;
    std::vector<Signature> signatures;
};

TEST_F(Similarity, copiesOfAFilmAreFoundAndOtherFilmsAreNot)
{
    add(1);
    const std::vector<Copy> copies{{.quality = 38},    {.size = {96, 96}}, {.from = 1.1, .length = 3},
                                   {.brightness = 25}, {.crop = 0.03},     {.size = {160, 120}, .bars = 12},
                                   {.fade = 40}};
    for (const Copy& copy : copies)
        add(1, copy);
    const std::size_t ours = signatures.size();
    for (unsigned int other = 2; other < 10; ++other)
        add(other);
    std::set<std::pair<std::size_t, std::size_t>> pairs;
    for (const Alike& pair : found()) {
        pairs.emplace(pair.one, pair.other);
        EXPECT_LT(pair.other, ours) << pair.one << " and " << pair.other << ": " << pair.pictures;
        EXPECT_FALSE(pair.mirrored);
    }
    for (std::size_t copy = 1; copy < ours; ++copy)
        EXPECT_TRUE(pairs.contains({0, copy})) << "copy " << copy;
}

TEST_F(Similarity, aPartIsFoundWhereItLies)
{
    add(3, {.length = 10});
    add(3, {.from = 4.3, .length = 4});
    add(3, {.from = 7, .length = 6}); // half of it is in the first
    const auto pairs = found();
    ASSERT_GE(pairs.size(), 2U);
    EXPECT_NEAR(toSeconds(pairs[0].offset), 4.3, 0.3);
    EXPECT_NEAR(toSeconds(pairs[1].offset), 7.0, 0.3);
}

TEST_F(Similarity, aMirrorIsSeenThrough)
{
    add(4);
    add(4, {.mirrored = true});
    const auto pairs = found();
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_TRUE(pairs[0].mirrored);
}

TEST_F(Similarity, picturesDecideWhateverTheSound)
{
    add(5, {}, Sound::Melody);
    add(5, {.tone = 300}, Sound::Melody);
    add(5);
    EXPECT_EQ(found().size(), 3U);
}

TEST_F(Similarity, soundDecidesWhereNothingIsSeen)
{
    add(6, {.length = 8}, Sound::Melody);
    add(6, {.length = 8, .fade = 1000}, Sound::Melody); // black from end to end
    add(7, {.length = 8, .fade = 1000}, Sound::Melody);
    EXPECT_TRUE(signatures[1].pictures.empty());
    const auto pairs = found();
    ASSERT_EQ(pairs.size(), 1U);
    EXPECT_EQ(pairs[0].other, 1U);
    EXPECT_GT(pairs[0].sound, 0.7);
}

TEST_F(Similarity, blackAndSilentFilmsAreNotAlike)
{
    add(8, {.fade = 1000});
    add(9, {.fade = 1000});
    EXPECT_TRUE(signatures[0].pictures.empty() && signatures[0].sound.empty());
    EXPECT_TRUE(found().empty());
}

TEST_F(Similarity, aSignatureComesBackFromItsBytesAndFromNoOthers)
{
    add(10, {.length = 4}, Sound::Melody);
    const std::string bytes = encodeSignature(signatures[0]);
    EXPECT_EQ(*decodeSignature(bytes), signatures[0]);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        EXPECT_FALSE(decodeSignature(bytes.substr(0, size))) << size;
    EXPECT_FALSE(decodeSignature(bytes + "x"));
}

TEST_F(Similarity, workStopsWhenAskedAndAMissingFileIsTold)
{
    std::stop_source stop;
    stop.request_stop();
    write(folder / "film.mp4", 1);
    const auto stopped = signatureOf(folder / "film.mp4", stop.get_token());
    ASSERT_FALSE(stopped);
    EXPECT_TRUE(isCancelled(stopped.error()));
    const auto missing = signatureOf(folder / "none.mp4");
    ASSERT_FALSE(missing);
    EXPECT_EQ(std::get<Error>(missing.error()).code, ErrorCode::FileNotFound);
}

TEST(PictureHash, aMirroredPictureHasTheMirroredHash)
{
    const GreyPicture picture = greyOf(pictureAt(11, 1.0, {}).view());
    const GreyPicture mirrored = greyOf(pictureAt(11, 1.0, {.mirrored = true}).view());
    EXPECT_LE(std::popcount(pictureHash(picture, {})->mirrored ^ pictureHash(mirrored, {})->plain), 2);
    EXPECT_LE(std::popcount(pictureHash(picture, {})->plain ^ pictureHash(mirrored, {})->mirrored), 2);
    EXPECT_GT(std::popcount(pictureHash(picture, {})->plain ^ pictureHash(mirrored, {})->plain), 12);
}

TEST(PictureHash, barsAreFoundAndAPictureOfOneShadeHasNoHash)
{
    const Bars bars = barsOf(greyOf(pictureAt(12, 1.0, {.bars = 14}).view()));
    EXPECT_EQ(bars.top, 14);
    EXPECT_EQ(bars.bottom, 14);
    EXPECT_EQ(bars.left, 0);
    EXPECT_FALSE(pictureHash(GreyPicture{8, 8, std::vector<std::uint8_t>(64, 200)}, {}));
}

/// Ten thousand clips of noise and a hundred copies: the index must find the copies, and look at few pairs beside them.
TEST(MarkTracks, candidatesAreFewAndHoldTheCopies)
{
    std::mt19937_64 random(13);
    std::vector<Track> tracks;
    for (int clip = 0; clip < 10'000; ++clip) {
        Track track;
        for (int mark = 0; mark < 20; ++mark)
            track.push_back({MediaTime(250'000 * mark), random()});
        tracks.push_back(std::move(track));
    }
    for (std::size_t copy = 0; copy < 100; ++copy) {
        Track track = tracks[copy];
        for (Mark& mark : track) {
            for (int flips = 0; flips < 6; ++flips)
                mark.bits ^= std::uint64_t{1} << (random() % 64);
        }
        tracks.push_back(std::move(track));
    }
    const auto pairs = candidatePairs(tracks, {}, {4, 10, MediaTime(250'000), 6});
    EXPECT_LT(pairs.size(), 200U); // of fifty million
    for (std::size_t copy = 0; copy < 100; ++copy)
        EXPECT_TRUE(pairs.contains({copy, 10'000 + copy, false})) << copy;
}

} // namespace
