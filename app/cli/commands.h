// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

namespace descant::cli {

// One function a file: each adds its command or group of commands.
void addProbe(CommandTable& table);
void addFrames(CommandTable& table);
void addPeaks(CommandTable& table);
void addShots(CommandTable& table);
void addPropose(CommandTable& table);
void addModel(CommandTable& table);
void addProject(CommandTable& table);
void addFormats(CommandTable& table);
void addImport(CommandTable& table);
void addExport(CommandTable& table);
void addDemoWorld(CommandTable& table);
void addTrain(CommandTable& table);
void addScore(CommandTable& table);
void addRelease(CommandTable& table);
void addSplits(CommandTable& table);
void addPerson(CommandTable& table);
void addBench(CommandTable& table);

} // namespace descant::cli
