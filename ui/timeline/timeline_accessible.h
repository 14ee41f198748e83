// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/timeline/segment_index.h"

#include <QAccessibleWidget>
#include <QHash>

#include <memory>

namespace descant::ui {

class TimelineWidget;

/// Teaches Qt how a TimelineWidget looks to assistive technology; once a program.
void installTimelineAccessibility();
/// Tells that the playhead moved: at most once for every second of the medium.
void announcePosition(TimelineWidget& timeline, qint64& spokenSecond);
/// Tells that another segment is the current one.
void announceCurrentSegment(TimelineWidget& timeline);

/// The timeline as a list: value = current time in seconds, children = the segments in view.
class TimelineAccessible : public QAccessibleWidget, public QAccessibleValueInterface {
public:
    explicit TimelineAccessible(TimelineWidget* timeline);
    ~TimelineAccessible() override;

    int childCount() const override;
    QAccessibleInterface* child(int index) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    int indexOfChild(const QAccessibleInterface* child) const override;
    QAccessibleInterface* focusChild() const override;
    QString text(QAccessible::Text kind) const override;
    void* interface_cast(QAccessible::InterfaceType type) override;

    QVariant currentValue() const override;
    void setCurrentValue(const QVariant& value) override;
    QVariant maximumValue() const override;
    QVariant minimumValue() const override;
    QVariant minimumStepSize() const override;

    TimelineWidget* timeline() const;
    /// Place of a segment among the children, −1 when it is out of view.
    int indexOfSlot(int slot) const;

private:
    QAccessibleInterface* itemOf(int slot) const;
    mutable QHash<int, QAccessible::Id> m_items; ///< by slot
};

/// One segment: "Segment 2, 3.00 to 9.00 seconds, accepted, text". Pressing it makes it the current one.
class TimelineItemAccessible : public QAccessibleInterface, public QAccessibleActionInterface {
public:
    TimelineItemAccessible(TimelineWidget* timeline, int slot) : m_timeline(timeline), m_slot(slot) { }

    int slot() const { return m_slot; }
    bool isValid() const override;
    QObject* object() const override { return nullptr; }
    QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    QAccessibleInterface* parent() const override;
    QAccessibleInterface* child(int) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    QString text(QAccessible::Text kind) const override;
    void setText(QAccessible::Text, const QString&) override { }
    QRect rect() const override;
    QAccessible::Role role() const override { return QAccessible::ListItem; }
    QAccessible::State state() const override;
    void* interface_cast(QAccessible::InterfaceType type) override;

    QStringList actionNames() const override;
    void doAction(const QString& name) override;
    QStringList keyBindingsForAction(const QString&) const override { return {}; }

private:
    TimelineWidget* m_timeline;
    int m_slot;
};

} // namespace descant::ui
