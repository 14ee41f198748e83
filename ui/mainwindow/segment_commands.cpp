// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/segment_commands.h"

#include "core/project/edits.h"
#include "ui/mainwindow/document_view.h"
#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/timeline/timeline_widget.h"

#include <algorithm>

namespace descant::ui {
namespace {

constexpr MediaTime kDefaultLength = std::chrono::seconds(5);

/// The segment that a step made: the last value that is there after it and was not before.
QString madeBy(const Result<project::Step>& step)
{
    if (!step)
        return {};
    for (auto change = step->changes.rbegin(); change != step->changes.rend(); ++change)
        if (!change->before && change->after && project::kindOf(*change->after) == project::EntityKind::Segment)
            return toQString(project::idOf(*change->after));
    return {};
}

} // namespace

SegmentCommands::SegmentCommands(ProjectController& project, MediumView& medium, QObject* parent)
    : QObject(parent), m_project(project), m_medium(medium)
{
}

void SegmentCommands::connectActions(const ActionSet& actions)
{
    const auto on = [&](const char* id, void (SegmentCommands::*slot)()) {
        connect(actions.action(id), &QAction::triggered, this, slot);
    };
    on("segment.new", &SegmentCommands::make);
    on("segment.out", &SegmentCommands::markOut);
    on("segment.startHere", &SegmentCommands::startHere);
    on("segment.endHere", &SegmentCommands::endHere);
    on("segment.split", &SegmentCommands::split);
    on("segment.merge", &SegmentCommands::merge);
    on("segment.delete", &SegmentCommands::remove);
    on("segment.previous", &SegmentCommands::previous);
    on("segment.next", &SegmentCommands::next);
    on("review.accept", &SegmentCommands::accept);
    on("review.reject", &SegmentCommands::reject);
    on("review.flag", &SegmentCommands::flag);
    on("review.nextOpen", &SegmentCommands::nextOpen);
    for (int candidate = 0; candidate < 9; ++candidate)
        connect(actions.action(QString("propose.take%1").arg(candidate + 1)), &QAction::triggered, this,
                [this, candidate] { take(candidate); });
}

const project::Segment* SegmentCommands::segment() const
{
    return m_project.isOpen() ? m_project.document().segment(fromQString(m_current)) : nullptr;
}

void SegmentCommands::setCurrent(const QString& id)
{
    if (id == m_current)
        return;
    m_current = id;
    refresh();
    Q_EMIT currentChanged();
}

void SegmentCommands::refresh()
{
    if (!m_project.isOpen()) {
        m_current.clear();
        return;
    }
    const auto all = m_project.document().segmentsOf(fromQString(m_medium.mediumId()));
    m_count = int(all.size());
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const auto* one) { return one->id == fromQString(m_current); });
    if (found != all.end()) {
        m_place = int(found - all.begin());
        return;
    }
    const QString before = m_current;
    m_current = all.empty() ? QString() : toQString(all[std::size_t(std::clamp(m_place, 0, int(all.size()) - 1))]->id);
    if (m_current != before)
        Q_EMIT currentChanged();
}

int SegmentCommands::number() const { return m_place + 1; }

void SegmentCommands::make()
{
    const auto marked = m_medium.marked();
    TimeRange range{m_medium.position(), m_medium.position() + kDefaultLength};
    if (marked && !marked->empty())
        range = *marked;
    range.end = std::min(range.end, m_medium.duration());
    const Result<project::Step> step =
        project::addSegment(m_project.document(), fromQString(m_medium.mediumId()), range);
    const QString made = madeBy(step);
    if (!m_project.perform(step))
        return;
    m_medium.clearMarks();
    setCurrent(made);
    Q_EMIT result(tr("Segment %1 made, %2").arg(number()).arg(rangeSpoken(range)));
}

void SegmentCommands::markOut()
{
    m_medium.timeline()->markOut();
    const auto marked = m_medium.marked();
    if (marked && !marked->empty())
        make();
}

void SegmentCommands::split()
{
    if (m_project.perform(project::splitSegment(m_project.document(), fromQString(m_current), m_medium.position())))
        Q_EMIT result(tr("Segment %1 split").arg(number()));
}

void SegmentCommands::merge()
{
    if (m_project.perform(project::mergeWithNext(m_project.document(), fromQString(m_current))))
        Q_EMIT result(tr("Segment %1 merged with the next").arg(number()));
}

