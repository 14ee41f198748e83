// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/program_runner.h"

#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>

extern char** environ;

namespace descant::cli {

bool programExists(const std::string& name)
{
    const char* path = std::getenv("PATH");
    std::istringstream folders(path != nullptr ? path : "");
    for (std::string folder; std::getline(folders, folder, ':');) {
        if (access((std::filesystem::path(folder) / name).c_str(), X_OK) == 0)
            return true;
    }
    return false;
}

Result<pid_t> startProgram(const std::vector<std::string>& arguments)
{
    std::vector<char*> pointers;
    for (const std::string& argument : arguments)
        pointers.push_back(const_cast<char*>(argument.c_str())); // posix_spawn does not write to them
    pointers.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t child = 0;
    const int problem = posix_spawnp(&child, pointers.front(), &actions, &attributes, pointers.data(), environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (problem != 0)
        return fail(ErrorCode::Internal, arguments.front(), "it could not be started");
    return child;
}

Outcome<void> runProgram(const std::vector<std::string>& arguments, std::stop_token stop)
{
    DESCANT_TRY(const pid_t child, startProgram(arguments));
    {
        const std::stop_callback end(stop, [child = child] { kill(child, SIGTERM); });
        siginfo_t ended{};
        // Not taken leave of yet: so long nobody else gets its number.
        waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT);
    }
    int status = 0;
    waitpid(child, &status, 0);
    // Ctrl-C reaches the child as well: its failure is ours then.
    if (stop.stop_requested())
        return cancelled();
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return fail(ErrorCode::Internal, arguments.front(), "the program to compare with failed");
    return {};
}

} // namespace descant::cli
