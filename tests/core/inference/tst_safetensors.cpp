// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/inference/safetensors_reader.h"
#include "core/inference/safetensors_writer.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cstring>

using namespace descant;
using namespace descant::inference;

namespace {

std::string fileOf(const std::string& header, const std::string& data)
{
    const std::uint64_t size = header.size();
    return std::string(reinterpret_cast<const char*>(&size), sizeof size) + header + data;
}

Result<void> openBytes(const std::string& bytes)
{
    const test::TemporaryFolder folder;
    EXPECT_TRUE(writeFileAtomically(folder / "a.safetensors", bytes));
    const auto file = SafetensorsFile::open(folder / "a.safetensors");
    if (!file)
        return fail(file.error());
    return {};
}

TensorToWrite bytesTensor(const std::string& name, ElementType type, std::vector<std::int64_t> shape, std::string bytes)
{
    return {name, type, std::move(shape), [bytes = std::move(bytes)](std::span<std::byte> target) -> Result<void> {
                std::memcpy(target.data(), bytes.data(), target.size());
                return {};
            }};
}

const std::string kGood = R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})";

} // namespace

TEST(Safetensors, whatIsWrittenIsRead)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeSafetensors(folder / "a.safetensors",
                                 {bytesTensor("half", ElementType::F16, {2}, "abcd"),
                                  bytesTensor("long", ElementType::I64, {}, "12345678"),
                                  bytesTensor("none", ElementType::F32, {0, 3}, "")},
                                 {{"format", "pt"}}));
    const auto file = SafetensorsFile::open(folder / "a.safetensors");
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ(file->metadata().at("format"), "pt");
    ASSERT_TRUE(file->find("half"));
    EXPECT_EQ(file->find("long")->shape.size(), 0u);
    EXPECT_EQ(file->find("none")->bytes, 0u);
    EXPECT_FALSE(file->find("absent"));
    std::string bytes(4, '\0');
    ASSERT_TRUE(file->read(*file->find("half"), std::as_writable_bytes(std::span(bytes))));
    EXPECT_EQ(bytes, "abcd");
}

TEST(Safetensors, theSameTensorsGiveTheSameBytes)
{
    const test::TemporaryFolder folder;
    const auto one = bytesTensor("b", ElementType::F16, {1}, "xy");
    const auto two = bytesTensor("a", ElementType::F32, {1}, "1234");
    ASSERT_TRUE(writeSafetensors(folder / "a", {one, two}));
    ASSERT_TRUE(writeSafetensors(folder / "b", {two, one}));
    const std::string bytes = readFile(folder / "a", 1000).value();
    EXPECT_EQ(bytes, readFile(folder / "b", 1000).value());
    EXPECT_EQ(bytes.substr(bytes.size() - 6), "1234xy");
    EXPECT_EQ((bytes.size() - 6) % 8, 0u);
}

TEST(Safetensors, aGoodFileOpens) { EXPECT_TRUE(openBytes(fileOf(kGood + "   ", "1234"))); }

TEST(Safetensors, damagedFilesAreRefused)
{
    const auto tensor = [](const std::string& inner) { return R"({"a":)" + inner + "}"; };
    const std::pair<const char*, std::string> cases[] = {
        {"empty", ""},
        {"short", "1234567"},
        {"header longer than file", std::string("\xff\xff\0\0\0\0\0\0", 8) + "{}"},
        {"header length overflows", std::string("\xff\xff\xff\xff\xff\xff\xff\xff", 8) + "{}"},
        {"header too large", std::string("\0\0\0\x10\0\0\0\0", 8) + "{}"},
        {"not JSON", fileOf("{", "")},
        {"not an object", fileOf("[]", "")},
        {"space before the brace", fileOf(" {}", "")},
        {"invalid UTF-8", fileOf("{\"\xff\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", "1234")},
        {"truncated data", fileOf(kGood, "123")},
        {"trailing bytes", fileOf(kGood, "12345")},
        {"duplicate name",
         fileOf(
             R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
             "12345678")},
        {"duplicate member",
         fileOf(tensor(R"({"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]})"), "1234")},
        {"overlap",
         fileOf(
             R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
             "1234")},
        {"gap", fileOf(tensor(R"({"dtype":"F32","shape":[1],"data_offsets":[4,8]})"), "12345678")},
        {"backward offsets", fileOf(tensor(R"({"dtype":"F32","shape":[0],"data_offsets":[4,0]})"), "1234")},
        {"shape does not fit", fileOf(tensor(R"({"dtype":"F32","shape":[2],"data_offsets":[0,4]})"), "1234")},
        {"shape overflows",
         fileOf(tensor(R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]})"), "")},
        {"huge number",
         fileOf(tensor(R"({"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]})"), "1234")},
        {"negative", fileOf(tensor(R"({"dtype":"F32","shape":[-1],"data_offsets":[0,4]})"), "1234")},
        {"fraction", fileOf(tensor(R"({"dtype":"F32","shape":[1.0],"data_offsets":[0,4]})"), "1234")},
        {"unknown type", fileOf(tensor(R"({"dtype":"F64","shape":[1],"data_offsets":[0,8]})"), "12345678")},
        {"unknown member", fileOf(tensor(R"({"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":"y"})"), "1234")},
        {"missing member", fileOf(tensor(R"({"dtype":"F32","data_offsets":[0,4]})"), "1234")},
        {"metadata is not text", fileOf(R"({"__metadata__":{"a":1}})", "")},
        {"metadata nests", fileOf(R"({"__metadata__":{"a":{}}})", "")},
        {"deep nesting", fileOf("{\"a\":" + std::string(100000, '['), "")},
        {"rank too high",
         fileOf(tensor(R"({"dtype":"F32","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[0,4]})"), "1234")},
        {"text after the object", fileOf(kGood + "x", "1234")},
        {"text after a NUL", fileOf(kGood + std::string("\0{\"b\":1}", 9), "1234")},
        {"strides overflow",
         fileOf(tensor(R"({"dtype":"F32","shape":[0,281474976710656,281474976710656],"data_offsets":[0,0]})"), "")},
        {"name too long",
         fileOf("{\"" + std::string(2000, 'n') + "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                "1234")},
    };
    for (const auto& [name, bytes] : cases) {
        const auto result = openBytes(bytes);
        ASSERT_FALSE(result) << name;
        EXPECT_EQ(result.error().code, ErrorCode::CheckpointInvalid) << name;
        EXPECT_FALSE(result.error().detail.empty()) << name;
    }
}

TEST(Safetensors, aFileThatShrinksIsAnError)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "a", fileOf(kGood, "1234")));
    const auto file = SafetensorsFile::open(folder / "a");
    ASSERT_TRUE(file);
    std::filesystem::resize_file(folder / "a", 10);
    std::string bytes(4, '\0');
    const auto result = file->read(*file->find("a"), std::as_writable_bytes(std::span(bytes)));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::FileChanged);
}

