// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "core/inference/checkpoints/tensor_source.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/torch_file_writer.h"
#include "tests/support/written_file.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <functional>
#include <numeric>

using namespace descant;
using namespace descant::inference;
using nlohmann::json;
using test::floatBytes;
using test::TorchFile;
using test::torchPickle;
using test::TorchTensor;
using test::writeTorchFile;
using test::writeZip;
using test::ZipStyle;

namespace {

std::vector<float> counting(std::size_t count)
{
    std::vector<float> values(count);
    std::iota(values.begin(), values.end(), 0.0F);
    return values;
}

TorchTensor tensorOf(const std::string& name, const std::vector<std::int64_t>& shape, std::size_t count)
{
    TorchTensor tensor;
    tensor.name = name;
    tensor.shape = shape;
    tensor.bytes = floatBytes(counting(count));
    return tensor;
}

Result<std::unique_ptr<TensorSource>> opened(const TorchFile& file, const ZipStyle& style = {})
{
    static const test::TemporaryFolder folder;
    writeTorchFile(folder / "x.pth", file, style);
    return openTensorSource(folder / "x.pth");
}

Error errorOf(const TorchFile& file)
{
    const auto source = opened(file);
    EXPECT_FALSE(source);
    return source ? Error{} : source.error();
}

std::vector<float> floatsOf(const TensorSource& source, std::size_t number)
{
    std::vector<float> values(source.tensors()[number].elements());
    EXPECT_TRUE(source.read(number, std::as_writable_bytes(std::span(values))));
    return values;
}

} // namespace

TEST(TorchSource, readsTensorsAndSettings)
{
    for (const char* name : {"config", "cfg"}) {
        TorchFile file{{tensorOf("a", {2, 3}, 6), tensorOf("b", {}, 1), tensorOf("none", {0, 4}, 0)}};
        file.settings = {{"model", {{"lora_r", 8}, {"prompt", "a video of"}, {"on", true}, {"rate", 0.5}}},
                         {"list", {1, nullptr, "x"}}};
        file.settingsName = name;
        const auto source = opened(file);
        ASSERT_TRUE(source) << describe(source.error());
        ASSERT_EQ((*source)->tensors().size(), 3U);
        EXPECT_EQ((*source)->tensors()[0].shape, (std::vector<std::int64_t>{2, 3}));
        EXPECT_EQ(floatsOf(**source, 0), counting(6));
        EXPECT_EQ(floatsOf(**source, 1), counting(1));
        EXPECT_TRUE(floatsOf(**source, 2).empty());
        EXPECT_EQ((*source)->settings(), file.settings);
    }
}

TEST(TorchSource, readsABareStateDictOfAnyRoot)
{
    for (const char* root : {"archive", "MSRVTT_best", "some/where"}) {
        TorchFile file{{tensorOf("a", {4}, 4)}};
        file.nesting = TorchFile::Nesting::Bare;
        file.root = root;
        file.byteOrder.clear();
        file.moreParts = {{std::string(root) + "/.data/serialization_id", "123"},
                          {std::string(root) + "/.format_version", "1"}};
        const auto source = opened(file, {.numbers = ZipStyle::Numbers::AlwaysZip64});
        ASSERT_TRUE(source) << describe(source.error());
        EXPECT_EQ(floatsOf(**source, 0), counting(4));
        EXPECT_TRUE((*source)->settings().empty());
    }
}

TEST(TorchSource, theOrderOfEntriesDoesNotMatter)
{
    const test::TemporaryFolder folder;
    const TorchTensor one = tensorOf("one", {2}, 2), other = tensorOf("other", {3}, 3);
    writeZip(folder / "x.pth",
             {{"r/version", "3\n"},
              {"r/data/1", other.bytes},
              {"r/byteorder", "little"},
              {"r/data/0", one.bytes},
              {"r/data.pkl", torchPickle({{one, other}})}});
    const auto source = openTensorSource(folder / "x.pth");
    ASSERT_TRUE(source) << describe(source.error());
    EXPECT_EQ(floatsOf(**source, 0), counting(2));
    EXPECT_EQ(floatsOf(**source, 1), counting(3));
}

