// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/cli_run.h"

#include "tests/support/paths.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <sstream>
#include <thread>

extern char** environ;

namespace descant::test {
namespace {

std::string contentOf(const std::filesystem::path& path)
{
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// The program takes signals into its own hands first thing in main; loading it can take a second before that.
void waitUntilItListens(pid_t child)
{
    for (int tries = 0; tries < 3000; ++tries) {
        const std::string status = contentOf("/proc/" + std::to_string(child) + "/status");
        const std::size_t at = status.find("SigBlk:");
        if (at != std::string::npos && (std::stoull(status.substr(at + 7), nullptr, 16) >> (SIGTERM - 1) & 1) != 0)
            return;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
}

CliRun run(std::vector<std::string> arguments, const std::function<void()>& waitBeforeTheEnd)
{
    const TemporaryFolder folder;
    const std::string output = folder / "output", errors = folder / "errors";
    arguments.insert(arguments.begin(), (programFolder() / "descant-cli").string());
    std::vector<char*> pointers;
    for (std::string& argument : arguments)
        pointers.push_back(argument.data());
    pointers.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t child = 0;
    const int problem = posix_spawn(&child, pointers.front(), &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0) {
        ADD_FAILURE() << pointers.front() << " cannot be started";
        return {};
    }
    if (waitBeforeTheEnd) {
        waitUntilItListens(child);
        waitBeforeTheEnd();
        // As timeout does: once to the program, once to its group.
        kill(child, SIGTERM);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        kill(child, SIGTERM);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status), contentOf(output), contentOf(errors)};
}

} // namespace

nlohmann::json CliRun::json() const
{
    const nlohmann::json document = nlohmann::json::parse(output, nullptr, false);
    EXPECT_FALSE(document.is_discarded()) << "not one JSON document: " << output << errors;
    return document;
}

std::string CliRun::errorCode() const
{
    const nlohmann::json document = json();
    if (!document.is_object() || !document.contains("error"))
        return {};
    for (const char* member : {"code", "message", "subject", "advice"})
        EXPECT_TRUE(document["error"].contains(member)) << output;
    return document["error"].value("code", "");
}

std::size_t CliRun::errorLines() const
{
    std::istringstream lines(errors);
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line);)
        count += line.starts_with("  ") ? 0 : 1;
    return count;
}

CliRun runCli(const std::vector<std::string>& arguments) { return run(arguments, {}); }
CliRun runCliAndEnd(const std::vector<std::string>& arguments, std::chrono::milliseconds after)
{
    return run(arguments, [after] { std::this_thread::sleep_for(after); });
}

CliRun runCliAndEndWhen(const std::vector<std::string>& arguments, const std::function<bool()>& ready)
{
    return run(arguments, [&ready] {
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(120);
        while (!ready() && std::chrono::steady_clock::now() < patience)
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
    });
}

} // namespace descant::test
