// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/inference/internal/output_file.h"
#include "core/inference/internal/same_tensor.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string_view>

using namespace descant;
using namespace descant::inference;

namespace {

std::span<const std::byte> bytesOf(std::string_view text) { return std::as_bytes(std::span(text)); }

/// A tensor of bytes that counts what is read of it.
ReadableTensor readable(const std::string& content, std::size_t& read)
{
    return {ElementType::U8,
            {static_cast<std::int64_t>(content.size())},
            content.size(),
            [&content, &read](std::uint64_t from, std::span<std::byte> target) -> Result<void> {
                read += target.size();
                std::memcpy(target.data(), content.data() + from, target.size());
                return {};
            }};
}

} // namespace

TEST(OutputFile, appearsWhenItIsFinishedAndHasItsHoles)
{
    const test::TemporaryFolder folder;
    OutputFile file(folder / "a");
    ASSERT_TRUE(file.write(bytesOf("one")));
    ASSERT_TRUE(file.skip(2));
    ASSERT_TRUE(file.write(bytesOf("two")));
    EXPECT_EQ(file.bytes(), 8U);
    EXPECT_FALSE(std::filesystem::exists(folder / "a"));
    ASSERT_TRUE(file.finish());
    EXPECT_EQ(readFile(folder / "a", 100).value_or(""), std::string("one\0\0two", 8));
}

TEST(OutputFile, leavesNothingWhenItIsNotFinished)
{
    const test::TemporaryFolder folder;
    {
        OutputFile file(folder / "a");
        ASSERT_TRUE(file.write(bytesOf("one")));
    }
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(OutputFile, saysWhereItCannotBeWritten)
{
    const test::TemporaryFolder folder;
    OutputFile file(folder.path() / "none" / "a");
    const auto written = file.write(bytesOf("one"));
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().subject, (folder.path() / "none" / "a").string());
    EXPECT_FALSE(file.finish());
}

TEST(SameTensor, comparesToTheLastByteInPieces)
{
    const std::string one(std::size_t(9) << 20, 'a');
    std::string other = one;
    std::size_t read = 0;
    EXPECT_TRUE(sameTensor(readable(one, read), readable(other, read), {}).value());
    EXPECT_EQ(read, 2 * one.size());
    other.back() = 'b';
    EXPECT_FALSE(sameTensor(readable(one, read), readable(other, read), {}).value());
    other.front() = 'b';
    read = 0;
    EXPECT_FALSE(sameTensor(readable(one, read), readable(other, read), {}).value());
    EXPECT_LT(read, one.size()) << "it goes on after the first difference";
}

TEST(SameTensor, otherTypesAndShapesAreNotRead)
{
    const std::string content(4, 'a');
    std::size_t read = 0;
    const ReadableTensor one = readable(content, read);
    ReadableTensor other = one;
    other.shape = {2, 2};
    EXPECT_FALSE(sameTensor(one, other, {}).value());
    other = one;
    other.type = ElementType::Bool;
    EXPECT_FALSE(sameTensor(one, other, {}).value());
    EXPECT_EQ(read, 0U);
}

TEST(SameTensor, stopsWhenAsked)
{
    const std::string content(4, 'a');
    std::size_t read = 0;
    std::stop_source stop;
    stop.request_stop();
    const auto same = sameTensor(readable(content, read), readable(content, read), stop.get_token());
    ASSERT_FALSE(same);
    EXPECT_TRUE(isCancelled(same.error()));
    EXPECT_EQ(read, 0U);
}
