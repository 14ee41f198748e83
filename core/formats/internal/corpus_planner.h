// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/corpus.h"
#include "core/formats/internal/corpus_media.h"
#include "core/formats/internal/id_set.h"
#include "core/formats/internal/known_captions.h"
#include "core/formats/internal/planned_changes.h"

#include <string>
#include <unordered_map>
#include <vector>

namespace descant::formats {

/// Collects problems; a hostile file cannot make the list grow without bound.
class ProblemList {
public:
    void add(std::size_t line, std::string message);
    bool empty() const { return m_problems.empty(); }
    std::vector<ImportProblem> take();

private:
    std::vector<ImportProblem> m_problems;
    std::size_t m_more = 0;
};

/// What is wrong with a file, as an import tells it.
tl::unexpected<ImportFailure> importFailed(const std::filesystem::path& path, std::vector<ImportProblem> problems);
/// Absolute, so that a medium has one path whatever the folder that a program is started in.
CorpusFolders corpusFolders(const std::filesystem::path& file, const std::filesystem::path& mediaFolder);

/// What an import came to: the summary, why nothing may be taken, or why a change could not be.
tl::expected<ImportSummary, ImportFailure> outcomeOf(const std::filesystem::path& path,
                                                     std::vector<ImportProblem> errors, const PlannedChanges& changes,
                                                     ImportSummary summary);

/// Turns captions into the changes that bring them into a project, one after another.
class CorpusPlanner : public CorpusSink {
public:
    CorpusPlanner(const project::ProjectView& document, std::string format, CorpusFolders folders,
                  const ImportOptions& options, project::ChangeSink& changes);

    void caption(CorpusCaption caption) override;
    void clip(std::size_t line, const std::string& file) override;
    bool knowsFile(const std::string& file) override { return m_media.knows(file); }
    void fileMembers(nlohmann::json members) override;
    void error(std::size_t line, std::string message) override { m_errors.add(line, std::move(message)); }
    void warning(std::size_t line, std::string message) override { m_warnings.add(line, std::move(message)); }

    /// Everything that was read, or why nothing can be taken.
    tl::expected<ImportSummary, ImportFailure> finish(const std::filesystem::path& path);

private:
    bool fits(const CorpusCaption& caption);
    const project::Medium* mediumOf(const CorpusCaption& caption);
    project::Segment segmentOf(const CorpusCaption& caption, const project::Medium& medium) const;
    const project::Segment* earlier(const CorpusCaption& caption, const project::Medium& medium);
    void enterClips();
    void propose(const CorpusCaption& caption);
    std::string segmentOfClip(const CorpusCaption& caption);
    void update(const project::Segment& before, project::Segment after, std::size_t line);

    const project::ProjectView& m_document;
    std::string m_format;
    const ImportOptions& m_options;
    PlannedChanges m_changes;
    CorpusMedia m_media;
    nlohmann::json m_members = nlohmann::json::object();
    KnownCaptions m_known;
    std::unordered_map<std::string, std::string> m_segmentOfClip; ///< where models' texts go; by name of the clip
    IdSet m_usedSegments;                                         ///< ids given by the file
    ProblemList m_errors, m_warnings;
    ImportSummary m_summary;
};

} // namespace descant::formats
