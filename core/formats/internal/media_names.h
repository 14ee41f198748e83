// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/values.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace descant::formats {

/// How an export names the media of a project: by their files' names, with as many folders before them as it takes to
/// tell them apart.
class MediaNames {
public:
    explicit MediaNames(const std::vector<const project::Medium*>& media);

    /// "clip.mp4", or "left/clip.mp4" where another folder has a "clip.mp4" too.
    const std::string& of(const project::Medium& medium) const;
    /// False where even the folders do not tell it from another one.
    bool isTold(const project::Medium& medium) const;
    /// Another medium has that name but for the ending.
    bool sharesStem(const project::Medium& medium) const { return m_nameOf.contains(medium.id); }
    /// What a file about the medium is called, without its own ending: "left/clip", or "clip.mp4" where there is a
    /// "clip.wav" beside it.
    std::string fileStemOf(const project::Medium& medium) const;

private:
    void tellApart(const std::vector<const project::Medium*>& media);

    std::unordered_map<std::string, std::string> m_nameOf; ///< by id; only those that share a stem
    std::unordered_map<std::string, std::size_t> m_ofStem; ///< among those names
};

/// The medium's name behind the folder that its file is in: what names with folders are compared with.
std::string nameWithFolders(const project::Medium& medium);

} // namespace descant::formats
