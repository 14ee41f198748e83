// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/internal/known_files.h"
#include "core/formats/internal/media_index.h"
#include "core/formats/internal/planned_changes.h"
#include "core/project/project_view.h"

#include <nlohmann/json.hpp>
#include <tl/expected.hpp>

#include <optional>

namespace descant::formats {

/// Which medium an export of ours meant; empty where a corpus says nothing of the kind.
struct MediumHint {
    std::string id; ///< of the medium in the project that was exported
    std::string fingerprint;
    std::string path; ///< relative to the folder of the corpus

    bool isEmpty() const { return id.empty() && fingerprint.empty() && path.empty(); }
};

/// Where an import looks for files; absolute.
struct CorpusFolders {
    std::filesystem::path corpus; ///< of the corpus file itself
    std::filesystem::path media;  ///< of the clips
};

/// What a file says about itself concerns the whole corpus, or the one medium that the file is about.
enum class MembersOf { Corpus, OneMedium };

/// The media that the clips of a corpus belong to: those of the project, and new ones, each of which is a change when
/// it is first asked for.
class CorpusMedia {
public:
    CorpusMedia(const project::ProjectView& document, CorpusFolders folders, PlannedChanges& changes);

    /// The medium that an export of ours meant; else the file in the folder of the clips; else the one of that name;
    /// else a new one. When the name fits several: what is wrong, in words.
    tl::expected<const project::Medium*, std::string> mediumOf(const MediumHint& hint, const std::string& file);

    /// True where the project has a medium of that name, or the folder of the clips a file.
    bool knows(const std::string& file);

    /// The medium that a person named: a path, or a name of the project.
    tl::expected<const project::Medium*, std::string> chosen(const std::string& pathOrName);

    /// What the file says about itself, to be kept under the format's name with a medium: a new one, else the first
    /// that it speaks of. Gives the number of media that change by it.
    std::size_t keepFileMembers(const std::string& format, const nlohmann::json& members,
                                MembersOf whose = MembersOf::Corpus);

    /// The project's medium of that id, else of that fingerprint, else of that path; nothing where it has none.
    const project::Medium* known(const project::Medium& medium);
    /// A medium as another export of ours had it, under its own id where that is free.
    const project::Medium* adopt(project::Medium medium);

    /// As MediaIndex::fileOf.
    std::string fileOf(const std::string& url, const std::string& videoId) const
    {
        return m_index.fileOf(url, videoId);
    }

    /// Names of the new media that are not there.
    const std::vector<std::string>& missing() const { return m_missing; }

private:
    std::filesystem::path placeOf(const std::string& file);
    const project::Medium* newMedium(const std::filesystem::path& path);
    const project::Medium* enter(project::Medium medium);
    tl::expected<const project::Medium*, std::string> namedMedium(const std::string& file);

    const project::ProjectView& m_document;
    CorpusFolders m_folders;
    MediaIndex m_index;
    PlannedChanges& m_changes;
    KnownFiles m_files;
    const project::Medium* m_firstUsed = nullptr;
    std::optional<project::Medium> m_firstNew;
    std::vector<std::string> m_missing;
};

} // namespace descant::formats
