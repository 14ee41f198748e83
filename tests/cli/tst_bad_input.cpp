// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"
#include "tests/cli/cli_run.h"
#include "tests/core/media/made_media.h"
#include "tests/core/media/remux.h"
#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <sys/wait.h>

#include <cstdlib>
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

/// An MP4 without its table of contents is nothing; a stream without its end is what there is of it.
TEST(CliBadInput, aTruncatedFileFailsOrIsReadAsFarAsItGoes)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(50));
    const std::string bytes = [&] {
        std::ifstream stream(folder / "clip.mp4", std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(stream), {});
    }();
    writeText(folder / "short.mp4", bytes.substr(0, bytes.size() / 2));
    expectError({"probe", folder / "short.mp4"}, "media-truncated");
    remux(folder / "clip.mp4", folder / "clip.ts");
    const std::string stream = readFile(folder / "clip.ts", 1 << 24).value();
    writeText(folder / "short.ts", stream.substr(0, stream.size() / 2));
    const CliRun run = runCli({"probe", folder / "short.ts", "--json"});
    ASSERT_EQ(run.status, 0) << run.errors;
    const auto frames = run.json()["video"][0]["frames"].get<int>();
    EXPECT_GT(frames, 5);
    EXPECT_LT(frames, 45);
}

TEST(CliBadInput, theInputAndWhatIsNoFileAreNotWrittenOver)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(10), 16000);
    const auto size = std::filesystem::file_size(folder / "clip.mp4");
    std::filesystem::create_symlink("clip.mp4", folder / "link");
    expectError({"peaks", folder / "clip.mp4", "--out", folder / "clip.mp4"}, "usage-wrong", 2);
    expectError({"peaks", folder / "clip.mp4", "--out", folder / "link"}, "usage-wrong", 2);
    expectError({"peaks", folder / "clip.mp4", "--out", "/dev/null"}, "file-not-writable");
    EXPECT_EQ(std::filesystem::file_size(folder / "clip.mp4"), size);
}

TEST(CliBadInput, anAnswerThatCannotBePrintedIsAFailure)
{
    const TemporaryFolder folder;
    makeClip(folder / "clip.mp4", evenTicks(10));
    for (const std::string form : {"", " --json"}) {
        const std::string line = (programFolder() / "descant-cli").string() + " probe " + folder.path().string()
            + "/clip.mp4" + form + " > /dev/full 2> " + folder.path().string() + "/errors";
        const int status = std::system(line.c_str());
        EXPECT_EQ(WEXITSTATUS(status), 1) << form;
        EXPECT_TRUE(readFile(folder / "errors", 1000).value().starts_with("descant-cli: The disk is full")) << form;
    }
}

TEST(CliBadInput, aFileNameGivesNoOrdersToTheTerminal)
{
    const CliRun run = runCli({"probe", "/nowhere/a\x1b[2Jb\x07.mp4"});
    EXPECT_EQ(run.status, 1);
    EXPECT_EQ(run.errors.find('\x1b'), std::string::npos);
    EXPECT_EQ(run.errors.find('\x07'), std::string::npos);
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
    for (const std::string seed : {"-1", "9999999999999999999999", "1x"})
        expectError({"demo-world", "--out", "y", "--seed", seed}, "usage-wrong", 2);
    for (const std::string option : {"--variant", "--device", "--precision"})
        expectError({"propose", "x", option, "foo"}, "usage-wrong", 2);
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
