// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/caption_engine.h"

#include "tests/cli/random_package.h"
#include "tests/core/media/made_media.h"
#include "tests/core/workflows/made_sound.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace descant::test {
namespace {

using namespace descant::workflows;

class CaptionEngineTest : public testing::Test {
protected:
    void SetUp() override { writeRandomPackage(folder / "model"); }

    CaptionEngine engine() const { return CaptionEngine::load(folder / "model", {}, {}, {}).value(); }

    TemporaryFolder folder;
};

TEST_F(CaptionEngineTest, theProposalsOfOneRunHaveOneTimeAndTheirRanks)
{
    const CaptionEngine loaded = engine();
    CaptionedStretch stretch;
    stretch.candidates.resize(3000);
    const auto proposals = toProposals(stretch, loaded, {});
    ASSERT_EQ(proposals.size(), 3000U);
    EXPECT_TRUE(std::all_of(proposals.begin(), proposals.end(), [&](const project::Proposal& proposal) {
        return proposal.created == proposals.front().created;
    }));
    EXPECT_EQ(proposals.back().rank, 2999);
}

TEST_F(CaptionEngineTest, aStretchBehindTheEndIsEmptyWhateverSenseIsMissing)
{
    const CaptionEngine loaded = engine();
    writeTone(folder / "talk.wav", 2.0);
    makeClip(folder / "silent.mp4", evenTicks(25));
    for (const char* name : {"talk.wav", "silent.mp4"}) {
        const auto clip =
            readClip(folder / name, {fromSeconds(10), fromSeconds(12)}, loaded.package(), 10.0, Senses::All, {}, {});
        ASSERT_FALSE(clip) << name;
        EXPECT_EQ(std::get<Error>(clip.error()).code, ErrorCode::EmptyRange) << name;
    }
    EXPECT_TRUE(
        readClip(folder / "talk.wav", {fromSeconds(0), fromSeconds(1)}, loaded.package(), 10.0, Senses::All, {}, {}));
}

} // namespace
} // namespace descant::test
