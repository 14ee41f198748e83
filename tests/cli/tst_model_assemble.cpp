// SPDX-License-Identifier: GPL-3.0-or-later
// `model assemble` through the program, from the checkpoints of tests/data/reference.
#include "core/inference/tensor_table.h"
#include "tests/cli/cli_run.h"
#include "tests/core/inference/tiny_tokenizer.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/torch_file_writer.h"
#include "tests/support/written_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace descant::test {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

class CliAssemble : public testing::Test {
protected:
    CliRun assemble(std::vector<std::string> arguments)
    {
        arguments.insert(arguments.begin(), {"model", "assemble"});
        for (const std::string& more :
             {std::string("--spiece"), spiece, std::string("--out"), out, std::string("--json")})
            arguments.push_back(more);
        return runCli(arguments);
    }
    /// What is in the folder of the test besides what was there.
    std::vector<std::string> leftovers() const
    {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(folder.path())) {
            if (entry.path() != spiece && entry.path().extension() != ".pth" && entry.path().extension() != ".json")
                names.push_back(entry.path().filename());
        }
        return names;
    }
    void expectRefused(const CliRun& run, const std::string& code)
    {
        EXPECT_EQ(run.status, 1) << run.errors;
        EXPECT_EQ(run.errorCode(), code);
        EXPECT_EQ(run.errorLines(), 1U) << run.errors;
        EXPECT_TRUE(leftovers().empty()) << leftovers().front();
    }

    TemporaryFolder folder;
    const std::string out = folder / "package";
    const std::string spiece = writtenFile(folder / "spiece.model", tinyTokenizer());
    const std::string authors = dataFile("reference/authors_aligned.pth");
    const std::string hub = dataFile("reference/hub_a");
};

/// A training file with nothing of what a model needs.
TorchFile strangers()
{
    TorchFile file;
    for (const char* name : {"visual_encoder.cls_token", "stranger.weight"}) {
        TorchTensor tensor;
        tensor.name = name;
        tensor.shape = {1, 1, 32};
        tensor.bytes = floatBytes(std::vector<float>(32, 0.5F));
        file.tensors.push_back(tensor);
    }
    return file;
}

/// Weights of several gigabytes that take no room: all are zero, and the file has holes.
void writeLargeWeights(const fs::path& path)
{
    inference::Architecture a;
    a.variant = inference::Variant::Visual;
    a.vit.layers = 1;
    a.t5.dModel = 64;
    a.t5.dFf = 131072;
    TorchFile file;
    std::vector<ZipPart> parts{{"r/data.pkl", {}}};
    for (const auto& [name, specification] : inference::expectedTensors(a)) {
        if (specification.need == inference::TensorSpecification::Need::Optional)
            continue;
        TorchTensor tensor;
        tensor.name = name;
        tensor.shape = specification.shape;
        tensor.claimedCount =
            std::accumulate(tensor.shape.begin(), tensor.shape.end(), std::int64_t(1), std::multiplies<>());
        parts.push_back({"r/data/" + std::to_string(file.tensors.size()),
                         {},
                         4 * static_cast<std::uint64_t>(*tensor.claimedCount)});
        file.tensors.push_back(std::move(tensor));
    }
    parts.front().bytes = torchPickle(file);
    writeZip(path, parts);
}

TEST_F(CliAssemble, theAuthorsFileBecomesAPackage)
{
    const CliRun run = assemble({"--authors", authors, "--name", "authors", "--keep-lora"});
    ASSERT_EQ(run.status, 0) << run.errors;
    const json answer = run.json();
    EXPECT_EQ(answer["out"], out);
    EXPECT_EQ(answer["name"], "authors");
    EXPECT_EQ(answer["variant"], "multimodal");
    EXPECT_EQ(answer["architecture"]["lora"], (json{{"rank", 4}, {"alpha", 8.0}, {"targets", {"q", "v"}}}));
    EXPECT_EQ(runCli({"model", "verify", out, "--json"}).json()["ok"], true);
    const json merged = assemble({"--authors", authors, "--dtype", "bf16"}).json();
    EXPECT_TRUE(merged["architecture"]["lora"].is_null()) << "merged unless one says otherwise";
}

