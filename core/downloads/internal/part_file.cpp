// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/downloads/internal/part_file.h"

#include "core/base/file.h"
#include "core/downloads/download.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sstream>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <vector>

namespace descant::downloads {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kHashChunk = std::size_t(4) << 20;
constexpr std::size_t kMostOriginBytes = 64 << 10;
constexpr int kLockAttempts = 8;

/// Whether the path still names the open file: another process may have put it in the target's place meanwhile.
bool isStillAt(int descriptor, const fs::path& path)
{
    struct stat open {
    }, named{};
    return ::fstat(descriptor, &open) == 0 && ::lstat(path.c_str(), &named) == 0 && open.st_dev == named.st_dev
        && open.st_ino == named.st_ino;
}

Result<void> flushFolder(const fs::path& folder)
{
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool flushed = descriptor >= 0 && ::fsync(descriptor) == 0;
    const int problem = errno;
    if (descriptor >= 0)
        ::close(descriptor);
    // Some file systems cannot do it and do not need it.
    if (!flushed && problem != EINVAL && problem != ENOTSUP)
        return fail(errorFromErrno(problem, folder, ErrorCode::FileNotWritable));
    return {};
}

} // namespace

std::string Origin::validator() const
{
    if (!etag.empty() && !etag.starts_with("W/"))
        return etag;
    return lastModified;
}

Result<PartFile> PartFile::open(const fs::path& target)
{
    PartFile file;
    file.m_target = target;
    file.m_part = partOf(target);
    std::error_code problem;
    fs::create_directories(fs::absolute(target, problem).parent_path(), problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), target.parent_path(), ErrorCode::FileNotWritable));
    DESCANT_CHECK(file.lock());
    file.m_bytes = fs::file_size(file.m_part, problem);
    if (problem)
        return fail(errorFromErrno(problem.value(), file.m_part, ErrorCode::FileNotReadable));
    file.readOrigin();
    return file;
}

Result<void> PartFile::lock()
{
    for (int attempt = 0; attempt < kLockAttempts; ++attempt) {
        const int descriptor = ::open(m_part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);
        if (descriptor < 0)
            return fail(errorFromErrno(errno, m_part, ErrorCode::FileNotWritable));
        struct stat status { };
        const bool isFile = ::fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
        if (isFile && ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 && isStillAt(descriptor, m_part)) {
            m_descriptor = descriptor;
            return {};
        }
        const int problem = errno;
        ::close(descriptor);
        if (!isFile)
            return fail(ErrorCode::FileNotWritable, m_part.string(), "it is no file", "choose another folder");
        if (problem == EWOULDBLOCK)
            break;
    }
    return fail(ErrorCode::FileNotWritable, m_target.string(), "another program is downloading it already",
                "wait until that is done");
}

PartFile::PartFile(PartFile&& other) noexcept
    : m_target(std::move(other.m_target)),
      m_part(std::move(other.m_part)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_bytes(other.m_bytes),
      m_origin(std::move(other.m_origin)),
      m_hash(std::move(other.m_hash))
{
}

PartFile::~PartFile()
{
    if (m_descriptor < 0)
        return;
    // An empty part says nothing and would lie about for ever.
    if (m_bytes == 0)
        discard();
    else
        ::close(m_descriptor);
}

/// One "name value" a line; what is not understood means that nothing is known.
void PartFile::readOrigin()
{
    const Result<std::string> text = readFile(originFile(), kMostOriginBytes);
    std::istringstream lines(text.value_or(""));
    for (std::string line; std::getline(lines, line);) {
        const std::size_t space = line.find(' ');
        if (space == std::string::npos)
            continue;
        const std::string name = line.substr(0, space), value = line.substr(space + 1);
        if (name == "url")
            m_origin.url = value;
        else if (name == "etag")
            m_origin.etag = value;
        else if (name == "last-modified")
            m_origin.lastModified = value;
        else if (name == "sha256")
            m_origin.sha256 = value;
    }
}

Outcome<void> PartFile::rehash(const std::stop_token& stop, const ProgressSink& progress)
{
    m_hash = Sha256();
    std::vector<char> chunk(kHashChunk);
    for (std::uint64_t at = 0; at < m_bytes;) {
        if (stop.stop_requested())
            return cancelled();
        report(progress, "Checking what is there of " + m_target.filename().string(),
               static_cast<double>(at) / static_cast<double>(m_bytes));
        const ssize_t count = ::pread(m_descriptor, chunk.data(), std::min<std::uint64_t>(chunk.size(), m_bytes - at),
                                      static_cast<off_t>(at));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return fail(errorFromErrno(count < 0 ? errno : EIO, m_part, ErrorCode::FileNotReadable));
        m_hash.add(chunk.data(), static_cast<std::size_t>(count));
        at += static_cast<std::uint64_t>(count);
    }
    return {};
}

Result<void> PartFile::restart()
{
    if (::ftruncate(m_descriptor, 0) != 0)
        return fail(errorFromErrno(errno, m_part, ErrorCode::FileNotWritable));
    m_bytes = 0;
    m_hash = Sha256();
    m_origin = {};
    return {};
}

Result<void> PartFile::remember(const Origin& origin)
{
    m_origin = origin;
    return writeFileAtomically(originFile(),
                               fmt::format("url {}\netag {}\nlast-modified {}\nsha256 {}\n", origin.url, origin.etag,
                                           origin.lastModified, origin.sha256));
}

Result<void> PartFile::append(std::span<const char> bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(m_descriptor, bytes.data(), bytes.size(), static_cast<off_t>(m_bytes));
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return fail(errorFromErrno(errno, m_part, ErrorCode::FileNotWritable));
        m_hash.add(bytes.data(), static_cast<std::size_t>(count));
        m_bytes += static_cast<std::uint64_t>(count);
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

Result<void> PartFile::publish()
{
    if (::fsync(m_descriptor) != 0 || ::rename(m_part.c_str(), m_target.c_str()) != 0)
        return fail(errorFromErrno(errno, m_target, ErrorCode::FileNotWritable));
    ::unlink(originFile().c_str());
    ::close(std::exchange(m_descriptor, -1));
    std::error_code problem;
    return flushFolder(fs::absolute(m_target, problem).parent_path());
}

void PartFile::discard()
{
    ::unlink(originFile().c_str());
    ::unlink(m_part.c_str());
    ::close(std::exchange(m_descriptor, -1));
}

} // namespace descant::downloads
