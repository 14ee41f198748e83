// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <nlohmann/json.hpp>

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace descant::test {

/// How a run of descant-cli ended.
struct CliRun {
    int status = -1;    ///< exit status; 128 + signal when a signal ended it
    std::string output; ///< standard output
    std::string errors; ///< standard error

    /// The one document on standard output; discarded (and failing the test) when there is another thing on it.
    nlohmann::json json() const;
    /// error.code of the document.
    std::string errorCode() const;
    /// Lines on standard error that do not belong to a list (those are indented).
    std::size_t errorLines() const;
};

/// Runs the real program to its end.
CliRun runCli(const std::vector<std::string>& arguments);
/// The same, but sends SIGTERM after a while, twice in a row.
CliRun runCliAndEnd(const std::vector<std::string>& arguments, std::chrono::milliseconds after);
/// The same, as soon as something has happened.
CliRun runCliAndEndWhen(const std::vector<std::string>& arguments, const std::function<bool()>& ready);

} // namespace descant::test
