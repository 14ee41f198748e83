// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/preprocessing.h"

#include "core/base/sha256.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <numbers>
#include <numeric>

using namespace descant;
using namespace descant::inference;

namespace {

std::vector<float> tones(int rate, int count, std::initializer_list<std::pair<double, double>> parts)
{
    std::vector<float> samples(static_cast<std::size_t>(count));
    for (int index = 0; index < count; ++index) {
        double value = 0.0;
        for (const auto& [amplitude, frequency] : parts)
            value += amplitude * std::sin(2.0 * std::numbers::pi * frequency * index / rate);
        samples[static_cast<std::size_t>(index)] = static_cast<float>(value);
    }
    return samples;
}

struct ResamplerGolden {
    int rate;
    std::vector<double> first, middle, last;
    double sum, norm;
};

} // namespace

TEST(Resampler, equalsTorchaudio)
{
    const ResamplerGolden table[] = {
        {44100,
         {0.037280, 0.310899, 0.349001, 0.150528, 0.069538, 0.284459},
         {0, 0.317074, 0.346274},
         {-0.349001, -0.310900},
         0.03734,
         15.81573},
        {48000,
         {0.037956, 0.310886, 0.349001, 0.150529, 0.069538, 0.284458},
         {0, 0.317072, 0.346274},
         {-0.349001, -0.310886},
         0.03795,
         15.81572},
        {22050,
         {0.023047, 0.311876, 0.348728, 0.150637, 0.069474, 0.284490},
         {0, 0.317053, 0.346290},
         {-0.348727, -0.311877},
         0.02307,
         15.81573},
        {8000,
         {0.004756, 0.238946, 0.340924, 0.185493, 0.073169, 0.274477},
         {0, 0.312110, 0.344395},
         {-0.340924, -0.238946},
         0.00475,
         15.75775},
    };
    for (const ResamplerGolden& golden : table) {
        const auto out = resample(tones(golden.rate, golden.rate / 10, {{0.5, 440}, {0.25, 3000}}), golden.rate);
        ASSERT_TRUE(out);
        ASSERT_EQ(out->size(), 1600u) << golden.rate;
        for (std::size_t index = 0; index < 6; ++index)
            EXPECT_NEAR((*out)[index], golden.first[index], 2e-6) << golden.rate;
        for (std::size_t index = 0; index < 3; ++index)
            EXPECT_NEAR((*out)[800 + index], golden.middle[index], 2e-6) << golden.rate;
        for (std::size_t index = 0; index < 2; ++index)
            EXPECT_NEAR((*out)[1598 + index], golden.last[index], 2e-6) << golden.rate;
        EXPECT_NEAR(std::accumulate(out->begin(), out->end(), 0.0), golden.sum, 2e-5) << golden.rate;
        EXPECT_NEAR(std::sqrt(std::inner_product(out->begin(), out->end(), out->begin(), 0.0)), golden.norm, 2e-5)
            << golden.rate;
    }
}

