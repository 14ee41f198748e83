// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/bench_lines.h"
#include "app/cli/command_table.h"

namespace descant::cli {

constexpr const char* kFullSizeLine = "full-size";

/// Where and of what `bench full-size` is made.
struct FullSizeSetting {
    std::string folder;             ///< for some 30 GB; empty: a new one in the folder for temporary files
    std::string like = "published"; ///< or a JSON file with an architecture
    bool keep = false;              ///< the files that are made stay
    std::vector<std::string> precisions = {"int8", "bf16", "fp32"}; ///< the model is used in each of these
};

/// A model of the published size with random weights, from its making to a caption: writes a hub folder and a training
/// file of the authors, assembles both, checks the package, loads it at each precision and captions a clip. With
/// setting.model only what follows the assembly, on that package. What takes more memory than there is says so as its
/// step's "error"; everything else that fails is a failure. "ours" is the time to load, "peer" that of cat.
Outcome<Json> measureFullSize(const FullSizeSetting& made, const BenchSetting& setting, const Context& context);
/// The same for people.
std::string fullSizeInWords(const Json& line);

} // namespace descant::cli
