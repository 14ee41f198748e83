// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/core/media/made_media.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

namespace descant::test {
namespace {

using nlohmann::json;

// What is measured is never asserted: only that every line does its work and says what the contract names.
TEST(CliBench, seekLinesMeasureAFilmOfOnesOwn)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(50), 0);
    const CliRun run = runCli({"bench", "seek-exact", "seek-keyframe", "step-back", "--media", folder / "clip.mp4", "--runs",
                               "3", "--json"});
    ASSERT_EQ(run.status, 0) << run.errors;
    const json lines = run.json()["lines"];
    ASSERT_EQ(lines.size(), 3U);
    for (const json& line : lines) {
        EXPECT_EQ(line["unit"], "ms");
        EXPECT_EQ(line["runs"], 3);
        EXPECT_GT(line["ours"].get<double>(), 0.0);
        EXPECT_GE(line["ours_p95"].get<double>(), line["ours"].get<double>());
        EXPECT_EQ(line["peer"].is_null(), line["ratio"].is_null());
    }
}

TEST(CliBench, aMeasurementThatIsStoppedIsCancelledAndNoFailure)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(50), 16000);
    const CliRun run = runCliAndEnd({"bench", "peaks", "--media", folder / "clip.mp4", "--runs", "1000", "--json"},
                                    std::chrono::milliseconds(400));
    EXPECT_EQ(run.status, 3) << run.errors;
    EXPECT_EQ(run.errorCode(), "cancelled");
}

TEST(CliBench, anUnknownLineIsWrongUse) { EXPECT_EQ(runCli({"bench", "warp-speed"}).status, 2); }

} // namespace
} // namespace descant::test