TEST(Resampler, keepsLengthsAndRefusesNonsense)
{
    EXPECT_EQ(resample(std::vector<float>(7), 11025)->size(), 11u);
    EXPECT_TRUE(resample({}, 44100)->empty());
    EXPECT_EQ(resample(std::vector<float>{1, 2}, 16000).value(), (std::vector<float>{1, 2}));
    EXPECT_FALSE(resample(std::vector<float>(7), 0));
    EXPECT_FALSE(resample(std::vector<float>(7), 2'000'000'000));
}

TEST(Resampler, lengthsAreTorchaudiosEvenWhereTheyAreRounded)
{
    // torchaudio 2.11: target_length = ceil(float32(new * length / orig)).
    EXPECT_EQ(resample(std::vector<float>(48014), 15999)->size(), 48017u) << "exactly it would be 48018";
    EXPECT_EQ(resample(std::vector<float>(882001), 44100)->size(), 320001u);
    EXPECT_EQ(resample(std::vector<float>(11025 * 180 + 1), 11025)->size(), 2880002u);
}

TEST(Resampler, ratesWithoutACommonDivisorNeedNoMoreThanOthers)
{
    // The full table of such a rate would hold 16,000 rows of as many taps as there are samples in a second.
    for (const int rate : {96'001, 191'999, 767'999, 11'127}) {
        const auto out = resample(tones(rate, rate / 5, {{0.5, 440}, {0.25, 3000}}), rate);
        ASSERT_TRUE(out);
        const std::vector<float> wanted = tones(16000, 3200, {{0.5, 440}, {0.25, 3000}});
        ASSERT_NEAR(static_cast<double>(out->size()), 3200.0, 1.0);
        for (std::size_t index = 100; index < 3100; ++index)
            ASSERT_NEAR((*out)[index], wanted[index], 2e-3) << rate << ", sample " << index;
    }
}

TEST(Resampler, stopsWhenAsked)
{
    std::stop_source source;
    source.request_stop();
    const auto out = resample(std::vector<float>(44100), 44100, source.get_token());
    ASSERT_FALSE(out);
    EXPECT_TRUE(isCancelled(out.error()));
}

TEST(Resampler, channelsAreAveragedFirst)
{
    EXPECT_EQ(monoAtModelRate({16000, 2, {1.0F, 0.0F, 0.5F, 0.5F}}).value(), (std::vector<float>{0.5F, 0.5F}));
    EXPECT_FALSE(monoAtModelRate({16000, 0, {1.0F}}));
}

TEST(MelPicture, equalsKaldi)
{
    const auto signal = tones(16000, 160000, {{0.1, 440}, {0.05, 1000}, {0.02, 3500}});
    const auto raw = melPicture(signal, MelScale::Raw);
    ASSERT_TRUE(raw);
    ASSERT_EQ(raw->frames, 998);
    const auto at = [&](std::size_t frame, std::size_t band) { return raw->values[frame * 128 + band]; };
    EXPECT_NEAR(at(0, 27), 15.028131, 1e-4);
    EXPECT_NEAR(at(1, 27), 15.045696, 1e-4);
    EXPECT_NEAR(at(500, 27), 15.028131, 1e-4);
    EXPECT_NEAR(at(500, 48), 11.352855, 1e-4);
    EXPECT_NEAR(at(500, 88), 12.633171, 1e-4);
    EXPECT_NEAR(at(0, 0), 5.767522, 1e-3);
    EXPECT_NEAR(at(0, 10), 9.375541, 1e-3);
    EXPECT_NEAR(at(0, 63), 4.306524, 1e-2);
    EXPECT_NEAR(at(0, 3), -15.942385, 1e-5);
    const double mean =
        std::accumulate(raw->values.begin(), raw->values.end(), 0.0) / static_cast<double>(raw->values.size());
    EXPECT_NEAR(mean, 6.994252, 1e-3);
    const auto normalised = melPicture(signal);
    EXPECT_NEAR(normalised->values[27], (at(0, 27) - 15.41663) / (2 * 6.55582), 1e-5);
}

TEST(MelPicture, silenceAndShortSoundAreFine)
{
    const auto silence = melPicture(std::vector<float>(1600));
    ASSERT_TRUE(silence);
    EXPECT_EQ(silence->frames, 8);
    EXPECT_NEAR(silence->values[17], -2.391693, 1e-5);
    EXPECT_EQ(melPicture(std::vector<float>(3))->frames, 1);
    EXPECT_EQ(melPicture({})->frames, 1);
    EXPECT_EQ(melPicture(std::vector<float>(320250))->frames, 2000);
    EXPECT_EQ(melPicture(std::vector<float>(160125))->frames, 999);
}

TEST(PillowResize, constantPicturesStayAndEqualSizesAreCopies)
{
    Image grey(37, 23);
    std::fill(grey.pixels.begin(), grey.pixels.end(), std::uint8_t(77));
    const Image small = resizePillowBicubic(grey.view(), 12, 50);
    EXPECT_EQ(small.width, 12);
    EXPECT_EQ(small.height, 50);
    EXPECT_TRUE(std::all_of(small.pixels.begin(), small.pixels.end(), [](std::uint8_t value) { return value == 77; }));
    grey.pixels[5] = 200;
    EXPECT_EQ(resizePillowBicubic(grey.view(), 37, 23).pixels, grey.pixels);
}

TEST(PillowResize, equalsPillow)
{
    // SHA-256 of what Pillow 12.3 makes of the same noise (Image.resize with BICUBIC).
    struct Case {
        int width, height, toWidth, toHeight;
        const char* hash;
    };
    const Case cases[] = {
        {120, 90, 224, 224, "6a15c00ceac00963712e734e4877fc089205b310761ee029cc466c3db4256a99"},
        {427, 240, 96, 96, "4de79801d569f6f4cc50104d260b9f98c1d927735ebd2a30789a07a47a6aaf91"},
        {200, 112, 28, 28, "3de62ca71d7691de78697a4f67015dc901d56dae8bb9e6c6832f7cba3aec53a2"},
        {90, 160, 96, 96, "8e9caad8e808abcded9fe343990b324ef46ea447f33b0d3a2a76051c2393f021"},
    };
    for (const Case& one : cases) {
        Image image(one.width, one.height);
        std::uint32_t state = 12345;
        for (std::uint8_t& value : image.pixels) {
            state = state * 1664525u + 1013904223u;
            value = static_cast<std::uint8_t>(state >> 24);
        }
        const Image out = resizePillowBicubic(image.view(), one.toWidth, one.toHeight);
        EXPECT_EQ(sha256Of({reinterpret_cast<const char*>(out.pixels.data()), out.pixels.size()}), one.hash)
            << one.width;
    }
}

TEST(PillowResize, anEdgeOvershootsAndIsClippedAfterEachPass)
{
    // A step from 0 to 255: the kernel's negative lobes would leave 0 … 255 on both sides.
    Image step(8, 1);
    for (int x = 4; x < 8; ++x)
        std::fill_n(step.row(0) + x * 3, 3, std::uint8_t(255));
    const Image wide = resizePillowBicubic(step.view(), 16, 1);
    // By hand: weights of the cubic (a = -0.5) at offsets 0.25 and 0.75 are -0.0703125 … 0.8671875.
    const std::vector<int> expected = {0, 0, 0, 0, 0, 0, 0, 52, 203, 255, 255, 255, 255, 255, 255, 255};
    for (int x = 0; x < 16; ++x)
        EXPECT_NEAR(wide.row(0)[x * 3], expected[static_cast<std::size_t>(x)], 1) << x;
}

TEST(Preprocessing, survivesTheWayThroughJson)
{
    Preprocessing p;
    p.resize = ResizeRecipe::PillowBicubic;
    p.keyMask = KeyMask::All;
    p.windowSamples = 82160;
    p.windowTokens = 256;
    p.missingSound = MissingSound::Authors;
    EXPECT_EQ(preprocessingFromJson(preprocessingToJson(p)).value(), p);
    EXPECT_EQ(preprocessingFromJson(nlohmann::json::object()).value(), Preprocessing{});
    for (const char* text :
         {R"([])", R"({"mean":[1,2]})", R"({"std":[0,1,1]})", R"({"audio":{"window_samples":-1}})",
          R"({"audio":{"key_mask":"some"}})", R"({"audio":{"missing":"noise"}})", R"({"resize":"nearest"})", R"({"audio":{"tokens":1e9}})"})
        EXPECT_FALSE(preprocessingFromJson(nlohmann::json::parse(text))) << text;
}
