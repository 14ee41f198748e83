// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/disk_space.h"

#include <fmt/format.h>

namespace descant::inference {

Result<void> checkDiskSpace(const std::filesystem::path& folder, std::uint64_t bytes)
{
    std::error_code problem;
    const std::filesystem::space_info space = std::filesystem::space(folder, problem);
    if (problem || space.available == static_cast<std::uintmax_t>(-1) || bytes <= space.available)
        return {};
    return fail(ErrorCode::DiskFull, folder.string(),
                fmt::format("it takes {:.1f} GB, {:.1f} GB are free", static_cast<double>(bytes) * 1e-9,
                            static_cast<double>(space.available) * 1e-9));
}

} // namespace descant::inference
