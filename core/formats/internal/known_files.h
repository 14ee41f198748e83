// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/internal/id_set.h"

#include <filesystem>
#include <string>
#include <unordered_map>

namespace descant::formats {

/// What files there are, without asking the system for each of a corpus's names: a folder is read once.
class KnownFiles {
public:
    bool exists(const std::filesystem::path& path);
    /// The path, or the file beside it of the same name with another ending of media: sounds and pictures go by other
    /// endings than the one that a corpus leaves to be guessed.
    std::filesystem::path onDisk(const std::filesystem::path& path);

private:
    /// Names without their ending; nothing where the folder cannot be read.
    struct Folder {
        bool isRead = false;
        IdSet stems;
    };
    const Folder& folder(const std::filesystem::path& path);
    bool mayHave(const std::filesystem::path& path);

    std::unordered_map<std::string, Folder> m_folders;
};

} // namespace descant::formats