void SegmentCommands::remove()
{
    const int gone = number();
    if (m_project.perform(project::removeSegment(m_project.document(), fromQString(m_current))))
        Q_EMIT result(tr("Segment %1 deleted; Ctrl+Z brings it back").arg(gone));
}

void SegmentCommands::writeText(const QString& text)
{
    if (segment() != nullptr)
        m_project.perform(project::setText(m_project.document(), fromQString(m_current), fromQString(text)));
}

void SegmentCommands::setRange(const QString& id, TimeRange range)
{
    if (m_project.perform(project::setRange(m_project.document(), fromQString(id), range)))
        Q_EMIT result(tr("Segment is now %1").arg(rangeSpoken(range)));
}

void SegmentCommands::startHere()
{
    if (const project::Segment* now = segment())
        setRange(m_current, {m_medium.position(), now->range.end});
}

void SegmentCommands::endHere()
{
    if (const project::Segment* now = segment())
        setRange(m_current, {now->range.start, m_medium.position()});
}

void SegmentCommands::take(int candidate)
{
    if (segment() == nullptr)
        return;
    const auto candidates = candidatesOf(m_project.document(), fromQString(m_current));
    if (candidate >= int(candidates.size()))
        return;
    const std::string id = candidates[std::size_t(candidate)]->id;
    if (!m_project.perform(project::takeProposal(m_project.document(), id)))
        return;
    Q_EMIT result(tr("Candidate %1 is the text of segment %2").arg(candidate + 1).arg(number()));
    Q_EMIT editRequested();
}

void SegmentCommands::accept()
{
    if (segment() == nullptr)
        return;
    const QString words = tr("Segment %1 accepted").arg(number());
    if (!m_project.perform(project::acceptSegment(m_project.document(), fromQString(m_current))))
        return;
    goOn();
    Q_EMIT result(words);
}

void SegmentCommands::reject()
{
    const project::Segment* now = segment();
    if (now == nullptr)
        return;
    const Result<project::Step> step = project::rejectProposals(m_project.document(), fromQString(m_current));
    // Words that a person wrote stay, and with them the segment's state: only proposals are turned down.
    QString words = tr("Segment %1 rejected").arg(number());
    if (!now->text.empty())
        words = step && step->changes.empty() ? tr("Segment %1 has no proposals to reject").arg(number())
                                              : tr("Proposals of segment %1 rejected").arg(number());
    if (!m_project.perform(step))
        return;
    goOn();
    Q_EMIT result(words);
}

void SegmentCommands::flag()
{
    const project::Segment* now = segment();
    if (now == nullptr)
        return;
    const bool flagged = now->status == project::SegmentStatus::Flagged;
    const auto status = flagged ? project::SegmentStatus::Draft : project::SegmentStatus::Flagged;
    if (m_project.perform(project::setStatus(m_project.document(), fromQString(m_current), status)))
        Q_EMIT result(flagged ? tr("Flag of segment %1 taken away").arg(number())
                              : tr("Segment %1 flagged").arg(number()));
}

void SegmentCommands::step(Direction direction)
{
    if (!m_project.isOpen())
        return;
    const auto all = m_project.document().segmentsOf(fromQString(m_medium.mediumId()));
    if (all.empty())
        return;
    const int target = m_current.isEmpty() ? 0 : m_place + (direction == Direction::Forward ? 1 : -1);
    if (target < 0 || target >= int(all.size())) {
        Q_EMIT result(direction == Direction::Forward ? tr("This is the last segment")
                                                      : tr("This is the first segment"));
        return;
    }
    const project::Segment* segment = all[std::size_t(target)];
    setCurrent(toQString(segment->id));
    m_medium.seek(segment->range.start);
}

void SegmentCommands::previous() { step(Direction::Backward); }

void SegmentCommands::next() { step(Direction::Forward); }

void SegmentCommands::nextOpen()
{
    const auto all = m_project.document().segmentsOf(fromQString(m_medium.mediumId()));
    for (std::size_t i = 0; i < all.size(); ++i) {
        const project::Segment* candidate = all[(std::size_t(m_place) + 1 + i) % all.size()];
        if (hasVerdict(*candidate))
            continue;
        setCurrent(toQString(candidate->id));
        m_medium.seek(candidate->range.start);
        return;
    }
    Q_EMIT result(tr("Every segment of this video has a verdict"));
}

void SegmentCommands::goOn()
{
    const QString before = m_current;
    next();
    if (m_current != before && segment() != nullptr)
        m_medium.playFrom(segment()->range);
}

} // namespace descant::ui
