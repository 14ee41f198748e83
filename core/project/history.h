// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"

#include <chrono>
#include <string>
#include <unordered_map>
#include <vector>

namespace descant::project {

/// Every step that was ever done, in order, and what undo and redo would do next. Nothing is forgotten: undo is a
/// further step that takes an earlier one back, redo one that takes the undo back. One thread.
class History {
public:
    /// Steps that carry the same merge key and follow one another within this time become one.
    static constexpr std::chrono::milliseconds kMergeWithin{2000};

    void add(Step step);
    /// The last step and this one as one, under the last one's id, when both are the same piece of typing; else nothing.
    std::optional<Step> merged(const Step& step) const;
    /// Puts a merged step in place of the last one.
    void replaceLast(Step step);

    /// The step that undo would take back, or nothing. Valid until the history changes.
    const Step* nextUndo() const;
    const Step* nextRedo() const;
    /// The step that does the undo or redo, ready to be applied and added.
    std::optional<Step> makeUndo() const;
    std::optional<Step> makeRedo() const;

    const std::vector<Step>& steps() const { return m_steps; }

private:
    void sort(std::size_t index);

    std::vector<Step> m_steps;
    std::unordered_map<std::string, std::size_t> m_indexOf;
    std::vector<std::size_t> m_undoable;   ///< indices of steps, the next to undo last
    std::vector<std::size_t> m_redoable;   ///< indices of undo steps, the next to redo last
};

} // namespace descant::project
