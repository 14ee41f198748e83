// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/project/history.h"

#include <cstdlib>
#include <utility>

namespace descant::project {
namespace {

/// Milliseconds of "2026-01-05T10:00:00.123Z" within its day: enough to see that two steps follow closely.
long millisecondsOfDay(const std::string& time)
{
    if (time.size() < 23)
        return -1;
    const auto number = [&](std::size_t from, std::size_t count) {
        return std::atol(time.substr(from, count).c_str());
    };
    return ((number(11, 2) * 60 + number(14, 2)) * 60 + number(17, 2)) * 1000 + number(20, 3);
}

bool closeTogether(const Step& earlier, const Step& later)
{
    const long gap = millisecondsOfDay(later.time) - millisecondsOfDay(earlier.time);
    return earlier.time.substr(0, 10) == later.time.substr(0, 10) && gap >= 0 && gap <= History::kMergeWithin.count();
}

} // namespace

void History::add(Step step)
{
    m_indexOf[step.id] = m_steps.size();
    m_steps.push_back(std::move(step));
    sort(m_steps.size() - 1);
}

/// Decides what a new step means for undo and redo: a plain step, an undo of a plain one, or a redo (undo of an undo).
void History::sort(std::size_t index)
{
    const Step& step = m_steps[index];
    if (step.undoes.empty()) {
        m_undoable.push_back(index);
        m_redoable.clear();
        return;
    }
    const auto target = m_indexOf.find(step.undoes);
    if (target == m_indexOf.end())
        return;
    if (!m_undoable.empty() && m_undoable.back() == target->second) {
        m_undoable.pop_back();
        m_redoable.push_back(index);
    } else if (!m_redoable.empty() && m_redoable.back() == target->second) {
        m_redoable.pop_back();
        m_undoable.push_back(index);
    }
}

std::optional<Step> History::merged(const Step& step) const
{
    if (step.mergeKey.empty() || m_steps.empty() || step.changes.size() != 1)
        return std::nullopt;
    const Step& last = m_steps.back();
    if (last.mergeKey != step.mergeKey || last.person != step.person || last.changes.size() != 1
        || !closeTogether(last, step))
        return std::nullopt;
    Step both = step;
    both.id = last.id;
    both.changes.front().before = last.changes.front().before;
    return both;
}

void History::replaceLast(Step step) { m_steps.back() = std::move(step); }

const Step* History::nextUndo() const { return m_undoable.empty() ? nullptr : &m_steps[m_undoable.back()]; }
const Step* History::nextRedo() const { return m_redoable.empty() ? nullptr : &m_steps[m_redoable.back()]; }

std::optional<Step> History::makeUndo() const
{
    return nextUndo() ? std::optional(reversed(*nextUndo())) : std::nullopt;
}

std::optional<Step> History::makeRedo() const
{
    return nextRedo() ? std::optional(reversed(*nextRedo())) : std::nullopt;
}

} // namespace descant::project
