// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/sha256.h"

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>

namespace descant::downloads {

/// Where the bytes of a part came from, and how the server knows that version of the file.
struct Origin {
    std::string url, etag, lastModified, sha256; ///< sha256: the promised one
    bool operator==(const Origin&) const = default;
    /// What an If-Range may name: a strong ETag, else a date; empty when there is neither.
    std::string validator() const;
};

/// The unfinished file beside the target, locked for this process, with the hash of what is in it. Its bytes survive
/// the process; publish() makes it the target.
class PartFile {
public:
    /// Opens or makes it. FileNotWritable when another download of the same target is under way.
    static Result<PartFile> open(const std::filesystem::path& target);
    PartFile(PartFile&& other) noexcept;
    PartFile& operator=(PartFile&&) = delete;
    ~PartFile();

    const std::filesystem::path& path() const { return m_part; }
    std::uint64_t bytes() const { return m_bytes; }
    const Origin& origin() const { return m_origin; }

    /// Reads what is there, for the hash; call before append() when bytes() is not 0.
    Outcome<void> rehash(const std::stop_token& stop, const ProgressSink& progress);
    /// Throws away what is there.
    Result<void> restart();
    /// Remembers where the bytes that follow come from.
    Result<void> remember(const Origin& origin);
    Result<void> append(std::span<const char> bytes);
    /// The hash of all bytes; call once.
    std::string finishHash() { return m_hash.finish(); }
    /// Flushes it, puts it in the target's place and forgets the origin.
    Result<void> publish();
    /// Takes it away, and the lock with it; nothing may be called after that.
    void discard();

private:
    PartFile() = default;
    Result<void> lock();
    void readOrigin();
    std::filesystem::path originFile() const { return m_part.string() + ".origin"; }

    std::filesystem::path m_target, m_part;
    int m_descriptor = -1;
    std::uint64_t m_bytes = 0;
    Origin m_origin;
    Sha256 m_hash;
};

} // namespace descant::downloads
