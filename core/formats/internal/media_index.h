// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project_view.h"

#include <deque>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <vector>

namespace descant::formats {

/// The media of a project, found as corpora name them.
class MediaIndex {
public:
    explicit MediaIndex(const project::ProjectView& document);

    /// The medium as the index keeps it.
    const project::Medium& add(project::Medium medium);

    const project::Medium* withId(const std::string& id) const;
    /// Nothing when several media have it: they are copies of one file.
    const project::Medium* withFingerprint(const std::string& fingerprint) const;
    const project::Medium* at(const std::filesystem::path& path) const;
    /// All that a file name fits: those of that very name; where there are none, those of that name but for the ending.
    /// A name with folders fits files in folders of those names.
    std::vector<const project::Medium*> named(const std::string& file) const;

    /// The file that a video of a corpus is or is a stretch of. Our own exports name it in "url", where corpora have
    /// web addresses; without one it is "<video_id>.mp4".
    std::string fileOf(const std::string& url, const std::string& videoId) const;

private:
    std::vector<const project::Medium*> inFolders(const std::string& file) const;

    using ByText = std::unordered_multimap<std::string, const project::Medium*>;

    std::deque<project::Medium> m_media; ///< stable addresses
    ByText m_byName, m_byStem, m_byFingerprint;
    std::unordered_map<std::string, const project::Medium*> m_byId, m_byPath;
};

/// True for names that end as those of films, sounds and pictures do, without folders.
bool isMediaFileName(const std::string& name);

/// True for names that must not be joined to a folder: absolute ones, those that go up, and
/// those with a NUL, at which the system would cut them.
bool leavesTheFolder(const std::string& name);

} // namespace descant::formats
