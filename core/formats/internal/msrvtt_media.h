// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/internal/media_index.h"
#include "core/formats/internal/msrvtt_video.h"
#include "core/project/document.h"

namespace descant::formats {

/// Where an import looks for files; absolute.
struct CorpusFolders {
    std::filesystem::path corpus; ///< of the corpus file itself
    std::filesystem::path media;  ///< of the clips
};

/// The media that the videos of a corpus belong to: those of the project, and new ones.
class MsrvttMedia {
public:
    MsrvttMedia(const project::Document& document, CorpusFolders folders);

    /// The medium that an export of ours meant; else the file in the folder of the clips; else the one of that name;
    /// else a new one. When the name fits several: what is wrong, in words.
    tl::expected<const project::Medium*, std::string> mediumOf(const MsrvttVideo& video);

    /// What the file says about itself, to be kept with a medium: a new one, else the first that it speaks of. Gives
    /// the number of media that change by it.
    std::size_t keepFileMembers(const nlohmann::json& members);

    const std::vector<project::Change>& changes() const { return m_changes; }
    /// Names of the new media that are not there.
    const std::vector<std::string>& missing() const { return m_missing; }

private:
    const project::Medium* newMedium(const std::filesystem::path& path);
    tl::expected<const project::Medium*, std::string> namedMedium(const std::string& file);

    const project::Document& m_document;
    CorpusFolders m_folders;
    MediaIndex m_index;
    const project::Medium* m_firstUsed = nullptr;
    std::vector<project::Change> m_changes;
    std::vector<std::string> m_missing;
};

} // namespace descant::formats
