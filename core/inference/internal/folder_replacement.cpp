// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/folder_replacement.h"

#include "core/base/file.h"
#include "core/base/identifier.h"

#include <fmt/format.h>

namespace descant::inference {

namespace fs = std::filesystem;

Result<void> replaceFolder(const fs::path& from, const fs::path& to)
{
    const fs::path old = to.parent_path() / fmt::format(".{}.{}.old", to.filename().string(), newIdentifier());
    std::error_code problem;
    const bool replaces = fs::exists(to, problem);
    if (replaces)
        fs::rename(to, old, problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), to, ErrorCode::FileNotWritable));
    fs::rename(from, to, problem);
    std::error_code ignored;
    if (!problem) {
        fs::remove_all(old, ignored);
        return {};
    }
    Error error = errorFromErrno(problem.value(), to, ErrorCode::FileNotWritable);
    std::error_code lost;
    if (replaces)
        fs::rename(old, to, lost);
    if (lost)
        error.advice = fmt::format("what was there before is in {}", old.string());
    return fail(std::move(error));
}

} // namespace descant::inference
