// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <optional>

namespace descant::workflows {

/// Which model proposes when nobody names one, for the command line and the window alike. Kept in one small file; an
/// empty folder stands for the demo model.
struct ActiveModel {
    std::filesystem::path folder;                  ///< absolute, or empty
    std::optional<std::filesystem::path> previous; ///< what was active before; nothing when it never changed
    bool operator==(const ActiveModel&) const = default;
};

/// Where the choice is kept: active-model.json in configFolder().
std::filesystem::path activeModelFile();

/// The choice as it stands; the demo model when there is no file. FormatInvalid when the file is damaged. Any thread.
Result<ActiveModel> readActiveModel();

/// Makes a package the active model and gives the new choice. The package is opened first (its headers, not its
/// weights): what is wrong with it is the error, and then the choice stays as it was. Written atomically.
Result<ActiveModel> activateModel(const std::filesystem::path& folder);
/// Goes back to the demo model; the package that was active becomes the previous one.
Result<ActiveModel> activateDemoModel();
/// One step back: previous and active change places. NoModel when there is no previous one; the package is opened
/// first.
Result<ActiveModel> activatePreviousModel();

} // namespace descant::workflows
