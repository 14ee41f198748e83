// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/tensor_source.h"
#include "core/inference/safetensors_writer.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/written_file.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <cstring>

using namespace descant;
using namespace descant::inference;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

/// A file with one tensor of four times the same byte for each name.
void writeShard(const fs::path& path, const std::vector<std::string>& names, char content = 'x')
{
    std::vector<TensorToWrite> tensors;
    for (const std::string& name : names)
        tensors.push_back({name, ElementType::F32, {1}, [content](std::span<std::byte> target) -> Result<void> {
                               std::memset(target.data(), content, target.size());
                               return {};
                           }});
    ASSERT_TRUE(writeSafetensors(path, std::move(tensors)));
}

class SafetensorsSources : public testing::Test {
protected:
    void SetUp() override
    {
        writeShard(folder / "model-00001-of-00002.safetensors", {"a", "b"}, '1');
        writeShard(folder / "model-00002-of-00002.safetensors", {"c"}, '2');
        index = {{"metadata", {{"total_size", 12}}},
                 {"weight_map",
                  {{"a", "model-00001-of-00002.safetensors"},
                   {"b", "model-00001-of-00002.safetensors"},
                   {"c", "model-00002-of-00002.safetensors"}}}};
    }
    Result<std::unique_ptr<TensorSource>> opened()
    {
        test::writtenFile(folder / "model.safetensors.index.json", index.dump());
        return openTensorSource(folder.path());
    }
    ErrorCode openError()
    {
        const auto source = opened();
        EXPECT_FALSE(source);
        return source ? ErrorCode::Internal : source.error().code;
    }
    json& map() { return index["weight_map"]; }

    test::TemporaryFolder folder;
    json index;
};

} // namespace

TEST_F(SafetensorsSources, readsShards)
{
    const auto source = opened();
    ASSERT_TRUE(source) << describe(source.error());
    ASSERT_EQ((*source)->tensors().size(), 3U);
    std::string bytes(4, '\0');
    ASSERT_TRUE((*source)->read(2, std::as_writable_bytes(std::span(bytes))));
    EXPECT_EQ(bytes, "2222");
    EXPECT_TRUE((*source)->settings().empty());
}

TEST_F(SafetensorsSources, readsAFolderWithoutIndexAndASingleFile)
{
    EXPECT_EQ((*openTensorSource(folder.path()))->tensors().size(), 3U);
    EXPECT_EQ((*openTensorSource(folder / "model-00001-of-00002.safetensors"))->tensors().size(), 2U);
    writeShard(folder / "other.safetensors", {"a"});
    EXPECT_EQ(openTensorSource(folder.path()).error().code, ErrorCode::CheckpointInvalid) << "a name in two files";
}

TEST_F(SafetensorsSources, theTotalSizeMustBeTrue)
{
    index["metadata"]["total_size"] = 16;
    EXPECT_EQ(openError(), ErrorCode::CheckpointInvalid);
    index["metadata"]["total_size"] = "12";
    EXPECT_EQ(openError(), ErrorCode::CheckpointInvalid);
    index["metadata"].erase("total_size");
    EXPECT_TRUE(opened());
    index["metadata"] = 3;
    EXPECT_TRUE(opened());
}

TEST_F(SafetensorsSources, theMapMustBeTrue)
{
    map()["c"] = "model-00001-of-00002.safetensors";
    EXPECT_EQ(openError(), ErrorCode::CheckpointInvalid) << "in another shard";
    map()["c"] = "model-00002-of-00002.safetensors";
    map()["d"] = "model-00002-of-00002.safetensors";
    EXPECT_EQ(openError(), ErrorCode::CheckpointInvalid) << "in no shard";
    map().erase("d");
    map().erase("b");
    EXPECT_EQ(openError(), ErrorCode::CheckpointInvalid) << "in a shard and not in the map";
}

TEST_F(SafetensorsSources, shardsLieInTheFolder)
{
    for (const char* name : {"../x.safetensors", "/etc/passwd", "a/b", "..", "", "a\\b"}) {
        map()["c"] = name;
        EXPECT_EQ(openError(), ErrorCode::CheckpointHostile) << name;
    }
    map()["c"] = "model-00003-of-00002.safetensors";
    EXPECT_EQ(openError(), ErrorCode::PackageIncomplete);
}

TEST_F(SafetensorsSources, theIndexMustBeOne)
{
    map()["c"] = 5;
    EXPECT_EQ(openError(), ErrorCode::CheckpointInvalid);
    for (const json& other : {json::array(), json::object(), json{{"weight_map", json::array()}},
                              json{{"weight_map", json::object()}}, json(7)}) {
        index = other;
        EXPECT_EQ(openError(), ErrorCode::CheckpointInvalid) << other;
    }
    test::writtenFile(folder / "model.safetensors.index.json", "{\"weight_map\":");
    EXPECT_EQ(openTensorSource(folder.path()).error().code, ErrorCode::CheckpointInvalid);
}

TEST_F(SafetensorsSources, aTornShardAndAnEmptyFolderAreRefused)
{
    fs::resize_file(folder / "model-00002-of-00002.safetensors", 40);
    EXPECT_EQ(openError(), ErrorCode::CheckpointInvalid);
    const test::TemporaryFolder empty;
    EXPECT_EQ(openTensorSource(empty.path()).error().code, ErrorCode::PackageIncomplete);
}
