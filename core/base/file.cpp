// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file.h"

#include "core/base/identifier.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <unistd.h>
#include <utility>

namespace descant {

namespace fs = std::filesystem;

Error errorFromErrno(int number, const fs::path& path, ErrorCode otherwise)
{
    switch (number) {
    case ENOENT:
        return {ErrorCode::FileNotFound, path.string(), {}};
    case ENOSPC:
    case EDQUOT:
    case EFBIG: // a limit of file sizes: a full disk to a person
        return {ErrorCode::DiskFull, path.string(), {}};
    default:
        return {otherwise, path.string(), std::strerror(number)};
    }
}

Result<std::string> readFile(const fs::path& path, std::size_t limitBytes)
{
    std::error_code problem;
    if (fs::is_directory(path, problem))
        return fail(ErrorCode::FileNotReadable, path.string(), "it is a folder");
    const auto size = fs::file_size(path, problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), path, ErrorCode::FileNotReadable));
    if (size > limitBytes)
        return fail(ErrorCode::FileNotReadable, path.string(), fmt::format("it is larger than {} bytes", limitBytes));
    std::ifstream file(path, std::ios::binary);
    std::string bytes(size, '\0');
    if (!file || (size > 0 && !file.read(bytes.data(), static_cast<std::streamsize>(size))))
        return fail(errorFromErrno(errno, path, ErrorCode::FileNotReadable));
    return bytes;
}

namespace {

/// The file that gets the bytes: a link stays a link, and pipes and devices are not written over.
Result<fs::path> targetOf(const fs::path& path)
{
    std::error_code problem;
    const fs::path target = fs::is_symlink(path, problem) ? fs::weakly_canonical(path, problem) : path;
    const fs::file_status status = fs::status(target, problem);
    if (fs::is_directory(status))
        return fail(ErrorCode::FileNotWritable, path.string(), "it is a folder", "choose the name of a file");
    if (fs::exists(status) && !fs::is_regular_file(status))
        return fail(ErrorCode::FileNotWritable, path.string(), "it is a pipe or a device", "choose the name of a file");
    return target;
}

/// errno tells why it returned false.
bool writeAll(int descriptor, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

constexpr std::size_t kWriteBuffer = std::size_t{1} << 18;

} // namespace

Result<AtomicFile> AtomicFile::create(const fs::path& path)
{
    DESCANT_TRY(const fs::path target, targetOf(path));
    const fs::path temporary =
        target.parent_path() / fmt::format(".{}.{}.part", target.filename().string(), newIdentifier());
    const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (descriptor < 0)
        return fail(errorFromErrno(errno, path, ErrorCode::FileNotWritable));
    return AtomicFile(path, target, temporary, descriptor);
}

AtomicFile::AtomicFile(fs::path path, fs::path target, fs::path temporary, int descriptor)
    : m_path(std::move(path)), m_target(std::move(target)), m_temporary(std::move(temporary)), m_descriptor(descriptor)
{
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_path(std::move(other.m_path)),
      m_target(std::move(other.m_target)),
      m_temporary(std::move(other.m_temporary)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_buffer(std::move(other.m_buffer))
{
}

AtomicFile::~AtomicFile()
{
    if (m_descriptor < 0)
        return;
    ::close(m_descriptor);
    ::unlink(m_temporary.c_str());
}

Result<void> AtomicFile::flush()
{
    const bool written = writeAll(m_descriptor, m_buffer);
    m_buffer.clear();
    if (!written)
        return fail(errorFromErrno(errno, m_path, ErrorCode::FileNotWritable));
    return {};
}

Result<void> AtomicFile::write(std::string_view bytes)
{
    m_buffer += bytes;
    return m_buffer.size() < kWriteBuffer ? Result<void>() : flush();
}

Result<void> AtomicFile::pourInto(AtomicFile& other)
{
    DESCANT_CHECK(flush());
    std::ifstream back(m_temporary, std::ios::binary);
    std::string bytes(kWriteBuffer, '\0');
    while (back.read(bytes.data(), static_cast<std::streamsize>(bytes.size())) || back.gcount() > 0)
        DESCANT_CHECK(other.write(std::string_view(bytes).substr(0, static_cast<std::size_t>(back.gcount()))));
    if (!back.eof())
        return fail(ErrorCode::FileNotReadable, m_path.string(), "what was written of it cannot be read back");
    return {};
}

Result<void> AtomicFile::commit()
{
    DESCANT_CHECK(flush());
    const bool synced = ::fsync(m_descriptor) == 0;
    const int syncProblem = errno;
    const bool closed = ::close(std::exchange(m_descriptor, -1)) == 0;
    if (!synced || !closed || ::rename(m_temporary.c_str(), m_target.c_str()) != 0) {
        const int problem = synced ? errno : syncProblem;
        ::unlink(m_temporary.c_str());
        return fail(errorFromErrno(problem, m_path, ErrorCode::FileNotWritable));
    }
    return {};
}

Result<void> writeFileAtomically(const fs::path& path, std::string_view bytes)
{
    DESCANT_TRY(AtomicFile file, AtomicFile::create(path));
    DESCANT_CHECK(file.write(bytes));
    return file.commit();
}

namespace {

/// As the XDG base directory specification has it: a relative path in the variable counts as none.
fs::path baseFolder(const char* variable, const char* below)
{
    if (const char* folder = std::getenv(variable); folder && fs::path(folder).is_absolute())
        return fs::path(folder) / "descant";
    const char* home = std::getenv("HOME");
    return fs::path(home && *home ? home : "/tmp") / below / "descant";
}

} // namespace

fs::path cacheFolder() { return baseFolder("XDG_CACHE_HOME", ".cache"); }
fs::path dataFolder() { return baseFolder("XDG_DATA_HOME", ".local/share"); }
fs::path configFolder() { return baseFolder("XDG_CONFIG_HOME", ".config"); }

} // namespace descant
