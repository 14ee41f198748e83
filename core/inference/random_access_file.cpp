// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/random_access_file.h"

#include "core/base/file.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace descant::inference {

Result<RandomAccessFile> RandomAccessFile::open(const std::filesystem::path& path)
{
    RandomAccessFile file;
    file.m_path = path;
    file.m_descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file.m_descriptor < 0)
        return fail(errorFromErrno(errno, path, ErrorCode::FileNotReadable));
    struct stat status { };
    if (::fstat(file.m_descriptor, &status) != 0 || !S_ISREG(status.st_mode))
        return fail(ErrorCode::FileNotReadable, path.string(), "it is not a plain file");
    file.m_size = static_cast<std::uint64_t>(status.st_size);
    return file;
}

RandomAccessFile::~RandomAccessFile()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

RandomAccessFile::RandomAccessFile(RandomAccessFile&& other) noexcept
    : m_path(std::move(other.m_path)), m_descriptor(std::exchange(other.m_descriptor, -1)), m_size(other.m_size)
{
}

RandomAccessFile& RandomAccessFile::operator=(RandomAccessFile&& other) noexcept
{
    std::swap(m_path, other.m_path);
    std::swap(m_descriptor, other.m_descriptor);
    std::swap(m_size, other.m_size);
    return *this;
}

Result<void> RandomAccessFile::read(std::uint64_t offset, std::span<std::byte> target) const
{
    while (!target.empty()) {
        const ssize_t count = ::pread(m_descriptor, target.data(), target.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(errorFromErrno(errno, m_path, ErrorCode::FileNotReadable));
        if (count == 0)
            return fail(ErrorCode::FileChanged, m_path.string(), "it became shorter while it was read");
        target = target.subspan(static_cast<std::size_t>(count));
        offset += static_cast<std::uint64_t>(count);
    }
    return {};
}

} // namespace descant::inference
