// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/zip_archive.h"

#include "core/base/file.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/written_file.h"
#include "tests/support/zip_file_writer.h"

#include <gtest/gtest.h>

#include <cstring>
#include <functional>

using namespace descant;
using namespace descant::inference;
using test::writeZip;
using test::ZipPart;
using test::ZipStyle;

namespace {

const std::vector<ZipPart> kTwoParts{{"root/data.pkl", "some pickle"}, {"root/data/0", "12345678"}};

std::string contentsOf(const ZipArchive& archive, const std::string& name)
{
    const ZipEntry* entry = archive.find(name);
    if (entry == nullptr)
        return "absent";
    std::string bytes(entry->bytes, '\0');
    const auto read = archive.read(*entry, 0, std::as_writable_bytes(std::span(bytes)));
    return read ? bytes : describe(read.error());
}

/// What opening an archive with these parts, changed on the disk by `damage`, ends with.
ErrorCode codeOf(const std::vector<ZipPart>& parts, const ZipStyle& style = {},
                 const std::function<void(std::string&)>& damage = {})
{
    const test::TemporaryFolder folder;
    writeZip(folder / "a.zip", parts, style);
    if (damage) {
        std::string bytes = readFile(folder / "a.zip", 1 << 20).value();
        damage(bytes);
        test::writtenFile(folder / "a.zip", bytes);
    }
    const auto archive = ZipArchive::open(folder / "a.zip");
    EXPECT_FALSE(archive);
    return archive ? ErrorCode::Internal : archive.error().code;
}

/// Puts a number where the central header of the last entry has its field.
std::function<void(std::string&)> withCentralField(std::size_t field, std::uint32_t value)
{
    return [=](std::string& bytes) {
        const std::size_t header = bytes.rfind(std::string("PK\x01\x02", 4));
        std::memcpy(bytes.data() + header + field, &value, sizeof value);
    };
}

} // namespace

TEST(ZipArchive, readsEntriesWhoseSizesOnlyTheDirectoryKnows)
{
    const test::TemporaryFolder folder;
    for (const auto sizes : {ZipStyle::LocalSizes::Zero, ZipStyle::LocalSizes::Written}) {
        for (const auto numbers : {ZipStyle::Numbers::AsNeeded, ZipStyle::Numbers::AlwaysZip64}) {
            for (const std::size_t alignment : {1U, 64U, 4096U}) {
                writeZip(folder / "a.zip", kTwoParts,
                         {.localSizes = sizes, .numbers = numbers, .alignment = alignment});
                const auto archive = ZipArchive::open(folder / "a.zip");
                ASSERT_TRUE(archive) << describe(archive.error());
                EXPECT_EQ(archive->entries().size(), 2U);
                EXPECT_EQ(contentsOf(*archive, "root/data.pkl"), "some pickle");
                EXPECT_EQ(contentsOf(*archive, "root/data/0"), "12345678");
            }
        }
    }
}

TEST(ZipArchive, readsPiecesAndNothingBeyond)
{
    const test::TemporaryFolder folder;
    writeZip(folder / "a.zip", kTwoParts, {.comment = "PK\x05\x06 in a comment"});
    const auto archive = ZipArchive::open(folder / "a.zip");
    ASSERT_TRUE(archive) << describe(archive.error());
    const ZipEntry& entry = *archive->find("root/data/0");
    std::string piece(3, '\0');
    ASSERT_TRUE(archive->read(entry, 4, std::as_writable_bytes(std::span(piece))));
    EXPECT_EQ(piece, "567");
    EXPECT_FALSE(archive->read(entry, 6, std::as_writable_bytes(std::span(piece))));
    EXPECT_FALSE(archive->read(entry, ~std::uint64_t(0), std::as_writable_bytes(std::span(piece))));
}

TEST(ZipArchive, readsWhatLiesBeyondFourGibibytes)
{
    const test::TemporaryFolder folder;
    writeZip(folder / "a.zip", {{"first", "begin", std::uint64_t(5) << 30}, {"last", "behind"}});
    const auto archive = ZipArchive::open(folder / "a.zip");
    ASSERT_TRUE(archive) << describe(archive.error());
    EXPECT_EQ(archive->find("first")->bytes, 5 + (std::uint64_t(5) << 30));
    EXPECT_GT(archive->find("last")->header, std::uint64_t(5) << 30);
    EXPECT_EQ(contentsOf(*archive, "last"), "behind");
}

