// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"
#include "tests/core/media/made_media.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace descant::test {
namespace {

void writeText(const std::filesystem::path& path, const std::string& text)
{
    std::ofstream(path, std::ios::binary) << text;
}

/// One clear sentence, the same as JSON, exit status as given.
void expectError(const std::vector<std::string>& arguments, const std::string& code, int status = 1)
{
    std::vector<std::string> withJson = arguments;
    withJson.emplace_back("--json");
    const CliRun json = runCli(withJson);
    EXPECT_EQ(json.status, status) << json.output << json.errors;
    EXPECT_EQ(json.errorCode(), code) << json.output;
    const CliRun plain = runCli(arguments);
    EXPECT_EQ(plain.status, status);
    EXPECT_EQ(plain.errorLines(), 1U) << plain.errors;
    EXPECT_TRUE(plain.output.empty()) << plain.output;
}

TEST(CliBadInput, missingEmptyAndForeignFilesAreNamed)
{
    const TemporaryFolder folder;
    writeText(folder / "notes.mp4", "These are notes and no film.\n");
    writeText(folder / "empty.mp4", "");
    for (const std::string command : {"probe", "frames", "peaks"}) {
        const auto with = [&](const std::string& file) {
            std::vector<std::string> arguments{command, file};
            if (command != "probe")
                arguments.insert(arguments.end(), {"--out", folder / "out"});
            return arguments;
        };
        expectError(with(folder / "absent.mp4"), "file-not-found");
        expectError(with(folder / "notes.mp4"), "not-media");
        expectError(with(folder / "empty.mp4"), "empty-media");
        EXPECT_FALSE(std::filesystem::exists(folder / "out")) << command;
    }
}

TEST(CliBadInput, aTruncatedFileFailsOrIsReadAsFarAsItGoes)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(50));
    const std::string bytes = [&] {
        std::ifstream stream(folder / "clip.mp4", std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {});
    }();
    for (const double share : {0.1, 0.5, 0.9}) {
        writeText(folder / "short.mp4", bytes.substr(0, std::size_t(double(bytes.size()) * share)));
        const CliRun run = runCli({"probe", folder / "short.mp4", "--json"});
        EXPECT_TRUE(run.status == 0 || (run.status == 1 && !run.errorCode().empty())) << run.status << run.errors;
    }
}

TEST(CliBadInput, soundIsMissedWhereThereIsNone)
{
    const TemporaryFolder folder;
    makeClip(folder / "silent.mp4", evenTicks(10));
    expectError({"peaks", folder / "silent.mp4", "--out", folder / "p.dat"}, "no-audio-stream");
    EXPECT_FALSE(std::filesystem::exists(folder / "p.dat"));
}

TEST(CliBadInput, aStretchWithoutFramesIsRefused)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(10));
    expectError({"frames", folder / "clip.mp4", "--start", "100", "--end", "110", "--out", folder / "out"},
                "empty-range");
    expectError({"frames", folder / "clip.mp4", "--start", "5", "--end", "1", "--out", folder / "out"}, "usage-wrong",
                2);
    EXPECT_FALSE(std::filesystem::exists(folder / "out"));
}

TEST(CliBadInput, aFolderThatCannotBeMadeIsNamed)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(10), 16000);
    writeText(folder / "file", "no folder");
    // A path below a plain file: nobody can write there, root neither.
    EXPECT_EQ(runCli({"frames", folder / "clip.mp4", "--out", folder / "file/out"}).status, 1);
    EXPECT_EQ(runCli({"peaks", folder / "clip.mp4", "--out", folder / "file/p.dat"}).status, 1);
    EXPECT_EQ(runCli({"project", "new", folder / "file/p.descant"}).status, 1);
}

TEST(CliBadInput, wrongUsageEndsWithTwo)
{
    expectError({}, "usage-wrong", 2);
    expectError({"nonsense"}, "usage-wrong", 2);
    expectError({"probe"}, "usage-wrong", 2);
    expectError({"peaks", "x", "--out", "y", "--bits", "7"}, "usage-wrong", 2);
    expectError({"frames", "x", "--out", "y", "--count", "0"}, "usage-wrong", 2);
    expectError({"project", "history", "p", "--as-of", "yesterday"}, "usage-wrong", 2);
}

TEST(CliBadInput, helpAndVersionEndWithZero)
{
    EXPECT_NE(runCli({"--version"}).output.find("descant-cli"), std::string::npos);
    for (const std::vector<std::string>& arguments : {std::vector<std::string>{"--help"},
                                                      {"probe", "--help"},
                                                      {"project", "--help"},
                                                      {"project", "new", "--help"},
                                                      {"propose", "--help"}}) {
        const CliRun run = runCli(arguments);
        EXPECT_EQ(run.status, 0);
        EXPECT_FALSE(run.output.empty());
    }
}

TEST(CliBadInput, packagesThatAreNoneAreRefused)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(10));
    std::filesystem::create_directory(folder / "model");
    for (const std::string command : {"info", "verify"})
        EXPECT_EQ(runCli({"model", command, folder / "nothing", "--json"}).status, 1);
    writeText(folder / "model/descant-model.json", "{\"format\":1,\"architecture\":{\"vit\":{\"layers\":1000000000}}}");
    writeText(folder / "model/model.safetensors", std::string("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10));
    expectError({"model", "info", folder / "model"}, "architecture-invalid");
    EXPECT_EQ(runCli({"propose", folder / "clip.mp4", "--model", folder / "model"}).status, 1);
}

TEST(CliBadInput, filesThatAreNoProjectsAreRefused)
{
    const TemporaryFolder folder;
    writeText(folder / "text.descant", "not a project");
    expectError({"project", "info", folder / "text.descant"}, "not-a-project");
    expectError({"project", "info", folder / "absent.descant"}, "file-not-found");
    expectError({"import", folder / "absent.descant", folder / "x.json", "--format", "nonsense"}, "format-unknown", 2);
}

} // namespace
} // namespace descant::test
