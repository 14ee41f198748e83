// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_accessible.h"

#include "ui/timeline/internal/timeline_state.h"

#include <QCoreApplication>

namespace descant::ui {

namespace {

QString translated(const char* words) { return QCoreApplication::translate("TimelineAccessible", words); }

QString lookWords(SegmentLook look)
{
    switch (look) {
    case SegmentLook::Empty:
        return translated("no text yet");
    case SegmentLook::Draft:
        return translated("draft");
    case SegmentLook::Accepted:
        return translated("accepted");
    case SegmentLook::Reviewed:
        return translated("reviewed");
    case SegmentLook::Flagged:
        return translated("flagged");
    case SegmentLook::Rejected:
        return translated("rejected");
    case SegmentLook::Proposal:
        return translated("proposal");
    }
    return {};
}

QAccessibleInterface* makeInterface(const QString& className, QObject* object)
{
    Q_UNUSED(className)
    if (auto* timeline = qobject_cast<TimelineWidget*>(object))
        return new TimelineAccessible(timeline);
    return nullptr;
}

} // namespace

void installTimelineAccessibility()
{
    static const bool installed = [] {
        QAccessible::installFactory(makeInterface);
        return true;
    }();
    Q_UNUSED(installed)
}

void announcePosition(TimelineWidget& timeline, qint64& spokenSecond)
{
    const qint64 second = timeline.position().count() / 1'000'000;
    if (!QAccessible::isActive() || second == spokenSecond)
        return;
    spokenSecond = second;
    QAccessibleValueChangeEvent event(&timeline, toSeconds(timeline.position()));
    QAccessible::updateAccessibility(&event);
}

void announceCurrentSegment(TimelineWidget& timeline)
{
    if (!QAccessible::isActive())
        return;
    const auto* self = dynamic_cast<TimelineAccessible*>(QAccessible::queryAccessibleInterface(&timeline));
    const QAccessibleInterface* item = self != nullptr ? self->focusChild() : nullptr;
    if (item == nullptr)
        return;
    const int index = self->indexOfChild(item);
    QAccessibleEvent selected(&timeline, QAccessible::Selection);
    selected.setChild(index);
    QAccessible::updateAccessibility(&selected);
    if (!timeline.hasFocus())
        return;
    QAccessibleEvent focused(&timeline, QAccessible::Focus);
    focused.setChild(index);
    QAccessible::updateAccessibility(&focused);
}

TimelineAccessible::TimelineAccessible(TimelineWidget* timeline) : QAccessibleWidget(timeline, QAccessible::List) { }

TimelineAccessible::~TimelineAccessible()
{
    for (const QAccessible::Id id : m_items)
        QAccessible::deleteAccessibleInterface(id);
}

TimelineWidget* TimelineAccessible::timeline() const { return static_cast<TimelineWidget*>(object()); }

int TimelineAccessible::childCount() const
{
    const TimelineScene& scene = timeline()->m_state->scene;
    return scene.segments.overlappingCount(scene.axis.visible());
}

QAccessibleInterface* TimelineAccessible::child(int index) const
{
    const TimelineScene& scene = timeline()->m_state->scene;
    const int slot = scene.segments.overlappingAt(scene.axis.visible(), index);
    return slot == SegmentIndex::kNone ? nullptr : itemOf(slot);
}

QAccessibleInterface* TimelineAccessible::itemOf(int slot) const
{
    const auto known = m_items.constFind(slot);
    if (known != m_items.constEnd())
        return QAccessible::accessibleInterface(*known);
    auto* item = new TimelineItemAccessible(timeline(), slot);
    m_items.insert(slot, QAccessible::registerAccessibleInterface(item));
    return item;
}

QAccessibleInterface* TimelineAccessible::childAt(int x, int y) const
{
    const TimelineHit hit = hitTest(timeline()->m_state->scene, timeline()->mapFromGlobal(QPoint(x, y)));
    return hit.slot == SegmentIndex::kNone ? nullptr : itemOf(hit.slot);
}

int TimelineAccessible::indexOfSlot(int slot) const
{
    const TimelineScene& scene = timeline()->m_state->scene;
    const std::vector<int> inView = scene.segments.overlapping(scene.axis.visible());
    const auto found = std::find(inView.begin(), inView.end(), slot);
    return found == inView.end() ? -1 : static_cast<int>(found - inView.begin());
}

int TimelineAccessible::indexOfChild(const QAccessibleInterface* child) const
{
    const auto* item = dynamic_cast<const TimelineItemAccessible*>(child);
    return item != nullptr && item->isValid() ? indexOfSlot(item->slot()) : -1;
}

QAccessibleInterface* TimelineAccessible::focusChild() const
{
    const int slot = timeline()->m_state->scene.current;
    return slot == SegmentIndex::kNone || indexOfSlot(slot) < 0 ? nullptr : itemOf(slot);
}

QString TimelineAccessible::text(QAccessible::Text kind) const
{
    if (kind == QAccessible::Value)
        return QString::fromStdString(formatTimeCode(timeline()->position()));
    return QAccessibleWidget::text(kind);
}

void* TimelineAccessible::interface_cast(QAccessible::InterfaceType type)
{
    if (type == QAccessible::ValueInterface)
        return static_cast<QAccessibleValueInterface*>(this);
    return QAccessibleWidget::interface_cast(type);
}

QVariant TimelineAccessible::currentValue() const { return toSeconds(timeline()->position()); }

void TimelineAccessible::setCurrentValue(const QVariant& value)
{
    timeline()->seekTo(fromSeconds(std::clamp(value.toDouble(), 0.0, toSeconds(timeline()->duration()))));
}

QVariant TimelineAccessible::maximumValue() const { return toSeconds(timeline()->duration()); }
QVariant TimelineAccessible::minimumValue() const { return 0.0; }
QVariant TimelineAccessible::minimumStepSize() const { return 0.04; }

bool TimelineItemAccessible::isValid() const
{
    const SegmentIndex& segments = m_timeline->m_state->scene.segments;
    return segments.isUsed(m_slot);
}

QAccessibleInterface* TimelineItemAccessible::parent() const
{
    return QAccessible::queryAccessibleInterface(m_timeline);
}

QString TimelineItemAccessible::text(QAccessible::Text kind) const
{
    if (!isValid())
        return {};
    const SegmentIndex& segments = m_timeline->m_state->scene.segments;
    const TimelineSegment& segment = segments.at(m_slot);
    if (kind == QAccessible::Value || kind == QAccessible::Description)
        return segment.text;
    if (kind != QAccessible::Name)
        return {};
    QString name = translated("Segment %1, %2 to %3 seconds, %4")
                       .arg(segments.numberOf(m_slot))
                       .arg(QString::fromStdString(formatSeconds(segment.range.start)),
                            QString::fromStdString(formatSeconds(segment.range.end)), lookWords(segment.look));
    if (!segment.text.isEmpty())
        name += QStringLiteral(", ") + segment.text;
    return name;
}

QRect TimelineItemAccessible::rect() const
{
    if (!isValid())
        return {};
    const TimelineScene& scene = m_timeline->m_state->scene;
    const QRect visible = segmentRect(scene, m_slot).toAlignedRect() & scene.rows.segments;
    return {m_timeline->mapToGlobal(visible.topLeft()), visible.size()};
}

QAccessible::State TimelineItemAccessible::state() const
{
    QAccessible::State state;
    state.invalid = !isValid();
    state.selectable = true;
    state.focusable = true;
    state.selected = isValid() && m_timeline->m_state->scene.current == m_slot;
    state.focused = state.selected && m_timeline->hasFocus();
    state.invisible = !m_timeline->isVisible();
    return state;
}

void* TimelineItemAccessible::interface_cast(QAccessible::InterfaceType type)
{
    return type == QAccessible::ActionInterface ? static_cast<QAccessibleActionInterface*>(this) : nullptr;
}

QStringList TimelineItemAccessible::actionNames() const { return {QAccessibleActionInterface::pressAction()}; }

void TimelineItemAccessible::doAction(const QString& name)
{
    if (isValid() && name == QAccessibleActionInterface::pressAction())
        m_timeline->selectSlot(m_slot);
}

} // namespace descant::ui
