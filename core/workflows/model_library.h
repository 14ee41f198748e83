// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace descant::workflows {

/// Where a package of the library lies.
enum class ModelPlace {
    Shipped,  ///< in a models folder of the program
    Library,  ///< in libraryFolder()
    Elsewhere ///< anywhere else; known because it is the active one, the previous one, or named in $DESCANT_MODEL
};

/// One package as a list shows it. A value; what cannot be known of a damaged package is empty or 0.
struct LibraryModel {
    std::filesystem::path folder; ///< absolute
    ModelPlace place = ModelPlace::Elsewhere;
    std::string name; ///< the package's, or the folder's name when it cannot be opened
    std::string version, licence;
    std::string variant;                                       ///< "multimodal", "separate", "visual" or "audio"
    std::uint64_t bytes = 0;                                   ///< of its files on the disk
    std::int64_t parameters = 0;                               ///< in total
    std::vector<std::pair<std::string, std::uint64_t>> memory; ///< precision ("bf16", "fp32") and bytes it needs then
    bool demo = false;                                         ///< the demo model that comes with the program
    bool active = false;          ///< proposes when nobody names a model (defaultModelFolder())
    std::optional<Error> problem; ///< why it cannot be used
};

/// Where packages of one's own are looked for, and the place to assemble them: models in dataFolder().
std::filesystem::path libraryFolder();

/// One package, opened (headers only) and described; `problem` says what is wrong with it. Any thread.
LibraryModel describeModel(const std::filesystem::path& folder);

/// Every package that is known, each once, whatever links lead to it: the program's, those of libraryFolder(), the
/// active and the previous one, $DESCANT_MODEL. The demo model comes first, the others follow by name. Opens each
/// (headers only): some milliseconds a package; any thread.
std::vector<LibraryModel> listModels();

} // namespace descant::workflows
