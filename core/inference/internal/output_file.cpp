// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/output_file.h"

#include "core/base/file.h"
#include "core/base/identifier.h"

#include <fmt/format.h>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace descant::inference {
namespace {

/// So much is written before the disk is asked to begin; else all of a large file waits for the end, where nobody can
/// stop it any more.
constexpr std::uint64_t kFlushed = std::uint64_t(64) << 20;

} // namespace

OutputFile::OutputFile(const std::filesystem::path& target)
    : m_target(target),
      m_temporary(target.parent_path() / fmt::format(".{}.{}.part", target.filename().string(), newIdentifier())),
      m_descriptor(::open(m_temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644))
{
}

OutputFile::~OutputFile()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
        ::unlink(m_temporary.c_str());
    }
}

Result<void> OutputFile::write(std::span<const std::byte> bytes)
{
    if (m_descriptor < 0)
        return problem();
    while (!bytes.empty()) {
        const ssize_t count = ::write(m_descriptor, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return problem();
        bytes = bytes.subspan(static_cast<std::size_t>(count));
        m_bytes += static_cast<std::uint64_t>(count);
    }
    startFlushing();
    return {};
}

Result<void> OutputFile::skip(std::uint64_t bytes)
{
    if (m_descriptor < 0 || ::lseek(m_descriptor, static_cast<off_t>(bytes), SEEK_CUR) < 0)
        return problem();
    m_bytes += bytes;
    return {};
}

Result<void> OutputFile::finish()
{
    if (m_descriptor < 0 || ::fsync(m_descriptor) != 0 || ::rename(m_temporary.c_str(), m_target.c_str()) != 0)
        return problem();
    ::close(std::exchange(m_descriptor, -1));
    return {};
}

void OutputFile::startFlushing()
{
#ifdef SYNC_FILE_RANGE_WRITE
    if (m_bytes - m_flushed < kFlushed)
        return;
    // Only a hint: what goes wrong is told by fsync.
    ::sync_file_range(m_descriptor, static_cast<off_t>(m_flushed), static_cast<off_t>(m_bytes - m_flushed),
                      SYNC_FILE_RANGE_WRITE);
    m_flushed = m_bytes;
#endif
}

tl::unexpected<Error> OutputFile::problem() const
{
    return fail(errorFromErrno(errno, m_target, ErrorCode::FileNotWritable));
}

} // namespace descant::inference