TEST_F(CliAssemble, theHubFolderBecomesAPackage)
{
    const CliRun run = assemble({"--blip2", hub, "--prompt", "a photo of"});
    ASSERT_EQ(run.status, 0) << run.errors;
    EXPECT_EQ(run.json()["variant"], "visual");
    const CliRun again = runCli({"model", "assemble", "--weights", out, "--out", folder / "copy.json"});
    EXPECT_EQ(again.status, 0) << again.errors;
    EXPECT_EQ(runCli({"model", "info", folder / "copy.json", "--json"}).json()["architecture"],
              run.json()["architecture"]);
}

TEST_F(CliAssemble, wrongUsageIsSaid)
{
    for (const auto& arguments :
         std::vector<std::vector<std::string>>{{},
                                               {"--authors", authors, "--blip2", hub},
                                               {"--authors", authors, "--weights", hub},
                                               {"--authors", authors, "--beats", authors},
                                               {"--authors", authors, "--qformer", authors},
                                               {"--authors", authors, "--keep-lora", "--merge-lora"},
                                               {"--authors", authors, "--dtype", "int8"}})
        EXPECT_EQ(assemble(arguments).status, 2);
    EXPECT_EQ(runCli({"model", "assemble", "--authors", authors}).status, 2) << "--out is missing";
    EXPECT_TRUE(leftovers().empty());
}

TEST_F(CliAssemble, everyKeyThatDoesNotFitIsListed)
{
    writeTorchFile(folder / "strange.pth", strangers());
    const CliRun run = assemble({"--authors", folder / "strange.pth"});
    expectRefused(run, "tensor-mismatch");
    const json keys = run.json()["error"]["keys"];
    EXPECT_GT(keys.size(), 100U);
    EXPECT_NE(std::find(keys.begin(), keys.end(), "unexpected: stranger.weight"), keys.end());
    EXPECT_NE(run.errors.find("\n  unexpected: stranger.weight"), std::string::npos) << "one a line, indented";
}

TEST_F(CliAssemble, aPickleThatAsksForCodeIsNamedAndNotRun)
{
    const std::string command = "touch " + (folder / "ran").string();
    const std::string pickle = PickleWriter().global("os", "system").text(command).raw("\x85R").pickle();
    writeZip(folder / "evil.pth", {{"archive/data.pkl", pickle}});
    for (const auto& arguments :
         std::vector<std::vector<std::string>>{{"--authors", folder / "evil.pth"},
                                               {"--blip2", hub, "--beats", folder / "evil.pth"},
                                               {"--blip2", hub, "--qformer", folder / "evil.pth"}}) {
        const CliRun run = assemble(arguments);
        expectRefused(run, "checkpoint-hostile");
        EXPECT_NE(run.errors.find("os.system"), std::string::npos);
    }
    EXPECT_FALSE(fs::exists(folder / "ran"));
}

