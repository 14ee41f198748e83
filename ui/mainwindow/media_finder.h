// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/values.h"

#include <QString>
#include <QStringList>

#include <filesystem>
#include <functional>
#include <stop_token>
#include <vector>

namespace descant::ui {

/// What a search for files of a project brought.
struct FoundMedia {
    std::vector<project::Medium> found; ///< the same media with their new place and what the file says about itself
    QStringList missing;                ///< names that are nowhere in the folder
    QStringList others;                 ///< names that are there, but are other files than the project knows
};

using ReadMedium = std::function<Result<project::Medium>(const std::filesystem::path&)>;

/// Looks for the files in `folder` and below, by name, and reads each: a file whose fingerprint is not the one that
/// the project knows is not taken. Slow; beside the UI thread.
FoundMedia findMedia(const std::vector<project::Medium>& wanted, const QString& folder, const ReadMedium& read);

/// Reads files that the project names but never saw (an import brings such), where they are said to be. Gives what it
/// has read every now and then, for there may be many; ends early after a stop. Slow; beside the UI thread.
void readUnseen(const std::vector<project::Medium>& media, const ReadMedium& read, const std::stop_token& stop,
                const std::function<void(std::vector<project::Medium>)>& take);

} // namespace descant::ui
