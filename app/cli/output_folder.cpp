// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output_folder.h"

#include "core/base/file.h"
#include "core/base/identifier.h"

#include <algorithm>
#include <system_error>
#include <utility>

namespace descant::cli {

namespace fs = std::filesystem;

Result<OutputFolder> OutputFolder::make(const fs::path& path)
{
    OutputFolder folder(path);
    std::vector<fs::path> missing;
    std::error_code problem;
    for (fs::path above = fs::absolute(path, problem).lexically_normal(); !fs::exists(above, problem);
         above = above.parent_path())
        missing.push_back(above);
    std::reverse(missing.begin(), missing.end());
    for (const fs::path& each : missing) {
        if (!each.filename().empty())
            DESCANT_CHECK(folder.makeFolder(each));
    }
    if (!fs::is_directory(path, problem))
        return fail(ErrorCode::FileNotWritable, path.string(), "it is not a folder");
    const fs::path part = path / (".part-" + newIdentifier());
    DESCANT_CHECK(folder.makeFolder(part));
    folder.m_part = part;
    return folder;
}

Result<void> OutputFolder::makeFolder(const fs::path& folder)
{
    std::error_code problem;
    if (fs::create_directory(folder, problem))
        m_made.push_back(folder);
    if (problem)
        return fail(errorFromErrno(problem.value(), m_path, ErrorCode::FileNotWritable));
    return {};
}

OutputFolder::~OutputFolder()
{
    std::error_code ignored;
    if (!m_part.empty())
        fs::remove_all(m_part, ignored);
    for (auto made = m_made.rbegin(); made != m_made.rend(); ++made)
        fs::remove(*made, ignored); // only empty ones go
}

Result<void> OutputFolder::publish()
{
    std::vector<fs::path> files;
    std::error_code problem;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(m_part, problem)) {
        if (!entry.is_directory(problem))
            files.push_back(fs::relative(entry.path(), m_part, problem));
    }
    const auto depth = [](const fs::path& path) { return std::distance(path.begin(), path.end()); };
    std::sort(files.begin(), files.end(),
              [&](const fs::path& a, const fs::path& b) { return std::pair(-depth(a), a) < std::pair(-depth(b), b); });
    for (const fs::path& file : files) {
        fs::create_directories((m_path / file).parent_path(), problem);
        fs::rename(m_part / file, m_path / file, problem);
        if (problem)
            return fail(errorFromErrno(problem.value(), m_path / file, ErrorCode::FileNotWritable));
    }
    return {};
}

} // namespace descant::cli