TEST(TorchSource, readsAliasesSlicesAndTransposedTensors)
{
    TorchTensor alias = tensorOf("alias", {2, 3}, 0);
    alias.sharesWith = "a";
    TorchTensor turned = alias;
    turned.name = "turned";
    turned.shape = {3, 2};
    turned.strides = {1, 3};
    TorchTensor slice = alias;
    slice.name = "slice";
    slice.shape = {2, 2};
    slice.strides = {3, 1};
    slice.offset = 1;
    const auto source = opened({{tensorOf("a", {2, 3}, 6), alias, turned, slice}});
    ASSERT_TRUE(source) << describe(source.error());
    EXPECT_EQ(floatsOf(**source, 1), counting(6));
    EXPECT_EQ(floatsOf(**source, 2), (std::vector<float>{0, 3, 1, 4, 2, 5}));
    EXPECT_EQ(floatsOf(**source, 3), (std::vector<float>{1, 2, 4, 5}));
}

TEST(TorchSource, partsOfTransposedAndSlicedTensorsAreWhatTheWholeHolds)
{
    TorchTensor turned = tensorOf("turned", {5, 4}, 20), slice = tensorOf("slice", {3, 2}, 20);
    turned.strides = {1, 5};
    slice.strides = {6, 2};
    slice.offset = 3;
    const auto source = opened({{tensorOf("plain", {4, 5}, 20), turned, slice}});
    ASSERT_TRUE(source) << describe(source.error());
    for (std::size_t number = 0; number < 3; ++number) {
        const std::vector<float> whole = floatsOf(**source, number);
        for (std::size_t first = 0; first < whole.size(); ++first) {
            for (std::size_t count = 0; count <= whole.size() - first; ++count) {
                std::vector<float> part(count);
                ASSERT_TRUE(
                    (*source)->readPart(number, first * sizeof(float), std::as_writable_bytes(std::span(part))));
                EXPECT_EQ(part,
                          std::vector<float>(whole.begin() + std::ptrdiff_t(first),
                                             whole.begin() + std::ptrdiff_t(first + count)));
            }
        }
        std::vector<float> beyond(2);
        EXPECT_FALSE((*source)->readPart(number, 4 * whole.size() - 4, std::as_writable_bytes(std::span(beyond))));
    }
}

TEST(TorchSource, knowsWhichTensorsAreTheSameBytes)
{
    TorchTensor alias = tensorOf("alias", {2, 3}, 0), turned = tensorOf("turned", {2, 3}, 0);
    alias.sharesWith = turned.sharesWith = "a";
    turned.strides = {1, 2};
    const auto source = opened({{tensorOf("a", {2, 3}, 6), alias, turned, tensorOf("copy", {2, 3}, 6)}});
    ASSERT_TRUE(source) << describe(source.error());
    EXPECT_TRUE((*source)->sharesBytes(0, 1));
    EXPECT_FALSE((*source)->sharesBytes(0, 2));
    EXPECT_FALSE((*source)->sharesBytes(0, 3));
}

TEST(TorchSource, keepsElementTypes)
{
    TorchTensor half = tensorOf("half", {3}, 0), wide = tensorOf("position_ids", {1}, 0);
    half.type = "BFloat16Storage";
    half.bytes = std::string("\x80\x3f\x00\x40\x40\x40", 6);
    wide.type = "LongStorage";
    wide.bytes = std::string(8, '\0');
    const auto source = opened({{half, wide}});
    ASSERT_TRUE(source) << describe(source.error());
    EXPECT_EQ((*source)->tensors()[0].type, ElementType::BF16);
    EXPECT_EQ((*source)->tensors()[1].type, ElementType::I64);
    std::string bytes(6, '\0');
    ASSERT_TRUE((*source)->read(0, std::as_writable_bytes(std::span(bytes))));
    EXPECT_EQ(bytes, half.bytes);
    EXPECT_FALSE((*source)->read(1, std::as_writable_bytes(std::span(bytes)))) << "a space of another size";
}