TEST(Safetensors, aFailedWriteLeavesNothing)
{
    const test::TemporaryFolder folder;
    const TensorToWrite bad{"a", ElementType::F32, {1}, [](std::span<std::byte>) -> Result<void> {
                                return fail(ErrorCode::Internal, "a");
                            }};
    EXPECT_FALSE(writeSafetensors(folder / "a.safetensors", {bad}));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
    EXPECT_EQ(writeSafetensors(folder / "missing/a", {bad}).error().code, ErrorCode::FileNotFound);
}

TEST(Safetensors, aTensorMadeInPiecesHasTheSameBytes)
{
    const test::TemporaryFolder folder;
    const std::int64_t count = (std::int64_t(9) << 20) + 3; // three pieces, the last one short
    std::vector<std::uint64_t> asked;
    const auto part = [&](std::uint64_t from, std::span<std::byte> target) -> Result<void> {
        asked.push_back(from);
        for (std::size_t place = 0; place < target.size(); ++place)
            target[place] = std::byte((from + place) * 31 >> 3 & 0xff);
        return {};
    };
    const auto inParts =
        writeHashedSafetensors(folder / "a.safetensors", {tensorInParts("a", ElementType::U8, {count}, part)}, {}, {});
    ASSERT_TRUE(inParts);
    EXPECT_EQ(asked, (std::vector<std::uint64_t>{0, 4U << 20, 8U << 20}));
    const auto whole = writeHashedSafetensors(
        folder / "b.safetensors",
        {{"a", ElementType::U8, {count}, [&](std::span<std::byte> target) { return part(0, target); }}}, {}, {});
    ASSERT_TRUE(whole);
    EXPECT_EQ(inParts->sha256, whole->sha256);
}

TEST(Safetensors, writingStopsInsideATensorAndLeavesNothing)
{
    const test::TemporaryFolder folder;
    std::stop_source stop;
    const auto part = [&](std::uint64_t from, std::span<std::byte>) -> Result<void> {
        EXPECT_EQ(from, 0U);
        stop.request_stop();
        return {};
    };
    const auto written = writeHashedSafetensors(folder / "a.safetensors",
                                                {tensorInParts("a", ElementType::U8, {std::int64_t(1) << 24}, part)},
                                                {}, stop.get_token());
    ASSERT_FALSE(written);
    EXPECT_TRUE(isCancelled(written.error()));
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(Safetensors, aPartIsReadAndNotBeyond)
{
    const test::TemporaryFolder folder;
    ASSERT_TRUE(writeSafetensors(folder / "a.safetensors", {bytesTensor("a", ElementType::U8, {8}, "abcdefgh")}));
    const auto file = SafetensorsFile::open(folder / "a.safetensors");
    ASSERT_TRUE(file);
    std::string part(3, '-');
    ASSERT_TRUE(file->readPart(file->tensors().front(), 4, std::as_writable_bytes(std::span(part))));
    EXPECT_EQ(part, "efg");
    EXPECT_FALSE(file->readPart(file->tensors().front(), 6, std::as_writable_bytes(std::span(part))));
    EXPECT_FALSE(file->readPart(file->tensors().front(), 9, {}));
}
