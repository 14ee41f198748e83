// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/base/sha256.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

using namespace descant;

// FIPS 180-4 example: "abc".
constexpr auto kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256, equalsThePublishedExample) { EXPECT_EQ(sha256Of("abc"), kAbc); }

TEST(Sha256, ofAFileEqualsThatOfItsBytes)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a", "abc"));
    EXPECT_EQ(sha256OfFile(folder / "a").value(), kAbc);
    EXPECT_EQ(std::get<Error>(sha256OfFile(folder / "b").error()).code, ErrorCode::FileNotReadable);
    std::stop_source stopped;
    stopped.request_stop();
    EXPECT_TRUE(isCancelled(sha256OfFile(folder / "a", stopped.get_token()).error()));
}
