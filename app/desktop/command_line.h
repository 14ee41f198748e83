// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace descant::desktop {

/// What the program was started with.
struct StartOptions {
    std::string project;
    std::string model;
    std::string theme;
    std::string screenshot; ///< developers: draw the window into this file and leave
    int width = 1440;
    int height = 900;
    int waitMilliseconds = 2500; ///< before the screenshot
    bool fresh = false;
    bool sample = false;
    std::vector<std::string> files;
};

/// The options, or the exit status of a program that is done already (--help, --version, --print-keys, wrong usage).
/// Needs no display.
struct Parsed {
    std::optional<StartOptions> options;
    int status = 0;
};
Parsed parseCommandLine(int argc, char** argv);

} // namespace descant::desktop
