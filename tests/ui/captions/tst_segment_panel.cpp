// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/captions/candidate_list.h"
#include "ui/captions/caption_edit.h"
#include "ui/captions/segment_list.h"
#include "ui/captions/segment_panel.h"
#include "ui/support/action_set.h"

#include <QAccessible>
#include <QMainWindow>
#include <QSignalSpy>
#include <QTest>

using namespace descant;
using namespace descant::ui;

namespace {

SegmentValue rabbit()
{
    SegmentValue value;
    value.id = "s1";
    value.number = 2;
    value.count = 6;
    value.range = {fromSeconds(3), fromSeconds(9)};
    value.text = "A rabbit wakes";
    value.candidates = {{"p1", "a grey rabbit is sleeping", 0.74, 0.7, {"sleeping"}, false},
                        {"p2", "birds sing", 0.41, 0.1, {}, false}};
    return value;
}

} // namespace

class SegmentPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void proposalsStandBesideTheTextNeverInIt()
    {
        QMainWindow window;
        ActionSet actions(&window);
        SegmentPanel panel(actions);
        QSignalSpy edited(&panel, &SegmentPanel::textEdited);
        SegmentValue value = rabbit();
        value.text.clear();
        panel.show(value);
        QCOMPARE(panel.editor()->text(), QString());
        QCOMPARE(panel.candidates()->model()->rowCount(), 2);
        QCOMPARE(edited.count(), 0);
    }

    void typingIsToldAndShowingIsNot()
    {
        QMainWindow window;
        ActionSet actions(&window);
        SegmentPanel panel(actions);
        QSignalSpy edited(&panel, &SegmentPanel::textEdited);
        panel.show(rabbit());
        QCOMPARE(panel.editor()->text(), QString("A rabbit wakes"));
        QCOMPARE(edited.count(), 0);
        QTest::keyClicks(panel.editor(), "!");
        QCOMPARE(edited.count(), 1);
    }

    void aClickTakesACandidate()
    {
        QMainWindow window;
        ActionSet actions(&window);
        SegmentPanel panel(actions);
        panel.resize(376, 800);
        panel.show(rabbit());
        panel.QWidget::show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        QSignalSpy taken(&panel, &SegmentPanel::candidateTaken);
        CandidateList* list = panel.candidates();
        const QModelIndex second = list->model()->index(1, 0);
        QTRY_VERIFY(!list->visualRect(second).isEmpty());
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(second).center());
        QCOMPARE(taken.count(), 1);
        QCOMPARE(taken.first().first().toInt(), 1);
    }

    void listsAreReadOutAsTheContractSays()
    {
        CandidateList candidates;
        candidates.setCandidates(rabbit().candidates, {});
        QCOMPARE(candidates.accessibleName(), QString("proposals"));
        QVERIFY(candidates.model()
                    ->index(0, 0)
                    .data(Qt::AccessibleTextRole)
                    .toString()
                    .startsWith("a grey rabbit is sleeping"));
        SegmentList segments;
        segments.setRows({{"s1", 2, {fromSeconds(3), fromSeconds(9)}, "A rabbit", false, CaptionStatus::Accepted}});
        QCOMPARE(segments.accessibleName(), QString("segments"));
        QCOMPARE(segments.model()->index(0, 0).data(Qt::AccessibleTextRole).toString(),
                 QString("2, 3.00 to 9.00 seconds, accepted, A rabbit"));
        QAccessibleInterface* list = QAccessible::queryAccessibleInterface(&candidates);
        QCOMPARE(list->role(), QAccessible::List);
        QCOMPARE(list->childCount(), 2);
    }

    void theCursorStaysWhenTheSameTextComesBack()
    {
        CaptionEdit editor;
        editor.showText("one two three");
        QTextCursor cursor = editor.textCursor();
        cursor.setPosition(4);
        editor.setTextCursor(cursor);
        editor.showText("one two");
        QCOMPARE(editor.textCursor().position(), 4);
    }

    void noSegmentSaysHowToMakeOne()
    {
        QMainWindow window;
        ActionSet actions(&window);
        SegmentPanel panel(actions);
        panel.show(std::nullopt);
        panel.QWidget::show();
        QVERIFY(!panel.editor()->isVisible());
    }
};

QTEST_MAIN(SegmentPanelTest)
#include "tst_segment_panel.moc"
