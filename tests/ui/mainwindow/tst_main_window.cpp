// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does in the window, from opening a video to an exported caption, with a fake model.
#include "core/workflows/project_session.h"
#include "tests/support/patient_test.h"
#include "tests/ui/mainwindow/window_fixture.h"
#include "ui/captions/candidate_list.h"
#include "ui/captions/caption_edit.h"
#include "ui/captions/segment_list.h"
#include "ui/captions/segment_panel.h"
#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/proposal_runner.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/mainwindow/status_line.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/support/error_bar.h"
#include "ui/timeline/timeline_widget.h"

#include <QAccessible>
#include <QFileInfo>
#include <QLabel>
#include <QSignalSpy>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

/// The text of the only segment in a copy of the project's files as they are on the disk now.
QString textLeftBehind(const WindowFixture& f)
{
    const QString path = f.window->project().path();
    const descant::test::TemporaryFolder folder;
    const QString left = toQString(folder / "left.descant");
    for (const QString& ending : {QString(), QString("-wal")})
        if (QFileInfo::exists(path + ending) && !QFile::copy(path + ending, left + ending))
            return "not copied";
    const auto session = workflows::ProjectSession::open(toPath(left));
    if (!session || (*session)->document().segmentCount() != 1)
        return "not there";
    const project::Document& document = (*session)->document();
    return toQString(document.segmentsOf(document.media().front()->id).front()->text);
}

} // namespace

class MainWindowTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void openingAVideoMakesAnUntitledProjectAtOnce()
    {
        WindowFixture f;
        f.openVideo();
        QVERIFY(f.window->project().isUntitled());
        QVERIFY(QFileInfo::exists(f.window->project().path()));
        QCOMPARE(f.window->windowTitle(), QString("Descant – clip"));
    }

    void fromAMarkToAnAcceptedAndExportedCaption()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment();
        QCOMPARE(f.window->segments().segment()->range, (TimeRange{fromSeconds(3), fromSeconds(9)}));
        f.trigger("propose.segment");
        QTRY_COMPARE(f.window->segmentPanel().candidates()->model()->rowCount(), 3);
        QCOMPARE(f.humanText(), QString());
        QCOMPARE(f.window->segmentPanel().editor()->text(), QString());
        f.trigger("propose.take1");
        QCOMPARE(f.humanText(), QString("a grey rabbit wakes up"));
        CaptionEdit* editor = f.window->segmentPanel().editor();
        editor->moveCursor(QTextCursor::End);
        QTest::keyClicks(editor, " slowly");
        QCOMPARE(f.humanText(), QString("a grey rabbit wakes up slowly"));
        f.trigger("review.accept");
        QCOMPARE(f.window->segments().segment()->status, project::SegmentStatus::Accepted);
        QCOMPARE(f.window->statusLine().result(), QString("Segment 1 accepted"));
        f.pathToGive = toQString(f.folder / "out.json");
        f.trigger("file.export");
        f.button("chooseExportButton")->click();
        QTRY_VERIFY(f.button("exportCorpusButton")->isEnabled());
        f.button("exportCorpusButton")->click();
        QTRY_COMPARE(f.corpora->exports().size(), std::size_t(1));
        QCOMPARE(f.corpora->exports().front().path, toPath(f.pathToGive));
        QTRY_COMPARE(f.window->statusLine().result(), QString("Exported 3 captions to out.json"));
    }

    void acceptingGoesOnToTheNextSegment()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment(3, 9);
        f.makeSegment(12, 15);
        f.trigger("segment.previous");
        const QString first = f.window->segments().current();
        f.trigger("propose.segment");
        QTRY_COMPARE(f.window->segmentPanel().candidates()->model()->rowCount(), 3);
        f.trigger("review.accept");
        QVERIFY(f.window->segments().current() != first);
        QCOMPARE(f.window->project().document().segment(fromQString(first))->text,
                 std::string("a grey rabbit wakes up"));
    }

    void typingShowsItsSegmentEverywhere()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment(3, 9);
        f.makeSegment(12, 15);
        QSignalSpy whole(&f.window->project(), &ProjectController::changed);
        QTest::keyClicks(f.window->segmentPanel().editor(), "a crow");
        QCOMPARE(f.humanText(), QString("a crow"));
        QCOMPARE(whole.count(), 0); // only what is typed is shown anew
        const auto* list = f.window->findChild<SegmentList*>();
        QCOMPARE(list->model()->index(1, 0).data().toString(), QString("a crow"));
        QCOMPARE(list->model()->index(0, 0).data().toString(), QString());
        QVERIFY(f.window->actions().action("edit.undo")->text().contains("Typing"));
        QAccessibleInterface* timeline = QAccessible::queryAccessibleInterface(f.window->mediumView().timeline());
        QVERIFY(timeline->child(1)->text(QAccessible::Name).contains("a crow"));
        f.trigger("edit.undo");
        QCOMPARE(list->model()->index(1, 0).data().toString(), QString());
    }

    void rejectingLeavesHumanWordsAlone()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment();
        f.window->segments().writeText("my own words");
        f.trigger("propose.segment");
        QTRY_COMPARE(f.window->segmentPanel().candidates()->model()->rowCount(), 3);
        f.trigger("review.reject");
        QCOMPARE(f.humanText(), QString("my own words"));
        QCOMPARE(f.window->segmentPanel().candidates()->model()->rowCount(), 0);
        QCOMPARE(f.window->segments().segment()->status, project::SegmentStatus::Draft);
        QCOMPARE(f.window->statusLine().result(), QString("Proposals of segment 1 rejected"));
        f.trigger("review.reject");
        QCOMPARE(f.window->statusLine().result(), QString("Segment 1 has no proposals to reject"));
    }

    void rejectingWithoutHumanWordsRejectsTheSegment()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment();
        f.trigger("review.reject");
        QCOMPARE(f.window->segments().segment()->status, project::SegmentStatus::Rejected);
        QCOMPARE(f.window->statusLine().result(), QString("Segment 1 rejected"));
    }

    void proposingCanBeStopped()
    {
        WindowFixture f;
        f.captioning->answer = FakeCaptioning::Answer::Later;
        f.openVideo();
        f.makeSegment();
        f.trigger("propose.segment");
        QVERIFY(f.window->proposals().isRunning());
        QVERIFY(f.window->actions().action("propose.stop")->isEnabled());
        f.trigger("propose.stop");
        QCOMPARE(f.captioning->cancelled, 1);
        QTRY_VERIFY(!f.window->proposals().isRunning());
        QCOMPARE(f.window->statusLine().result(), QString("Proposing was stopped"));
        QCOMPARE(f.window->project().document().proposalCount(), std::size_t(0));
    }

    void anEdgeMovesToTheTimeThatIsShown()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment(3, 9);
        f.window->mediumView().timeline()->setPosition(fromSeconds(4));
        f.trigger("segment.startHere");
        QCOMPARE(f.window->segments().segment()->range, (TimeRange{fromSeconds(4), fromSeconds(9)}));
        f.window->mediumView().timeline()->setPosition(fromSeconds(6));
        f.trigger("segment.endHere");
        QCOMPARE(f.window->segments().segment()->range, (TimeRange{fromSeconds(4), fromSeconds(6)}));
        f.window->mediumView().timeline()->setPosition(fromSeconds(8));
        f.trigger("segment.startHere");
        QCOMPARE(f.window->segments().segment()->range, (TimeRange{fromSeconds(4), fromSeconds(6)}));
        QVERIFY(!f.window->errorBar().text().isEmpty());
    }

    void aModelThatFailsIsOneSentence()
    {
        WindowFixture f;
        f.captioning->trouble = Error{ErrorCode::NoModel, "/nowhere", "", "", {}};
        f.openVideo();
        f.makeSegment();
        f.trigger("propose.segment");
        QTRY_VERIFY(f.window->errorBar().text().contains("/nowhere"));
        QCOMPARE(f.window->statusLine().result(), f.window->errorBar().text());
    }

    void undoingTheFirstVideoLeavesNothingBehind()
    {
        WindowFixture f;
        f.openVideo();
        f.trigger("edit.undo");
        QCOMPARE(f.window->mediumView().mediumId(), QString());
        QVERIFY(!f.window->actions().action("segment.new")->isEnabled());
        f.trigger("edit.redo");
        QVERIFY(!f.window->mediumView().mediumId().isEmpty());
    }

    void namesOfFilesAreNoMarkUp()
    {
        WindowFixture f;
        f.videosToOpen = {toQString(f.folder.path()) + "/<b>bold<u>x.mp4"};
        f.trigger("file.openVideos");
        QTRY_VERIFY(f.window->errorBar().text().contains("<b>bold<u>x.mp4"));
        for (const QLabel* label : f.window->findChildren<QLabel*>())
            if (label->text().contains("<b>"))
                QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(f.window->findChild<QLabel*>("result")->toolTip().contains("&lt;b&gt;bold"));
    }

    void undoAndRedoSayWhatTheyDo()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment();
        QVERIFY(f.window->actions().action("edit.undo")->text().startsWith("Undo “"));
        f.trigger("edit.undo");
        QCOMPARE(f.window->project().document().segmentCount(), std::size_t(0));
        QVERIFY(f.window->actions().action("edit.redo")->text().startsWith("Redo “"));
        f.trigger("edit.redo");
        QCOMPARE(f.window->project().document().segmentCount(), std::size_t(1));
    }

    void splitMergeAndDeleteActOnTheCurrentSegment()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment(3, 9);
        f.makeSegment(9, 12);
        f.trigger("segment.previous");
        f.trigger("segment.merge");
        QCOMPARE(f.window->project().document().segmentCount(), std::size_t(1));
        QCOMPARE(f.window->segments().segment()->range, (TimeRange{fromSeconds(3), fromSeconds(12)}));
        f.trigger("segment.delete");
        QCOMPARE(f.window->project().document().segmentCount(), std::size_t(0));
        QVERIFY(!f.window->actions().action("segment.delete")->isEnabled());
    }

    void aKilledProgramLosesNothing()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment();
        f.window->segments().writeText("kept");
        // What lies on the disk while the program still runs is what a kill leaves behind. The writer has a moment.
        QTRY_COMPARE(textLeftBehind(f), QString("kept"));
    }

    void aProjectInTwoWindowsIsRefusedInOneSentence()
    {
        WindowFixture f;
        f.openVideo();
        MainWindow second(f.services(), f.dialogs());
        second.start(f.window->project().path(), {});
        QTRY_VERIFY(!second.errorBar().text().isEmpty());
        QVERIFY(!second.project().isOpen());
        QVERIFY(f.window->project().isOpen());
    }

    void aMissingFileIsOneSentence()
    {
        WindowFixture f;
        f.videosToOpen = {toQString(f.folder / "gone.mp4")};
        f.trigger("file.openVideos");
        QTRY_VERIFY(f.window->errorBar().text().contains("gone.mp4"));
    }

    void anUntitledProjectMovesWhereItIsSaved()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment();
        const QString before = f.window->project().path();
        f.pathToGive = toQString(f.folder / "film.descant");
        f.trigger("file.save");
        QTRY_COMPARE(f.window->project().path(), f.pathToGive);
        QCOMPARE(f.window->project().document().segmentCount(), std::size_t(1));
        QVERIFY(!QFileInfo::exists(before));
        QCOMPARE(f.window->windowTitle(), QString("Descant – film"));
    }

    void closingGoesBackToTheStartPage()
    {
        WindowFixture f;
        f.openVideo();
        f.closeProject();
        QVERIFY(!f.window->project().isOpen());
        QCOMPARE(f.window->windowTitle(), QString("Descant"));
        QVERIFY(!f.window->actions().action("segment.new")->isEnabled());
    }
};

QTEST_MAIN(MainWindowTest)
#include "tst_main_window.moc"
