// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/inference/architecture.h"
#include "core/inference/safetensors_reader.h"

#include <filesystem>
#include <stop_token>

namespace descant::inference {

/// A model of any size that was never trained, to try programs and machines with. The same architecture and seed give
/// the same bytes, and the same numbers in each of the layouts below.
struct RandomModel {
    Architecture architecture;
    ElementType type = ElementType::BF16; ///< F32, F16 or BF16; the authors' layout has types of its own
    std::uint64_t seed = 1;
};

/// A package of ours. All of these stop within a few megabytes, keep no more than those in memory and leave nothing
/// behind when they fail. Errors: those of files, DiskFull before anything is written.
Outcome<void> writeRandomPackage(const std::filesystem::path& folder, const RandomModel& model, std::stop_token stop,
                                 const ProgressSink& progress);
/// The visual half as a hub folder of transformers: config.json, two shards with their index, spiece.model. The folder
/// is new or empty.
Outcome<void> writeRandomHubFolder(const std::filesystem::path& folder, const RandomModel& model, std::stop_token stop,
                                   const ProgressSink& progress);
/// A training file as the authors' iteration runner writes it: the whole model in mixed types, the optimizer's state
/// (zeros that take no room on the disk), settings, and spiece.model beside it. NotSupported for Variant::Audio.
Outcome<void> writeRandomAuthorsFile(const std::filesystem::path& file, const RandomModel& model, std::stop_token stop,
                                     const ProgressSink& progress);
/// BEATs in a file of its own, with its settings.
Outcome<void> writeRandomBeatsFile(const std::filesystem::path& file, const RandomModel& model, std::stop_token stop,
                                   const ProgressSink& progress);

} // namespace descant::inference