TEST(TorchSource, readsATensorBeyondFourGibibytes)
{
    const test::TemporaryFolder folder;
    const TorchTensor small = tensorOf("a", {2, 3}, 6);
    const std::int64_t large = std::int64_t(5) << 30;
    TorchTensor hole = tensorOf("hole", {large}, 0);
    hole.type = "ByteStorage";
    hole.claimedCount = large;
    writeZip(folder / "x.pth",
             {{"r/data.pkl", torchPickle({{hole, small}})},
              {"r/data/0", "", static_cast<std::uint64_t>(large)},
              {"r/data/1", small.bytes}});
    // A dimension of five billion is longer than any weight's: told so, not read.
    EXPECT_FALSE(openTensorSource(folder / "x.pth"));
    hole.shape = {5, large / 5};
    writeZip(folder / "x.pth",
             {{"r/data.pkl", torchPickle({{hole, small}})},
              {"r/data/0", "", static_cast<std::uint64_t>(large)},
              {"r/data/1", small.bytes}});
    const auto source = openTensorSource(folder / "x.pth");
    ASSERT_TRUE(source) << describe(source.error());
    EXPECT_EQ(floatsOf(**source, 1), counting(6));
    EXPECT_GT(std::filesystem::file_size(folder / "x.pth"), std::uint64_t(5) << 30);
}

