// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patient_test.h"
#include "ui/captions/candidate_list.h"
#include "ui/captions/caption_edit.h"
#include "ui/captions/segment_list.h"
#include "ui/captions/segment_panel.h"
#include "ui/support/action_set.h"
#include "ui/support/theme.h"

#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMainWindow>
#include <QMimeData>
#include <QSignalSpy>

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

    void whatOnlyAModelWroteIsCalledAProposal()
    {
        SegmentList segments;
        segments.setRows({{"s1", 1, {fromSeconds(3), fromSeconds(9)}, "a rabbit", true, CaptionStatus::Empty},
                          {"s2", 2, {fromSeconds(9), fromSeconds(12)}, "a bird", true, CaptionStatus::Flagged}});
        const auto spoken = [&](int row) {
            return segments.model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
        };
        QCOMPARE(spoken(0), QString("1, 3.00 to 9.00 seconds, proposal, a rabbit"));
        QCOMPARE(spoken(1), QString("2, 9.00 to 12.00 seconds, flagged, proposal, a bird"));
    }

    void enterEditsInTheSegmentsAndTakesInTheProposals()
    {
        SegmentList segments;
        segments.setRows({{"s1", 2, {fromSeconds(3), fromSeconds(9)}, "A rabbit", false, CaptionStatus::Accepted}});
        QSignalSpy edit(&segments, &SegmentList::editRequested);
        QTest::keyClick(&segments, Qt::Key_Return);
        QCOMPARE(edit.count(), 0); // no segment is the current one
        segments.setCurrent("s1");
        QTest::keyClick(&segments, Qt::Key_Return);
        QTest::keyClick(&segments, Qt::Key_Enter, Qt::KeypadModifier);
        QCOMPARE(edit.count(), 2);
        CandidateList candidates;
        candidates.setCandidates(rabbit().candidates, {});
        candidates.setCurrentIndex(candidates.model()->index(1, 0));
        QSignalSpy taken(&candidates, &CandidateList::taken);
        candidates.setAttribute(Qt::WA_UnderMouse); // wherever the pointer rests
        QTest::keyClick(&candidates, Qt::Key_Return);
        QCOMPARE(taken.count(), 1);
        QCOMPARE(taken.first().first().toInt(), 1);
    }

    void pastedLinesBecomeOneAndFilesAreRefused()
    {
        CaptionEdit editor;
        QSignalSpy refused(&editor, &CaptionEdit::refused);
        editor.showText("start ");
        editor.moveCursor(QTextCursor::End);
        QGuiApplication::clipboard()->setText("  one\n two\r\n\nthree\u2028four\n");
        editor.paste();
        QCOMPARE(editor.text(), QString("start   one two three four"));
        auto* file = new QMimeData;
        file->setUrls({QUrl::fromLocalFile("/films/clip.mp4")});
        file->setText("file:///films/clip.mp4");
        QGuiApplication::clipboard()->setMimeData(file);
        editor.paste();
        QCOMPARE(editor.text(), QString("start   one two three four"));
        QCOMPARE(refused.count(), 1);
    }

    void aDroppedFileGoesOnToTheWindow()
    {
        CaptionEdit editor;
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile("/films/clip.mp4")});
        QDragEnterEvent file({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(editor.viewport(), &file);
        QVERIFY(!file.isAccepted());
        QMimeData words;
        words.setText("a rabbit");
        QDragEnterEvent text({5, 5}, Qt::CopyAction, &words, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(editor.viewport(), &text);
        QVERIFY(text.isAccepted());
    }

    void theKeyThatLedHereIsNotWrittenWhileItIsHeld()
    {
        CaptionEdit editor;
        editor.show();
        QVERIFY(QTest::qWaitForWindowActive(&editor));
        editor.clearFocus();
        editor.setFocus();
        const auto press = [&](bool repeated) {
            QKeyEvent key(QEvent::KeyPress, Qt::Key_1, {}, "1", repeated);
            QApplication::sendEvent(&editor, &key);
        };
        press(true);
        press(true);
        QCOMPARE(editor.text(), QString());
        press(false);
        press(true);
        QCOMPARE(editor.text(), QString("11"));
    }

    void cardsAreMirroredFromRightToLeft()
    {
        const auto barCentre = [](Qt::LayoutDirection direction) {
            CandidateList list;
            list.setLayoutDirection(direction);
            list.setCandidates({rabbit().candidates.first()}, {});
            list.resize(376, 120);
            list.show();
            const QImage seen = list.grab().toImage();
            double sum = 0;
            int found = 0;
            for (int y = 0; y < seen.height(); ++y)
                for (int x = 0; x < seen.width(); ++x)
                    if (seen.pixelColor(x, y) == tokens().seen || seen.pixelColor(x, y) == tokens().heard) {
                        sum += x;
                        ++found;
                    }
            return found == 0 ? -1.0 : sum / found / seen.width();
        };
        const double left = barCentre(Qt::LeftToRight);
        const double right = barCentre(Qt::RightToLeft);
        QVERIFY2(left > 0 && left < 0.5, qPrintable(QString::number(left)));
        QVERIFY2(std::abs(left + right - 1.0) < 0.05, qPrintable(QString("%1 %2").arg(left).arg(right)));
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
        QString said;
        for (const QLabel* label : panel.findChildren<QLabel*>())
            if (label->isVisible())
                said += label->text() + '\n';
        QVERIFY2(said.contains("Press I where it starts and O where it ends"), qPrintable(said));
        QPushButton* make = nullptr;
        for (QPushButton* button : panel.findChildren<QPushButton*>())
            if (button->isVisible())
                make = button;
        QVERIFY(make != nullptr);
        QSignalSpy made(actions.action("segment.new"), &QAction::triggered);
        make->click();
        QCOMPARE(made.count(), 1);
    }
};

QTEST_MAIN(SegmentPanelTest)
#include "tst_segment_panel.moc"
