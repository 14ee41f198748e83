// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace descant {

/// The whole of a file, refused when it is larger than `limitBytes` (files are untrusted).
Result<std::string> readFile(const std::filesystem::path& path, std::size_t limitBytes);

/// Writes beside the target, flushes to disk, then renames: readers see the old file or the new one, never half of one.
/// On failure the old file stays and nothing is left behind. A link is followed. FileNotWritable for folders, pipes,
/// devices.
Result<void> writeFileAtomically(const std::filesystem::path& path, std::string_view bytes);

/// A file that is written piece by piece and is there whole, or not at all: what writeFileAtomically() promises, for
/// what does not fit in memory. Without commit() nothing is left of it. One thread.
class AtomicFile {
public:
    static Result<AtomicFile> create(const std::filesystem::path& path);
    AtomicFile(AtomicFile&& other) noexcept;
    AtomicFile& operator=(AtomicFile&& other) = delete;
    ~AtomicFile();

    Result<void> write(std::string_view bytes);
    /// Appends what was written so far to another file, for what is found in another order than it is to stand in.
    Result<void> pourInto(AtomicFile& other);
    /// Flushes to disk and puts the file in its place; the last call.
    Result<void> commit();

private:
    AtomicFile(std::filesystem::path path, std::filesystem::path target, std::filesystem::path temporary,
               int descriptor);
    Result<void> flush();

    std::filesystem::path m_path, m_target, m_temporary;
    int m_descriptor;
    std::string m_buffer;
};

/// The error that belongs to an errno value of an operation on `path`.
Error errorFromErrno(int number, const std::filesystem::path& path, ErrorCode otherwise);

/// Folder for what can be made again (features, peaks): $XDG_CACHE_HOME/descant or ~/.cache/descant.
std::filesystem::path cacheFolder();
/// Folder for what a person would miss (models, downloads): $XDG_DATA_HOME/descant or ~/.local/share/descant.
std::filesystem::path dataFolder();
/// Folder for what was chosen (the active model): $XDG_CONFIG_HOME/descant or ~/.config/descant.
std::filesystem::path configFolder();

} // namespace descant
