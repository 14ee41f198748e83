// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::cli {

/// Keeps the order in which members are written, so that the output reads as the documents show it.
using Json = nlohmann::ordered_json;

/// What a command has to say. With `error` the exit status is 1 although there is something to say (some files failed).
struct Answer {
    Json json = Json::object();
    std::string text; ///< for people; ends without a line break
    std::optional<Error> error;
};

/// What a command is given beside its options.
struct Context {
    std::stop_token stop;  ///< Ctrl-C and SIGTERM
    ProgressSink progress; ///< on standard error
};

using Command = std::function<Outcome<Answer>(const Context&)>;

/// The commands of the program: parses the line, runs the one command, prints its answer. Exit status 0 done, 1 failed,
/// 2 wrong usage, 3 cancelled.
class CommandTable {
public:
    CommandTable();

    /// A command without a group, e.g. "probe"; options are added to what it returns.
    CLI::App* command(const std::string& name, const std::string& help);
    /// A command of a group, e.g. "project", "new".
    CLI::App* command(CLI::App* group, const std::string& name, const std::string& help);
    CLI::App* group(const std::string& name, const std::string& help);
    /// What the command does when it is chosen.
    void onRun(CLI::App* command, Command run);

    /// Whether there is a command, or a group, of that name.
    bool has(const std::string& name) const;
    int run(int argumentCount, char** arguments);

private:
    struct Entry {
        CLI::App* app;
        Command run;
    };
    int runChosen();

    CLI::App m_root;
    std::vector<Entry> m_entries;
    bool m_json = false;
};

} // namespace descant::cli