TEST(ZipArchive, refusesNamesThatLeaveTheArchive)
{
    for (const char* name : {"../evil", "a/../../evil", "/etc/passwd", "a\\b", "", "a/./b", ".."})
        EXPECT_EQ(codeOf({{name, "x"}}), ErrorCode::CheckpointHostile) << name;
    EXPECT_EQ(codeOf({{std::string("a\0b", 3), "x"}}), ErrorCode::CheckpointHostile);
}

TEST(ZipArchive, refusesANameThatIsThereTwice)
{
    EXPECT_EQ(codeOf({{"a", "x"}, {"a", "y"}}), ErrorCode::CheckpointHostile);
}

TEST(ZipArchive, refusesWhatTorchNeverWrites)
{
    EXPECT_EQ(codeOf(kTwoParts, {.method = 8}), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(codeOf(kTwoParts, {.flags = 0x0809}), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(codeOf(kTwoParts, {}, withCentralField(20, 7)), ErrorCode::CheckpointInvalid);
}

TEST(ZipArchive, refusesACountThatIsWrong)
{
    for (const auto numbers : {ZipStyle::Numbers::AsNeeded, ZipStyle::Numbers::AlwaysZip64}) {
        for (const std::uint64_t claimed : {0U, 1U, 3U, 60000U})
            EXPECT_EQ(codeOf(kTwoParts, {.numbers = numbers, .claimedEntries = claimed}), ErrorCode::CheckpointInvalid);
    }
    EXPECT_EQ(codeOf(kTwoParts, {.numbers = ZipStyle::Numbers::AlwaysZip64, .claimedEntries = ~std::uint64_t(0)}),
              ErrorCode::CheckpointInvalid);
}

TEST(ZipArchive, refusesEntriesThatReachOutside)
{
    EXPECT_EQ(codeOf(kTwoParts, {}, withCentralField(42, 0x00ffffff)), ErrorCode::CheckpointInvalid);
    const auto bothSizes = [](std::string& bytes) {
        withCentralField(20, 0x00ffffff)(bytes);
        withCentralField(24, 0x00ffffff)(bytes);
    };
    EXPECT_EQ(codeOf(kTwoParts, {}, bothSizes), ErrorCode::CheckpointInvalid);
}

TEST(ZipArchive, refusesSizesThatOverflow)
{
    const auto huge = [](std::string& bytes) {
        const std::size_t header = bytes.rfind(std::string("PK\x01\x02", 4));
        const std::size_t extra = header + 46 + kTwoParts.back().name.size();
        const std::uint64_t size = ~std::uint64_t(0) - 9; // with the 30 bytes of a local header it would be 20
        std::memcpy(bytes.data() + extra + 4, &size, sizeof size);
        std::memcpy(bytes.data() + extra + 12, &size, sizeof size);
    };
    EXPECT_EQ(codeOf(kTwoParts, {.numbers = ZipStyle::Numbers::AlwaysZip64}, huge), ErrorCode::CheckpointInvalid);
}

TEST(ZipArchive, refusesAZip64FieldThatIsTooShort)
{
    const auto shorter = [](std::string& bytes) {
        const std::size_t header = bytes.rfind(std::string("PK\x01\x02", 4));
        bytes[header + 46 + kTwoParts.back().name.size() + 2] = 8;
    };
    EXPECT_EQ(codeOf(kTwoParts, {.numbers = ZipStyle::Numbers::AlwaysZip64}, shorter), ErrorCode::CheckpointInvalid);
}

TEST(ZipArchive, refusesAHeaderThatIsNotWhereTheDirectorySays)
{
    const test::TemporaryFolder folder;
    writeZip(folder / "a.zip", kTwoParts);
    std::string bytes = readFile(folder / "a.zip", 1 << 20).value();
    bytes[bytes.find("PK\x03\x04", 1)] = 'Q';
    test::writtenFile(folder / "a.zip", bytes);
    const auto archive = ZipArchive::open(folder / "a.zip");
    ASSERT_TRUE(archive);
    EXPECT_NE(contentsOf(*archive, "root/data/0").find("is not where the list of entries says"), std::string::npos);
}

TEST(ZipArchive, refusesAFileCutAnywhere)
{
    for (const auto numbers : {ZipStyle::Numbers::AsNeeded, ZipStyle::Numbers::AlwaysZip64}) {
        const test::TemporaryFolder folder;
        writeZip(folder / "a.zip", kTwoParts, {.numbers = numbers});
        const std::string whole = readFile(folder / "a.zip", 1 << 20).value();
        for (std::size_t length = 0; length < whole.size(); ++length) {
            ASSERT_FALSE(ZipArchive::open(test::writtenFile(folder / "cut.zip", whole.substr(0, length)))) << length;
        }
    }
}
