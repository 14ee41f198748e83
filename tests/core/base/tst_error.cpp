// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

#include <gtest/gtest.h>

#include <set>

using namespace descant;

TEST(Error, everyCodeHasItsOwnNameASentenceAndAdvice)
{
    std::set<std::string_view> names;
    for (const ErrorCode code : allErrorCodes()) {
        EXPECT_TRUE(names.insert(errorName(code)).second) << errorName(code);
        EXPECT_FALSE(errorSentence(code).empty()) << errorName(code);
        EXPECT_FALSE(errorAdvice(code).empty()) << errorName(code);
        EXPECT_GE(errorExitStatus(code), 1);
        EXPECT_LE(errorExitStatus(code), 2);
    }
    EXPECT_EQ(errorName(ErrorCode::FileNotFound), "file-not-found");
    EXPECT_EQ(errorExitStatus(ErrorCode::UsageWrong), 2);
}

TEST(Error, isDescribedInOneLineWithWhatOnWhatAndWhatToDo)
{
    const Error error{ErrorCode::FileNotFound, "a.mp4", {}};
    EXPECT_EQ(describe(error), "The file was not found: a.mp4: check the path, or find the file where it is now");
    const Error detailed{ErrorCode::NotMedia, "b.txt", "it is text", "choose another"};
    EXPECT_EQ(describe(detailed), "The file is not a video or sound that can be read (it is text): b.txt: choose another");
}

namespace {

Result<int> half(int value)
{
    if (value % 2 != 0)
        return fail(ErrorCode::InputInvalid, std::to_string(value));
    return value / 2;
}

Outcome<int> quarter(int value)
{
    if (value == 0)
        return cancelled();
    DESCANT_TRY(const int once, half(value));
    DESCANT_TRY(const int twice, half(once));
    return twice;
}

} // namespace

TEST(Result, errorsTravelUpAndCancelledIsNoError)
{
    EXPECT_EQ(quarter(8).value(), 2);
    const auto failed = quarter(6);
    ASSERT_FALSE(failed);
    EXPECT_FALSE(isCancelled(failed.error()));
    EXPECT_EQ(std::get<Error>(failed.error()).subject, "3");
    EXPECT_TRUE(isCancelled(quarter(0).error()));
}
