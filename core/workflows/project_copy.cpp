// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/project_copy.h"

#include "core/storage/project_copy.h"

namespace descant::workflows {

Result<void> copyProject(const std::filesystem::path& from, const std::filesystem::path& to)
{
    return storage::copyProject(from, to);
}

} // namespace descant::workflows
