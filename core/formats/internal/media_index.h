// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project_view.h"

#include <deque>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace descant::formats {

/// The media of a project, found as corpora name them.
class MediaIndex {
public:
    /// The document's media stay where they are, and as they are, while the index lives.
    explicit MediaIndex(const project::ProjectView& document);
    MediaIndex(const MediaIndex&) = delete;
    MediaIndex& operator=(const MediaIndex&) = delete;

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
    void enter(const project::Medium& medium);
    std::vector<const project::Medium*> ofName(std::string_view name) const;
    std::vector<const project::Medium*> inFolders(const std::string& file) const;

    // Views of what the media themselves hold: there may be a hundred thousand of them.
    using ByText = std::unordered_multimap<std::string_view, const project::Medium*>;

    const project::ProjectView& m_document;
    std::deque<project::Medium> m_added; ///< stable addresses
    ByText m_byPath, m_byStem, m_byFingerprint, m_addedById;
};

/// The name without its ending, as fs::path has it, but no copy: "a/b.tar" of "a/b.tar.gz", ".hidden" of itself.
std::string_view nameStem(std::string_view file);

/// True for names that end as those of films, sounds and pictures do, without folders.
bool isMediaFileName(const std::string& name);

/// True for names that must not be joined to a folder: absolute ones, those that go up, and
/// those with a NUL, at which the system would cut them.
bool leavesTheFolder(const std::string& name);

} // namespace descant::formats
