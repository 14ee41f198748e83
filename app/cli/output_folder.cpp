// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output_folder.h"

#include "core/base/file.h"

#include <system_error>
#include <utility>

namespace descant::cli {

Result<OutputFolder> OutputFolder::make(const std::filesystem::path& path)
{
    std::error_code problem;
    const bool isNew = std::filesystem::create_directories(path, problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), path, ErrorCode::FileNotWritable));
    if (!std::filesystem::is_directory(path, problem))
        return fail(ErrorCode::FileNotWritable, path.string(), "it is not a folder");
    return OutputFolder(path, isNew ? Origin::MadeHere : Origin::WasThere);
}

OutputFolder::OutputFolder(OutputFolder&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_files(std::move(other.m_files)),
      m_origin(other.m_origin),
      m_kept(std::exchange(other.m_kept, true))
{
}

OutputFolder::~OutputFolder()
{
    if (m_kept)
        return;
    std::error_code ignored;
    for (const std::filesystem::path& file : m_files)
        std::filesystem::remove(file, ignored);
    if (m_origin == Origin::MadeHere)
        std::filesystem::remove(m_path, ignored);
}

std::filesystem::path OutputFolder::file(const std::string& name)
{
    m_files.push_back(m_path / name);
    return m_files.back();
}

} // namespace descant::cli
