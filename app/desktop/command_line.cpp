// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/command_line.h"

#include "ui/support/action_table.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>
#include <string_view>
#include <vector>

namespace descant::desktop {
namespace {

void addOptions(CLI::App& program, StartOptions& options, std::string& size, bool& printKeys)
{
    program.set_version_flag("--version", "descant " DESCANT_VERSION);
    program.add_option("files", options.files, "Videos to add to the project; the first one is shown");
    program.add_option("--project", options.project, "Open this project; it is made if it is not there")
        ->type_name("FILE");
    program.add_option("--model", options.model, "Folder of the model that proposes")->type_name("FOLDER");
    program.add_flag("--new", options.fresh, "Begin with a new, untitled project");
    program.add_flag("--sample", options.sample, "Open the sample project");
    program.add_option("--theme", options.theme, "Look for this start")
        ->check(CLI::IsMember({"dark", "light", "high-contrast"}));
    program.add_flag("--print-keys", printKeys, "Print every key as Markdown and leave");
    program
        .add_option("--screenshot", options.screenshot, "For developers: draw the window into a picture file and leave")
        ->type_name("FILE");
    program.add_option("--size", size, "For developers: size of the window, such as 1440x900")->type_name("WxH");
    program.add_option("--wait", options.waitMilliseconds, "For developers: milliseconds before the screenshot")
        ->check(CLI::Range(0, 600000));
}

/// Last first, as CLI11 takes them; what Qt reads from the command line itself is left to it.
std::vector<std::string> withoutQtOptions(int argc, char** argv)
{
    std::vector<std::string> arguments;
    for (int i = argc - 1; i > 0; --i)
        if (std::string_view(argv[i]) != "-reverse")
            arguments.emplace_back(argv[i]);
    return arguments;
}

} // namespace

Parsed parseCommandLine(int argc, char** argv)
{
    StartOptions options;
    std::string size;
    bool printKeys = false;
    CLI::App program{"Descant – a studio for describing video", "descant"};
    try {
        addOptions(program, options, size, printKeys);
        std::vector<std::string> arguments = withoutQtOptions(argc, argv);
        program.parse(arguments);
    } catch (const CLI::ParseError& stopped) {
        const int status = program.exit(stopped);
        return {std::nullopt, status == 0 ? 0 : 2};
    }
    if (printKeys) {
        std::cout << ui::keysAsMarkdown().toStdString();
        return {std::nullopt, 0};
    }
    if (!size.empty()
        && (std::sscanf(size.c_str(), "%dx%d", &options.width, &options.height) != 2 || options.width < 200
            || options.height < 200)) {
        std::cerr << "The size was not understood: " << size << ": write it as 1440x900\n";
        return {std::nullopt, 2};
    }
    return {options, 0};
}

} // namespace descant::desktop
