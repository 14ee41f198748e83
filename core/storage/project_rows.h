// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project_view.h"

#include <filesystem>
#include <memory>

namespace descant::storage {

/// A project read from its tables piece by piece: memory holds its media and what one of them has, however many
/// segments there are. It sees the project as it was when this was opened, while a ProjectFile of the same process
/// writes to it. One thread. What cannot be read looks as if it were not there, and readState() says why.
class ProjectRows : public project::ProjectView {
public:
    /// Of a project that a ProjectFile has open. Errors: as ProjectFile.
    static Result<std::unique_ptr<ProjectRows>> open(const std::filesystem::path& path);
    ~ProjectRows() override;

    std::vector<const project::Medium*> media() const override;
    const project::Medium* medium(const std::string& id) const override;
    std::vector<const project::Segment*> segmentsOf(const std::string& mediumId) const override;
    std::vector<const project::Proposal*> proposalsOf(const std::string& segmentId) const override;
    std::vector<const project::Reading*> readingsIn(const std::string& mediumId) const override;
    const project::Segment* segment(const std::string& id) const override;
    const project::Proposal* proposal(const std::string& id) const override;
    const project::Reading* reading(const std::string& id) const override;
    Result<void> readState() const override;

private:
    struct State;
    explicit ProjectRows(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace descant::storage
