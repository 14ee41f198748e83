// SPDX-License-Identifier: GPL-3.0-or-later
// The score view in the window: how it is reached, and that clips are shown where they lie.
#include "tests/support/patient_test.h"
#include "tests/ui/mainwindow/window_fixture.h"
#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/mainwindow/window_layouts.h"
#include "ui/scores/scores_panel.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"

#include <QDockWidget>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

/// A window with two videos of one segment each, and scores of both: that of the second is worse.
struct ScoredFixture : WindowFixture {
    QString first, second;

    ScoredFixture()
    {
        window->show();
        openVideo("one.mp4");
        makeSegment(1.0, 2.0);
        first = window->segments().current();
        videosToOpen = {makeVideo("two.mp4")};
        const QString medium = window->mediumView().mediumId();
        trigger("file.openVideos");
        QTRY_VERIFY(window->mediumView().mediumId() != medium);
        makeSegment(3.0, 4.0);
        second = window->segments().current();
        scores->given = madeChoices();
        scores->answer = madeScores(3);
        place(0, second);
        place(1, first);
    }

    void place(int clip, const QString& segmentId)
    {
        const project::Segment* segment = window->project().document().segment(fromQString(segmentId));
        workflows::ScoredClip& scored = scores->answer.clips[std::size_t(clip)];
        scored.segmentId = segment->id;
        scored.mediumId = segment->mediumId;
        scored.range = segment->range;
    }

    void compute()
    {
        trigger("scores.compute");
        QTRY_COMPARE(window->scores().table()->model()->rowCount(), 3);
    }
};

} // namespace

class WindowScoresTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void computingShowsThePanel()
    {
        ScoredFixture f;
        QVERIFY(!f.window->findChild<QDockWidget*>("scores")->isVisible());
        f.compute();
        QVERIFY(f.window->findChild<QDockWidget*>("scores")->isVisible());
    }

    void theLayoutShowsThePictureAndTheScores()
    {
        ScoredFixture f;
        f.trigger("view.layoutScores");
        QTRY_VERIFY(f.window->scores().isVisible());
        QVERIFY(!f.window->findChild<QDockWidget*>("caption")->isVisible());
        QCOMPARE(f.window->layouts().current(), QString("scores"));
    }

    void clipsAreShownInThePlayerWorstFirst()
    {
        ScoredFixture f;
        f.trigger("view.layoutScores");
        f.compute();
        f.window->scores().table()->setFocus();
        f.trigger("scores.next");
        QCOMPARE(f.window->segments().current(), f.first);
        QCOMPARE(f.window->mediumView().mediumId(), toQString(f.window->segments().segment()->mediumId));
        f.trigger("scores.previous");
        QCOMPARE(f.window->segments().current(), f.second);
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        QVERIFY(f.window->scores().table()->hasFocus());
    }

    void anotherProjectHasNoScoresYet()
    {
        ScoredFixture f;
        f.compute();
        f.closeProject();
        QCOMPARE(f.window->scores().table()->model()->rowCount(), 0);
    }
};

QTEST_MAIN(WindowScoresTest)
#include "tst_window_scores.moc"
