// SPDX-License-Identifier: GPL-3.0-or-later
// Splits and releases from the main window: the step, what is said when no dialog is open, and what closing does.
#include "core/project/edits.h"
#include "tests/support/patient_test.h"
#include "tests/ui/mainwindow/window_fixture.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/status_line.h"
#include "ui/releases/release_dialog.h"
#include "ui/releases/splits_dialog.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/support/error_bar.h"

#include <QPushButton>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

struct CorporaFixture : WindowFixture {
    CorporaFixture()
    {
        window->show();
        window->start(toQString(folder / "home.descant"), {});
        QTRY_VERIFY(window->project().isOpen());
        openVideo();
        makeSegment();
    }

    std::string split() const
    {
        const project::Document& document = window->project().document();
        return document.segmentsOf(document.media().front()->id).front()->split;
    }
    void plan()
    {
        trigger("file.splits");
        button("planSplitsButton")->click();
        QTRY_VERIFY(button("assignSplitsButton")->isEnabled());
    }
};

} // namespace

class WindowCorporaTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPlanBecomesOneStepThatUndoTakesBack()
    {
        CorporaFixture f;
        f.plan();
        QVERIFY(f.split().empty());
        f.button("assignSplitsButton")->click();
        QVERIFY(!f.split().empty());
        QVERIFY(!f.button("assignSplitsButton")->isEnabled());
        QVERIFY(f.button("freezeSplitsButton")->isEnabled());
        f.trigger("edit.undo");
        QVERIFY(f.split().empty());
    }

    void aPlanThatWasOvertakenIsNotBroughtIn()
    {
        CorporaFixture f;
        f.plan();
        f.makeSegment(12, 15);
        QVERIFY(!f.button("assignSplitsButton")->isEnabled());
    }

    void whatEndsWithoutItsWindowIsSaidInTheMainOne()
    {
        CorporaFixture f;
        f.pathToGive = toQString(f.folder / "splits.json");
        f.releases->pace = FakeReleases::Pace::WhenLet;
        f.trigger("file.splits");
        f.button("freezeSplitsButton")->click();
        QTRY_COMPARE(f.releases->frozenFiles().size(), std::size_t(1));
        f.button("closeSplitsButton")->click();
        QTRY_VERIFY(f.window->findChild<SplitsDialog*>() == nullptr);
        f.releases->letGo();
        QTRY_VERIFY(f.window->errorBar().text().contains("frozen in"));
        QCOMPARE(f.offer()->text(), QString("Open folder"));
    }

    void whatFailsWithoutItsWindowOffersIt()
    {
        CorporaFixture f;
        f.trigger("file.release");
        QTRY_VERIFY(f.button("releaseButton")->isEnabled());
        f.releases->pace = FakeReleases::Pace::WhenLet;
        f.releases->trouble = Error{ErrorCode::DiskFull, "/films", {}, {}, {}};
        f.button("releaseButton")->click();
        QTRY_COMPARE(f.releases->released().size(), std::size_t(1));
        f.button("closeReleaseButton")->click();
        QTRY_VERIFY(f.window->findChild<ReleaseDialog*>() == nullptr);
        f.releases->letGo();
        QTRY_VERIFY(f.window->errorBar().text().contains("/films"));
        f.offer()->click();
        QVERIFY(f.window->findChild<ReleaseDialog*>() != nullptr);
    }

    void closingTheProjectClosesItsWindowsAndStopsThePlan()
    {
        CorporaFixture f;
        f.releases->pace = FakeReleases::Pace::WhenLet;
        f.trigger("file.release");
        f.trigger("file.splits");
        f.button("planSplitsButton")->click();
        QTRY_COMPARE(f.releases->planned().size(), std::size_t(1));
        f.closeProject();
        QTRY_VERIFY(f.window->findChild<SplitsDialog*>() == nullptr);
        QTRY_VERIFY(f.window->findChild<ReleaseDialog*>() == nullptr);
        QTRY_COMPARE(f.releases->stopped(), 1);
    }

    void bothNeedAProject()
    {
        WindowFixture f;
        for (const char* action : {"file.splits", "file.release"})
            QVERIFY(!f.window->actions().action(action)->isEnabled());
    }
};

QTEST_MAIN(WindowCorporaTest)
#include "tst_window_corpora.moc"
