// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/captioning_service.h"

#include "core/workflows/caption_engine.h"
#include "tests/cli/random_package.h"
#include "tests/core/media/made_media.h"
#include "tests/core/workflows/made_sound.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace descant::test {
namespace {

using namespace descant::workflows;
using Proposals = std::vector<project::Proposal>;

class CaptioningServiceTest : public testing::Test {
protected:
    void SetUp() override
    {
        writeRandomPackage(folder / "model");
        makeClip(folder / "a.mp4", evenTicks(50), 16000);
        writeTone(folder / "a.wav", 2.0);
    }

    CaptionRequest request(const std::string& file) const
    {
        return {folder / file, file, {fromSeconds(0.2), fromSeconds(1.4)}, 2};
    }

    static Outcome<Proposals> proposed(CaptioningService& service, CaptionRequest request)
    {
        std::promise<Outcome<Proposals>> promise;
        service.propose(std::move(request), {},
                        [&](Outcome<Proposals> outcome) { promise.set_value(std::move(outcome)); });
        return promise.get_future().get();
    }

    TemporaryFolder folder;
};

TEST_F(CaptioningServiceTest, saysWhatTheCommandLineSaysAndAsMuchTheSecondTime)
{
    CaptioningService service("cpu");
    service.setModel(folder / "model", [](const Result<std::string>&) {});
    CaptionEngine engine = CaptionEngine::load(folder / "model", {"cpu", {}}, {}, {}).value();
    CaptionWish wish;
    wish.candidates = 2;
    wish.evidence = inference::EvidenceWanted::Yes;
    for (const char* file : {"a.mp4", "a.mp4", "a.wav", "a.wav"}) {
        const CaptionRequest wanted = request(file);
        const auto stretch = engine.propose(wanted.media, wanted.range, wish, {}, {});
        ASSERT_TRUE(stretch) << file;
        const Proposals expected = toProposals(*stretch, engine, wish);
        const auto got = proposed(service, wanted);
        ASSERT_TRUE(got) << file << ": " << describe(std::get<Error>(got.error()));
        ASSERT_EQ(got->size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i) {
            EXPECT_EQ((*got)[i].text, expected[i].text);
            EXPECT_DOUBLE_EQ((*got)[i].score, expected[i].score);
            EXPECT_EQ((*got)[i].settings, expected[i].settings);
            EXPECT_EQ((*got)[i].framesSeen, expected[i].framesSeen);
            EXPECT_EQ((*got)[i].audioHeard, expected[i].audioHeard);
        }
        EXPECT_GT(got->front().audioHeard, MediaTime{0}) << file;
    }
}

TEST_F(CaptioningServiceTest, withoutAModelItSaysSo)
{
    CaptioningService service("cpu");
    EXPECT_EQ(std::get<Error>(proposed(service, request("a.mp4")).error()).code, ErrorCode::NoModel);
    std::promise<ErrorCode> code;
    service.setModel({}, [&](const Result<std::string>& words) { code.set_value(words.error().code); });
    EXPECT_EQ(code.get_future().get(), ErrorCode::NoModel);
}

TEST_F(CaptioningServiceTest, everyRequestEndsOnceWhenTheServiceGoesAway)
{
    for (int round = 0; round < 20; ++round) {
        std::atomic<int> ended{0};
        {
            CaptioningService service("cpu");
            service.setModel(folder / "model", [&](const Result<std::string>&) { ++ended; });
            for (int i = 0; i < 5; ++i) {
                const auto stop = service.propose(request("a.mp4"), {}, [&](const Outcome<Proposals>&) { ++ended; });
                if (i == 3)
                    stop();
            }
        }
        EXPECT_EQ(ended, 6);
    }
}

} // namespace
} // namespace descant::test