TEST(TorchSource, refusesTensorsOutsideTheirStorage)
{
    const auto refused = [](const std::function<void(TorchTensor&)>& change) {
        TorchTensor tensor = tensorOf("weight", {2, 3}, 6);
        change(tensor);
        const Error error = errorOf({{tensor}});
        EXPECT_NE(error.detail.find("weight"), std::string::npos) << error.detail;
        return error.code;
    };
    const auto big = std::int64_t(1) << 62;
    EXPECT_EQ(refused([](TorchTensor& t) { t.offset = 1; }), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(refused([&](TorchTensor& t) { t.offset = big; }), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(refused([](TorchTensor& t) { t.shape = {3, 3}; }), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(refused([](TorchTensor& t) { t.strides = {4, 1}; }), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(refused([&](TorchTensor& t) { t.strides = {big, big}; }), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(refused([](TorchTensor& t) { t.claimedCount = 7; }), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(refused([](TorchTensor& t) { t.claimedCount = 5; }), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(refused([](TorchTensor& t) { t.bytes += "x"; }), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(refused([](TorchTensor& t) { t.type = "DoubleStorage"; }), ErrorCode::CheckpointInvalid);
}

TEST(TorchSource, refusesTensorsThatRepeatTheirNumbers)
{
    // One number in the file, a billion billion in the tensor.
    const std::int64_t wide = 1'000'000'000;
    TorchTensor expanded = tensorOf("weight", {wide, wide}, 1);
    expanded.strides = {0, 0};
    EXPECT_EQ(errorOf({{expanded}}).code, ErrorCode::CheckpointInvalid);
    TorchTensor empty = tensorOf("weight", {0, wide * wide, wide * wide}, 0);
    empty.strides = {1, wide * wide, 1};
    EXPECT_EQ(errorOf({{empty}}).code, ErrorCode::CheckpointInvalid);
}

TEST(TorchSource, refusesNumbersThatAreMissing)
{
    const test::TemporaryFolder folder;
    writeZip(folder / "x.pth", {{"r/data.pkl", torchPickle({{tensorOf("weight", {2}, 2)}})}});
    const auto source = openTensorSource(folder / "x.pth");
    ASSERT_FALSE(source);
    EXPECT_EQ(source.error().detail, "the numbers of \"weight\" are missing");
}

TEST(TorchSource, refusesANameThatIsThereTwice)
{
    EXPECT_EQ(errorOf({{tensorOf("a", {2}, 2), tensorOf("a", {2}, 2)}}).code, ErrorCode::CheckpointHostile);
}

TEST(TorchSource, refusesFilesOfOtherKinds)
{
    TorchFile file{{tensorOf("a", {2}, 2)}};
    file.byteOrder = "big";
    EXPECT_NE(errorOf(file).detail.find("big-endian"), std::string::npos);
    file.byteOrder = "little";
    file.moreParts = {{"checkpoint_best/constants.pkl", "\x80\x02)."}};
    EXPECT_NE(errorOf(file).detail.find("TorchScript"), std::string::npos);
    file.moreParts = {{"second/data.pkl", "x"}};
    EXPECT_NE(errorOf(file).detail.find("two checkpoints"), std::string::npos);
    EXPECT_NE(errorOf({}).detail.find("empty"), std::string::npos);

    const test::TemporaryFolder folder;
    writeZip(folder / "other.zip", {{"readme", "x"}});
    EXPECT_NE(openTensorSource(folder / "other.zip").error().detail.find("no data.pkl"), std::string::npos);
    test::writtenFile(folder / "legacy.pt", "\x80\x02\x8a\x0al\xfc\x9c\x46\xf9 j\xa8P\x19.");
    const Error legacy = openTensorSource(folder / "legacy.pt").error();
    EXPECT_NE(legacy.detail.find("before 1.6"), std::string::npos);
    EXPECT_NE(legacy.advice.find("weights_only"), std::string::npos) << "nobody is told to run a stranger's pickle";
    test::writtenFile(folder / "bare.pth",
                      "\x80\x04"
                      "cposix\nsystem\n.");
    EXPECT_EQ(openTensorSource(folder / "bare.pth").error().code, ErrorCode::CheckpointHostile);
    test::writtenFile(folder / "short", "P");
    EXPECT_FALSE(openTensorSource(folder / "short"));
    EXPECT_EQ(openTensorSource(folder / "absent").error().code, ErrorCode::FileNotFound);
}

TEST(TorchSource, refusesAStateDictThatHoldsSomethingElse)
{
    const test::TemporaryFolder folder;
    const auto codeOf = [&](test::PickleWriter& writer) {
        writeZip(folder / "x.pth", {{"r/data.pkl", writer.pickle()}});
        const auto source = openTensorSource(folder / "x.pth");
        return source ? ErrorCode::Internal : source.error().code;
    };
    EXPECT_EQ(codeOf(test::PickleWriter().json({{"model", {{"weight", 3}}}})), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(codeOf(test::PickleWriter().json({{"model", {1, 2}}})), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(codeOf(test::PickleWriter().json(5)), ErrorCode::CheckpointInvalid);
    EXPECT_EQ(codeOf(test::PickleWriter().raw("}KKNs")), ErrorCode::CheckpointInvalid) << "a key that is no text";
    EXPECT_EQ(codeOf(test::PickleWriter().global("os", "system").text("touch /tmp/x").raw("\x85R")),
              ErrorCode::CheckpointHostile);
}

TEST(TorchSource, settingsThatHoldThemselvesEnd)
{
    const test::TemporaryFolder folder;
    const TorchTensor tensor = tensorOf("a", {2}, 2);
    std::string pickle = torchPickle({{tensor}});
    // {"model": …, "config": a dictionary whose member "self" is that dictionary}
    pickle.pop_back();
    pickle.pop_back();
    pickle += test::PickleWriter().text("config").raw("}q\x09").text("self").raw("h\x09su").pickle().substr(2);
    writeZip(folder / "x.pth", {{"r/data.pkl", pickle}, {"r/data/0", tensor.bytes}});
    const auto source = openTensorSource(folder / "x.pth");
    ASSERT_TRUE(source) << describe(source.error());
    EXPECT_TRUE((*source)->settings().contains("self"));
}

TEST(TorchSource, refusesAFileCutAnywhere)
{
    const test::TemporaryFolder folder;
    writeTorchFile(folder / "x.pth", {{tensorOf("a", {2, 3}, 6)}}, {.alignment = 1});
    const std::string whole = readFile(folder / "x.pth", 1 << 20).value();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        test::writtenFile(folder / "cut.pth", whole.substr(0, length));
        ASSERT_FALSE(openTensorSource(folder / "cut.pth")) << length;
    }
}
