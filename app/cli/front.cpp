// SPDX-License-Identifier: GPL-3.0-or-later
// What people call: it runs the commands that need neither the model nor media itself, because the libraries of those
// take a third of a second and 130 MB to load, and leaves the others to descant-cli-full beside it.
#include "app/cli/commands.h"
#include "app/cli/signals.h"

#include "core/workflows/caption_export.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <filesystem>
#include <unistd.h>

namespace {

using namespace descant;

/// Comes back only when there is no such program.
int runFull(char** arguments)
{
    std::error_code problem;
    const std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", problem);
    const std::filesystem::path full = self.parent_path() / "descant-cli-full";
    ::execv(full.c_str(), arguments);
    std::fprintf(stderr, "descant-cli: The program %s cannot be run (%s): install Descant again\n", full.c_str(),
                 std::strerror(errno));
    return 1;
}

/// The first word that is no option.
std::string commandOf(int argumentCount, char** arguments)
{
    for (int i = 1; i < argumentCount; ++i) {
        if (arguments[i][0] != '-')
            return arguments[i];
    }
    return {};
}

cli::RunExport exportOrRunFull(char** arguments)
{
    return [arguments](const std::filesystem::path& project, const workflows::CorpusExportOptions& options,
                       std::stop_token stop, const ProgressSink&) -> Outcome<workflows::CorpusExportReport> {
        DESCANT_TRY(std::optional<workflows::CorpusExportReport> done,
                    workflows::exportCaptions(project, options, stop));
        if (done)
            return *std::move(done);
        std::exit(runFull(arguments)); // nothing has been written or said yet
    };
}

int run(int argumentCount, char** arguments)
{
    cli::CommandTable table;
    for (const auto add : {cli::addFormats, cli::addImport, cli::addScore, cli::addPerson})
        add(table);
    cli::addExport(table, exportOrRunFull(arguments));
    return table.has(commandOf(argumentCount, arguments)) ? table.run(argumentCount, arguments) : runFull(arguments);
}

} // namespace

int main(int argumentCount, char** arguments)
{
    cli::holdSignals();
    try {
        return run(argumentCount, arguments);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "descant-cli: Something went wrong inside (%s): please report it\n", problem.what());
        return 1;
    }
}
