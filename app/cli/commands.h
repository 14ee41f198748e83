// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command_table.h"

#include "core/workflows/corpus_export.h"

#include <filesystem>
#include <functional>

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
/// The work of an export: workflows::exportProject(), or what a program without the media libraries makes of it.
using RunExport = std::function<Outcome<workflows::CorpusExportReport>(
    const std::filesystem::path& project, const workflows::CorpusExportOptions& options, std::stop_token stop,
    const ProgressSink& progress)>;
void addExport(CommandTable& table, const RunExport& run);
void addDemoWorld(CommandTable& table);
void addTrain(CommandTable& table);
void addScore(CommandTable& table);
void addRelease(CommandTable& table);
void addSplits(CommandTable& table);
void addPerson(CommandTable& table);
void addBench(CommandTable& table);

} // namespace descant::cli