TEST_F(CliAssemble, tornAndMissingFilesAreRefused)
{
    fs::copy_file(authors, folder / "torn.pth");
    fs::permissions(folder / "torn.pth", fs::perms::owner_write, fs::perm_options::add);
    fs::resize_file(folder / "torn.pth", 300'000);
    expectRefused(assemble({"--authors", folder / "torn.pth"}), "checkpoint-invalid");
    expectRefused(assemble({"--authors", folder / "absent.pth"}), "file-not-found");
    expectRefused(assemble({"--blip2", folder / "absent"}), "file-not-found");
    writtenFile(spiece, "no tokenizer");
    expectRefused(assemble({"--authors", authors}), "tokenizer-invalid");
}

TEST_F(CliAssemble, aConfigurationThatDoesNotFitIsRefused)
{
    const std::string config = writtenFile(folder / "config.json", R"({"vit":{"heads":7}})");
    expectRefused(assemble({"--authors", authors, "--config", config}), "architecture-invalid");
    writtenFile(config, R"({"qformer":{"audio_queries":17}})");
    expectRefused(assemble({"--authors", authors, "--config", config}), "tensor-mismatch");
    writtenFile(config, "{");
    expectRefused(assemble({"--authors", authors, "--config", config}), "architecture-invalid");
}

TEST_F(CliAssemble, aFolderWithSomethingElseInItIsLeftAlone)
{
    fs::create_directory(out);
    writtenFile(out + "/letter.txt", "dear reader");
    EXPECT_EQ(assemble({"--authors", authors}).status, 1);
    EXPECT_TRUE(fs::exists(out + "/letter.txt"));
    EXPECT_EQ(leftovers().size(), 1U);
}

TEST_F(CliAssemble, endingItWhileItCopiesLeavesNothing)
{
    writeLargeWeights(folder / "large.pth");
    ASSERT_GT(fs::file_size(folder / "large.pth"), std::uint64_t(4) << 30);
    for (const int milliseconds : {0, 500}) {
        const CliRun run = runCliAndEnd(
            {"model", "assemble", "--weights", folder / "large.pth", "--spiece", spiece, "--out", out, "--json"},
            std::chrono::milliseconds(milliseconds));
        EXPECT_EQ(run.status, 3) << run.errors;
        EXPECT_EQ(run.errorCode(), "cancelled");
        EXPECT_TRUE(leftovers().empty()) << leftovers().front();
    }
}

TEST(CliModelRandom, everyLayoutIsMadeAndAssembledAgain)
{
    const TemporaryFolder folder;
    const std::string like = writtenFile(folder / "like.json", R"({"architecture":{"image_size":28,"frames":4,
        "vit":{"hidden":32,"layers":2,"heads":4,"mlp":48},
        "beats":{"embed":16,"hidden":24,"layers":2,"heads":3,"mlp":48,"conv_pos":8,"conv_pos_groups":4},
        "qformer":{"hidden":24,"layers":4,"heads":3,"mlp":48},
        "t5":{"d_model":32,"d_kv":8,"d_ff":40,"encoder_layers":2,"decoder_layers":2,"heads":4,"vocab":600}}})");
    const auto make = [&](const std::string& layout, const std::string& out) {
        return runCli(
            {"model", "random", "--like", like, "--layout", layout, "--out", folder / out, "--dtype", "fp32"});
    };
    for (const auto& [layout, out] : {std::pair("package", "p"), std::pair("hub", "hub"), std::pair("beats", "b.pt"),
                                      std::pair("authors", "a.pth")}) {
        const CliRun run = make(layout, out);
        EXPECT_EQ(run.status, 0) << run.errors;
    }
    EXPECT_EQ(runCli({"model", "verify", folder / "p"}).status, 0);
    const CliRun visual = runCli(
        {"model", "assemble", "--blip2", folder / "hub", "--beats", folder / "b.pt", "--out", folder / "v", "--json"});
    ASSERT_EQ(visual.status, 0) << visual.errors;
    EXPECT_EQ(visual.json()["variant"], "visual");
    EXPECT_EQ(visual.json()["dtype"]["beats"], "F32");
    const CliRun whole =
        runCli({"model", "assemble", "--authors", folder / "a.pth", "--config", like, "--out", folder / "m", "--json"});
    ASSERT_EQ(whole.status, 0) << whole.errors;
    EXPECT_EQ(whole.json()["variant"], "multimodal");
    EXPECT_EQ(make("hub", "hub").status, 1) << "it is there already";
}

TEST(CliModelRandom, aLayoutOrAnArchitectureThatIsNoneIsRefused)
{
    const TemporaryFolder folder;
    EXPECT_EQ(runCli({"model", "random", "--layout", "onnx", "--out", folder / "x"}).status, 2);
    const std::string like = writtenFile(folder / "like.json", R"({"vit":{"hidden":-1}})");
    const CliRun run = runCli({"model", "random", "--like", like, "--out", folder / "x", "--json"});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errorCode(), "architecture-invalid");
}

} // namespace
} // namespace descant::test
