// SPDX-License-Identifier: GPL-3.0-or-later
// Whether evidence tells the truth: what a word is said to rest on is taken away, and the word must become less likely
// than when as much of something else is taken away. Runs on clips of the demo world with the demo model. More clips,
// and the numbers: DESCANT_EVIDENCE_CLIPS=60 test_evidence
#include "core/demo_world/captions.h"
#include "core/inference/captioner.h"
#include "core/training/demo_clip_source.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <random>

using namespace descant;
using namespace descant::inference;
using demo_world::Channel;

namespace {

constexpr std::uint64_t kSeed = 4711;
constexpr std::int64_t kFewClips = 20;
constexpr int kRandomDraws = 4;
constexpr std::size_t kStepSamples = 2560; ///< 0.16 s at 16 kHz
// What becomes zero after normalisation, so that a greyed frame says nothing.
constexpr std::array<std::uint8_t, 3> kMeanColour{123, 117, 104};

/// A word of a caption that only one sense can tell.
struct Word {
    std::string text;
    Channel channel = Channel::Seen;
    std::size_t first = 0, last = 0; ///< its tokens, half-open
};

/// How much a word lost, in nats.
struct Loss {
    double top = 0.0;    ///< without what carried the evidence
    double random = 0.0; ///< without as much of anything
};

std::int64_t clipCount()
{
    const char* wanted = std::getenv("DESCANT_EVIDENCE_CLIPS");
    return wanted ? std::atoll(wanted) : kFewClips;
}

/// Where the facts of a clip stand in a caption, as ranges of tokens.
std::vector<Word> wordsOf(const Candidate& candidate, const demo_world::ClipPlan& plan)
{
    std::string line;
    std::vector<std::size_t> starts;
    for (const CandidateToken& token : candidate.tokens) {
        starts.push_back(line.size());
        line += token.text;
    }
    line += ' ';
    std::vector<Word> words;
    for (const demo_world::Fact& fact : demo_world::factsOf(plan)) {
        const std::size_t place = line.find(" " + fact.fact + " ");
        if (fact.channel == Channel::Both || place == std::string::npos)
            continue;
        const std::size_t end = place + 1 + fact.fact.size();
        Word word{fact.fact, fact.channel};
        word.first =
            static_cast<std::size_t>(std::upper_bound(starts.begin(), starts.end(), place) - starts.begin()) - 1;
        word.last = static_cast<std::size_t>(std::lower_bound(starts.begin(), starts.end(), end) - starts.begin());
        words.push_back(word);
    }
    return words;
}

CaptionInput without(CaptionInput input, Channel channel, const std::vector<std::size_t>& parts)
{
    for (const std::size_t part : parts) {
        if (channel == Channel::Seen) {
            std::vector<std::uint8_t>& pixels = input.frames[part].pixels;
            for (std::size_t index = 0; index < pixels.size(); ++index)
                pixels[index] = kMeanColour[index % 3];
        } else {
            auto& samples = input.audio.samples;
            const std::size_t from = std::min(part * kStepSamples, samples.size());
            std::fill_n(samples.begin() + static_cast<std::ptrdiff_t>(from),
                        std::min(kStepSamples, samples.size() - from), 0.0F);
        }
    }
    return input;
}

class EvidenceTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        auto catalogue = demo_world::loadCatalogue();
        if (!catalogue)
            GTEST_SKIP() << "the pictures and sounds of the demo world are not installed";
        m_catalogue = std::move(*catalogue);
        const auto package = ModelPackage::open(DESCANT_DEMO_MODEL);
        ASSERT_TRUE(package);
        auto captioner = Captioner::load(*package, {}, {}, {});
        ASSERT_TRUE(captioner);
        m_captioner = *std::move(captioner);
    }

    CaptionInput clip(training::DemoClipSource& source, std::int64_t index) const
    {
        auto media = source.media(index, {});
        EXPECT_TRUE(media);
        return {std::move(media->frames), Audio{kModelSampleRate, 1, std::move(media->waveform)}, {}, {}, {}};
    }

    /// The most likely caption with its evidence.
    Candidate caption(const CaptionInput& input)
    {
        auto found = m_captioner->propose(input, m_captioner->generation(), EvidenceWanted::Yes, {}, {});
        EXPECT_TRUE(found && !found->empty());
        return found && !found->empty() ? found->front() : Candidate();
    }

    /// How likely a word of a given caption is, in nats; nothing where the caption does not come back token by token.
    std::optional<double> likelihood(CaptionInput input, const Candidate& said, const Word& word)
    {
        GenerationSettings settings;
        settings.beams = settings.candidates = 1;
        settings.maxNewTokens = 1;
        settings.minLength = 0;
        input.prefix = said.text;
        const auto found = m_captioner->propose(input, settings, EvidenceWanted::No, {}, {});
        if (!found || found->empty() || found->front().tokens.size() < word.last
            || !std::equal(said.ids.begin(), said.ids.begin() + static_cast<std::ptrdiff_t>(word.last),
                           found->front().ids.begin()))
            return std::nullopt;
        double total = 0.0;
        for (std::size_t token = word.first; token < word.last; ++token)
            total += found->front().tokens[token].logProbability;
        return total;
    }

    std::optional<Loss> lossOf(const CaptionInput& input, const Candidate& said, const Word& word, std::mt19937& random)
    {
        std::vector<double> weights;
        for (std::size_t token = word.first; token < word.last; ++token) {
            const auto& more = word.channel == Channel::Seen ? said.evidence[token].frames : said.evidence[token].audio;
            weights.resize(more.size());
            std::transform(more.begin(), more.end(), weights.begin(), weights.begin(), std::plus<>());
        }
        std::vector<std::size_t> order(weights.size());
        std::iota(order.begin(), order.end(), std::size_t(0));
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return weights[a] > weights[b]; });
        const auto few = static_cast<std::ptrdiff_t>((order.size() + 3) / 4);
        const auto whole = likelihood(input, said, word);
        const auto top = likelihood(without(input, word.channel, {order.begin(), order.begin() + few}), said, word);
        if (!whole || !top)
            return std::nullopt;
        Loss loss{*whole - *top, 0.0};
        for (int draw = 0; draw < kRandomDraws; ++draw) {
            std::shuffle(order.begin(), order.end(), random);
            const auto other =
                likelihood(without(input, word.channel, {order.begin(), order.begin() + few}), said, word);
            loss.random += (*whole - *other) / kRandomDraws;
        }
        return loss;
    }

    std::map<Channel, std::vector<Loss>> losses(std::int64_t clips)
    {
        training::DemoClipSource source(m_catalogue, kSeed, demo_world::Split::Test, clips);
        std::mt19937 random(1);
        std::map<Channel, std::vector<Loss>> all;
        for (std::int64_t index = 0; index < clips; ++index) {
            const CaptionInput input = clip(source, index);
            const Candidate said = caption(input);
            for (const Word& word : wordsOf(said, demo_world::planClip(kSeed, demo_world::Split::Test, index))) {
                if (const auto loss = lossOf(input, said, word, random))
                    all[word.channel].push_back(*loss);
            }
        }
        return all;
    }

    demo_world::Catalogue m_catalogue;
    std::unique_ptr<Captioner> m_captioner;
};

void expectTrue(const std::vector<Loss>& losses, const char* sense)
{
    ASSERT_GE(losses.size(), 8u) << sense;
    double top = 0.0, random = 0.0, wins = 0.0;
    for (const Loss& loss : losses) {
        top += loss.top / static_cast<double>(losses.size());
        random += loss.random / static_cast<double>(losses.size());
        wins += loss.top > loss.random ? 1.0 / static_cast<double>(losses.size()) : 0.0;
    }
    fmt::print(
        "{}: {} words; without the top quarter {:.3f} nats lost, without a random quarter {:.3f}; worse in {:.0f} %\n",
        sense, losses.size(), top, random, 100.0 * wins);
    EXPECT_GT(top, random) << sense;
    EXPECT_GT(wins, 0.5) << sense;
}

} // namespace

TEST_F(EvidenceTest, takingAwayWhatAWordRestsOnHurtsItMoreThanTakingAwayAsMuchElse)
{
    const auto all = losses(clipCount());
    expectTrue(all.at(Channel::Seen), "seen");
    expectTrue(all.at(Channel::Heard), "heard");
}
