// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/signals.h"

#include <cstdio>
#include <exception>

// Every command. It is run by the program of front.cpp for what that one cannot do itself.
int main(int argumentCount, char** arguments)
{
    using namespace descant::cli;
    holdSignals();
    try {
        CommandTable table;
        for (const auto add : {addProbe, addFrames, addPeaks, addShots, addPropose, addModel, addProject, addFormats, addImport,
                               addDemoWorld, addTrain, addScore, addSplits, addRelease, addPerson, addBench})
            add(table);
        addExport(table, descant::workflows::exportProject);
        return table.run(argumentCount, arguments);
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "descant-cli: Something went wrong inside (%s): please report it\n", problem.what());
        return 1;
    }
}
