// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>

namespace descant::workflows {

/// Who works at this computer, for the command line and the window alike: every step of a project says who did it.
/// Empty where nobody has said. Kept in one small file.

/// Where the name is kept: person.json in configFolder().
std::filesystem::path personFile();

/// $DESCANT_PERSON, else `given` (for whom a work package is), else the name in the file; empty for none and for a file
/// that cannot be read, which keeps nobody from working. Any thread.
std::string personAtWork(const std::string& given = {});

/// Keeps the name, on one line and without blanks around it; an empty one forgets it. InputInvalid for what is not
/// UTF-8, FileNotWritable. Written atomically.
Result<void> setPersonAtWork(const std::string& name);

} // namespace descant::workflows
