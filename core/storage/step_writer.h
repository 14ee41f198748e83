// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/project_view.h"

#include <memory>

namespace descant::storage {

/// Large: so many changes that the project they come into is small beside them.
enum class StepSize { Usual, Large };

/// One step of any number of changes on its way into a project, of which memory never holds more than a few thousand:
/// what ProjectFile::begin() gives. The rows are written by a thread of its own while the caller finds the next
/// changes; the caller sees to it that they fit what the project holds, and that no segment that the step makes is
/// changed by it again. Without commit() nothing has happened. The caller's thread; the ProjectFile outlives it and is
/// not used meanwhile. Errors: as ProjectFile::commit(), and EditRefused for text that is not UTF-8.
class StepWriter : public project::ChangeSink {
public:
    ~StepWriter() override;
    /// A failure may be that of an earlier change.
    Result<void> add(project::Change change) override;
    /// The last call. A step without changes is not written.
    Result<void> commit();

private:
    friend class ProjectFile;
    class Work;
    explicit StepWriter(std::unique_ptr<Work> work);

    std::unique_ptr<Work> m_work;
};

} // namespace descant::storage
