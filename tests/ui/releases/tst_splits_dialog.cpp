// SPDX-License-Identifier: GPL-3.0-or-later
// Splits without files: a plan and its reasons, bringing it to the project, and the promise as a file.
#include "tests/core/workflows/split_document.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/releases/dialog_keys.h"
#include "tests/ui/releases/fake_releases.h"
#include "ui/jobs/job_panel.h"
#include "ui/releases/splits_dialog.h"
#include "ui/support/conversions.h"
#include "ui/widgets/line_list.h"
#include "ui/widgets/path_row.h"
#include "ui/widgets/problem_box.h"

#include <QCheckBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTabWidget>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

struct Fixture {
    descant::test::TemporaryFolder folder;
    std::shared_ptr<FakeReleases> releases = std::make_shared<FakeReleases>();
    JobListModel list;
    ReleaseJobs jobs{releases, list};
    std::shared_ptr<project::Document> document = std::make_shared<project::Document>();
    QPointer<SplitsDialog> dialog;

    /// Two films of one source, which stand in different splits, and one that is alone.
    Fixture()
    {
        descant::test::addFilm(*document, "a", "one [dQw4w9WgXcQ].mp4", "train", {"a dog barks"});
        descant::test::addFilm(*document, "b", "two [dQw4w9WgXcQ].mp4", "test", {"a dog barks again"});
        descant::test::addFilm(*document, "c", "three.mp4", "", {"a bus", "a red bus"});
        open();
    }
    ~Fixture() { delete dialog; }

    void open()
    {
        const QString path = toQString(folder.path()) + "/splits.json";
        const AskPath ask = [path](const std::function<void(const QString&)>& chosen) { chosen(path); };
        const AskNewPath askNew = [path](const QString&, const std::function<void(const QString&)>& chosen) {
            chosen(path);
        };
        dialog = new SplitsDialog(jobs, [this] { return document; }, "films", {ask, askNew, ask, ask});
        dialog->show();
        dialog->activateWindow();
    }
    /// The project becomes another one.
    void change() { document = std::make_shared<project::Document>(*document); }
    QPushButton* button(const char* name) const
    {
        auto* found = dialog->findChild<QPushButton*>(name);
        if (found == nullptr)
            qFatal("no button %s", name);
        return found;
    }
    QPushButton* planning() const { return button("planSplitsButton"); }
    QPushButton* assigning() const { return button("assignSplitsButton"); }
    QPushButton* freezing() const { return button("freezeSplitsButton"); }
    QString label(const char* name) const { return dialog->findChild<QLabel*>(name)->text(); }
    ProblemBox* problem() const { return dialog->findChild<ProblemBox*>(); }
    QCheckBox* box(const QString& words) const
    {
        for (auto* one : dialog->findChildren<QCheckBox*>())
            if (one->text() == words)
                return one;
        qFatal("no box %s", qPrintable(words));
    }
    QDoubleSpinBox* share(const QString& split) const
    {
        for (auto* one : dialog->findChildren<QDoubleSpinBox*>())
            if (one->accessibleName() == "Share of " + split)
                return one;
        qFatal("no share");
    }
    void plan()
    {
        planning()->click();
        QTRY_VERIFY(!label("planHead").isEmpty() && !jobs.isRunning(ReleaseWork::Plan));
    }
    /// The lines of a tab; none when it is not there. Marks of direction are left out.
    QStringList lines(const QString& title) const
    {
        const auto* tabs = dialog->findChild<QTabWidget*>();
        for (int i = 0; i < tabs->count(); ++i)
            if (tabs->tabText(i).startsWith(title))
                return withoutMarks(tabs->widget(i)->findChild<LineList*>()->lines().join('\n')).split('\n');
        return {};
    }
};

} // namespace

class SplitsDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPlanSaysWhatWouldChangeAndChangesNothing()
    {
        Fixture f;
        QSignalSpy assigned(f.dialog, &SplitsDialog::assignRequested);
        f.plan();
        QCOMPARE(f.label("planHead"), QString("1 video changes its split"));
        const auto* sizes = f.dialog->findChild<QTableWidget*>();
        QStringList names;
        qulonglong captions = 0;
        for (int row = 0; row < sizes->rowCount(); ++row) {
            names.append(sizes->item(row, 0)->text());
            captions += sizes->item(row, 3)->text().toULongLong();
        }
        QCOMPARE(names, (QStringList{"train", "validate", "test"}));
        QCOMPARE(captions, 4ULL);
        QVERIFY(f.lines("Changes").first().startsWith("three.mp4: none → "));
        QCOMPARE(assigned.size(), 0);
        QCOMPARE(f.list.row(0).state, JobState::Done);
    }

    void whatAPlanLeavesWrongIsNamedWithTheReason()
    {
        Fixture f;
        f.plan();
        QVERIFY(f.label("planVerdict").startsWith("1 group cannot be settled"));
        const QStringList leaks = f.lines("Leaks");
        QCOMPARE(leaks.size(), 1);
        QVERIFY(leaks.first().contains("one [dQw4w9WgXcQ].mp4 (train), two [dQw4w9WgXcQ].mp4 (test)"));
        QVERIFY2(leaks.first().contains("YouTube"), qPrintable(leaks.first()));
        QVERIFY(f.lines("Groups").first().contains("2 videos"));
    }

    void assigningEverythingAnewMendsIt()
    {
        Fixture f;
        f.box("Assign everything anew")->click();
        f.plan();
        QVERIFY(f.label("planVerdict").startsWith("Nothing leaks"));
        QVERIFY(f.lines("Leaks").isEmpty());
        QCOMPARE(f.lines("Mended").size(), 1);
        QSignalSpy assigned(f.dialog, &SplitsDialog::assignRequested);
        f.assigning()->click();
        QCOMPARE(assigned.size(), 1);
        const auto plan = assigned.front().front().value<SplitPreviewPointer>();
        QVERIFY(f.document->apply(plan->plan->step));
        QCOMPARE(f.document->segment("a-0")->split, f.document->segment("b-0")->split);
    }

    void onlyWhatIsSaidIsOrdered()
    {
        Fixture f;
        f.plan();
        const workflows::SplitOptions unsaid = f.releases->planned().front();
        QVERIFY(!unsaid.by && !unsaid.ratios && !unsaid.salt && !unsaid.frozen);
        QCOMPARE(unsaid.standing, splits::StandingSplits::Keep);
        QVERIFY(!f.box("that look or sound alike")->isChecked()); // the fake went by the source alone, and says so
    }

    void whatIsSaidIsOrdered()
    {
        Fixture f;
        QVERIFY(f.box("that look or sound alike")->isChecked());
        f.box("that look or sound alike")->click();
        f.box("of one series")->click();
        f.box("numbers")->click();
        f.share("train")->setValue(30);
        QTest::keyClicks(f.dialog->findChild<QLineEdit*>("splitSalt"), "pepper");
        f.dialog->findChild<PathRow*>()->chooseButton()->click();
        f.planning()->click();
        // The file is not there.
        QTRY_VERIFY(f.problem()->isVisible());
        QVERIFY(f.problem()->text().contains("splits.json"));
        const workflows::SplitOptions said = f.releases->planned().back();
        QCOMPARE(*said.by, (splits::Criteria{splits::Criterion::Source, splits::Criterion::Series}));
        QCOMPARE(said.series, std::set{splits::SeriesSign::Episode});
        QCOMPARE(said.ratios->shares[0], 0.6);
        QCOMPARE(*said.salt, std::string("pepper"));
        QCOMPARE(*said.frozen, f.folder / "splits.json");
    }

    void sharesOfNothingCannotBePlanned()
    {
        Fixture f;
        for (const char* split : {"train", "validate", "test"})
            f.share(split)->setValue(0);
        QVERIFY(!f.planning()->isEnabled());
        f.share("test")->setValue(1);
        QVERIFY(f.planning()->isEnabled());
    }

    void aPlanCanBeCancelledByKey()
    {
        Fixture f;
        f.releases->pace = FakeReleases::Pace::WhenLet;
        QVERIFY(tabTo(*f.dialog, f.planning()));
        press(*f.dialog);
        QTRY_COMPARE(f.list.row(0).fraction, 0.25);
        QVERIFY(!f.planning()->isEnabled());
        QCOMPARE(f.dialog->focusWidget()->objectName(), QString("cancelExportButton"));
        press(*f.dialog);
        QTRY_COMPARE(f.list.row(0).state, JobState::Cancelled);
        QCOMPARE(f.releases->stopped(), 1);
        QVERIFY(f.label("exportResult").startsWith("Cancelled"));
        QCOMPARE(f.dialog->focusWidget(), static_cast<QWidget*>(f.planning()));
        QVERIFY(!f.assigning()->isEnabled());
    }

    void anotherQuestionStopsThePlan()
    {
        Fixture f;
        f.releases->pace = FakeReleases::Pace::WhenLet;
        f.planning()->click();
        QTRY_COMPARE(f.releases->planned().size(), std::size_t(1));
        f.box("Assign everything anew")->click();
        QTRY_COMPARE(f.list.row(0).state, JobState::Cancelled);
        QTRY_VERIFY(f.planning()->isEnabled());
    }

    void aPlanOfAnotherProjectIsNotAssigned()
    {
        Fixture f;
        f.plan();
        QVERIFY(f.assigning()->isEnabled());
        f.change();
        f.dialog->documentChanged();
        QVERIFY(!f.assigning()->isEnabled());
        QVERIFY(f.label("planHead").contains("plan again"));
    }

    void aWindowThatIsOpenedAgainShowsThePlanThatStillHolds()
    {
        Fixture f;
        f.plan();
        delete f.dialog;
        f.open();
        QVERIFY(f.assigning()->isEnabled());
        delete f.dialog;
        f.change();
        f.open();
        QVERIFY(!f.assigning()->isEnabled());
    }

    void whatIsFrozenIsSaidAndFound()
    {
        Fixture f;
        QSignalSpy opened(f.dialog, &SplitsDialog::openFolderRequested);
        f.freezing()->click();
        QTRY_COMPARE(withoutMarks(f.label("exportResult")), QString("1 group with 2 videos frozen in splits.json"));
        QCOMPARE(f.releases->frozenFiles().front(), f.folder / "splits.json");
        f.button("openExportFolderButton")->click();
        QCOMPARE(opened.front().front().toString(), toQString(f.folder.path()));
    }

    void splitsThatLeakAreNotFrozen()
    {
        Fixture f;
        f.releases->trouble = Error{ErrorCode::SplitsLeak, "the project", "1 group or file", {}, {"a and b"}};
        f.freezing()->click();
        QTRY_VERIFY(f.problem()->isVisible());
        QVERIFY(f.problem()->text().contains("assign splits, which brings them together"));
        QCOMPARE(f.problem()->findChild<LineList*>()->lines(), QStringList{"a and b"});
        QCOMPARE(f.list.row(0).state, JobState::Failed);
    }

    void aPlanThatIsNotAssignedYetIsNotWhatIsFrozen()
    {
        Fixture f;
        f.plan();
        QVERIFY(!f.freezing()->isEnabled());
    }

    void theWholeWayIsWalkedByKeys()
    {
        Fixture f;
        QSignalSpy assigned(f.dialog, &SplitsDialog::assignRequested);
        QVERIFY(tabTo(*f.dialog, f.box("Assign everything anew")));
        press(*f.dialog);
        QVERIFY(tabTo(*f.dialog, f.planning()));
        press(*f.dialog);
        QTRY_COMPARE(f.dialog->focusWidget(), static_cast<QWidget*>(f.assigning()));
        press(*f.dialog);
        QCOMPARE(assigned.size(), 1);
        f.change();
        f.dialog->documentChanged();
        f.dialog->showAssigned();
        QCOMPARE(f.dialog->focusWidget(), static_cast<QWidget*>(f.freezing()));
        press(*f.dialog);
        QTRY_COMPARE(f.releases->frozenFiles().size(), std::size_t(1));
    }

    void everythingHasAName()
    {
        Fixture f;
        QCOMPARE(namelessControls(*f.dialog), QStringList());
        f.box("of one series")->click();
        f.plan();
        QCOMPARE(namelessControls(*f.dialog), QStringList());
        for (QPushButton* one : {f.planning(), f.assigning(), f.freezing()})
            QVERIFY(!one->accessibleDescription().isEmpty());
    }
};

QTEST_MAIN(SplitsDialogTest)
#include "tst_splits_dialog.moc"
