// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/timeline/timeline_widget.h"

#include <QAccessible>
#include <QSignalSpy>
#include <QTest>

using namespace descant;
using namespace descant::ui;

class TimelineAccessibleTest : public QObject {
    Q_OBJECT
private:
    std::unique_ptr<TimelineWidget> m_timeline;
    QAccessibleInterface* m_interface = nullptr;

private Q_SLOTS:
    void init()
    {
        m_timeline = std::make_unique<TimelineWidget>();
        m_timeline->resize(1024, 240);
        m_timeline->show();
        m_timeline->setMedium(fromSeconds(30));
        m_timeline->setSegments({
            {"one", {fromSeconds(0), fromSeconds(3)}, "A quiet valley", SegmentLook::Accepted, 0},
            {"two", {fromSeconds(3), fromSeconds(9)}, "A large grey rabbit wakes up", SegmentLook::Draft, 0},
            {"three", {fromSeconds(20), fromSeconds(24)}, {}, SegmentLook::Empty, 0},
        });
        m_interface = QAccessible::queryAccessibleInterface(m_timeline.get());
        QVERIFY(m_interface != nullptr);
    }

    void cleanup() { m_timeline.reset(); }

    void itIsAListNamedTimelineWithTheTimeAsValue()
    {
        QCOMPARE(m_interface->role(), QAccessible::List);
        QCOMPARE(m_interface->text(QAccessible::Name), QStringLiteral("timeline"));
        m_timeline->setPosition(fromSeconds(6.208));
        QCOMPARE(m_interface->text(QAccessible::Value), QStringLiteral("00:00:06.208"));
        QAccessibleValueInterface* value = m_interface->valueInterface();
        QVERIFY(value != nullptr);
        QCOMPARE(value->currentValue().toDouble(), 6.208);
        QCOMPARE(value->maximumValue().toDouble(), 30.0);
        QSignalSpy seeks(m_timeline.get(), &TimelineWidget::seekRequested);
        value->setCurrentValue(12.5);
        QCOMPARE(seeks.value(0).value(0).value<MediaTime>(), fromSeconds(12.5));
    }

    void childrenAreTheSegmentsInView()
    {
        QCOMPARE(m_interface->childCount(), 3);
        QCOMPARE(m_interface->child(1)->text(QAccessible::Name),
                 QStringLiteral("Segment 2, 3.00 to 9.00 seconds, draft, A large grey rabbit wakes up"));
        QCOMPARE(m_interface->child(2)->text(QAccessible::Name),
                 QStringLiteral("Segment 3, 20.00 to 24.00 seconds, no text yet"));
        QCOMPARE(m_interface->child(1)->role(), QAccessible::ListItem);
        QCOMPARE(m_interface->child(1)->parent(), m_interface);
        m_timeline->setVisibleRange({fromSeconds(10), fromSeconds(30)});
        QCOMPARE(m_interface->childCount(), 1);
        QVERIFY(m_interface->child(0)->text(QAccessible::Name).startsWith(QStringLiteral("Segment 3")));
        QVERIFY(m_interface->child(1) == nullptr);
    }

    void aChildLiesWhereItIsDrawnAndIsFoundThere()
    {
        QAccessibleInterface* item = m_interface->child(1);
        const QPoint centre = item->rect().center();
        QCOMPARE(m_interface->childAt(centre.x(), centre.y()), item);
        QCOMPARE(m_interface->indexOfChild(item), 1);
        QVERIFY(item->rect().width() > 100);
    }

    void pressingAChildMakesItTheCurrentSegment()
    {
        QSignalSpy selected(m_timeline.get(), &TimelineWidget::segmentSelected);
        QAccessibleInterface* item = m_interface->child(1);
        QVERIFY(!item->state().selected);
        item->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(selected.value(0).value(0).toString(), QStringLiteral("two"));
        QVERIFY(item->state().selected);
        QCOMPARE(m_interface->focusChild(), item);
    }

    void aRemovedSegmentIsNoLongerValid()
    {
        QAccessibleInterface* item = m_interface->child(2);
        QVERIFY(item->isValid());
        m_timeline->setSegments({});
        QVERIFY(!item->isValid());
        QCOMPARE(item->text(QAccessible::Name), QString());
        QVERIFY(item->state().invalid);
        QCOMPARE(m_interface->childCount(), 0);
    }

    void namesFollowEdits()
    {
        m_timeline->putSegment({"two", {fromSeconds(3), fromSeconds(8.5)}, "A rabbit", SegmentLook::Accepted, 0});
        QCOMPARE(m_interface->child(1)->text(QAccessible::Name),
                 QStringLiteral("Segment 2, 3.00 to 8.50 seconds, accepted, A rabbit"));
    }
};

QTEST_MAIN(TimelineAccessibleTest)
#include "tst_timeline_accessible.moc"
