// SPDX-License-Identifier: GPL-3.0-or-later
// Releases without files: what would be in one, the job that makes it, and whether one is as it was made.
#include "tests/core/workflows/split_document.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/releases/dialog_keys.h"
#include "tests/ui/releases/fake_releases.h"
#include "ui/jobs/job_panel.h"
#include "ui/releases/release_dialog.h"
#include "ui/support/conversions.h"
#include "ui/support/settings.h"
#include "ui/widgets/line_list.h"
#include "ui/widgets/path_row.h"
#include "ui/widgets/problem_box.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTabWidget>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

workflows::ReleaseCaption captionOf(const std::string& id, const std::string& text)
{
    return {id, "a", "one.mp4", {fromSeconds(0), fromSeconds(3)}, text, "train", "accepted", "", {}};
}

struct Fixture {
    descant::test::TemporaryFolder folder;
    std::shared_ptr<FakeReleases> releases = std::make_shared<FakeReleases>();
    JobListModel list;
    ReleaseJobs jobs{releases, list};
    std::shared_ptr<project::Document> document = std::make_shared<project::Document>();
    QPointer<ReleaseDialog> dialog;

    Fixture()
    {
        QSettings().clear();
        Settings::setLastFolder("release", path("any"));
        descant::test::addFilm(*document, "a", "one.mp4", "train", {"a dog barks"});
        open();
    }
    ~Fixture() { delete dialog; }

    void open()
    {
        const AskPath ask = [this](const std::function<void(const QString&)>& chosen) { chosen(path("there")); };
        dialog = new ReleaseDialog(
            jobs, {[this] { return document; }, [] { return std::make_shared<const std::vector<project::Step>>(); }},
            "films", {ask, {}, ask, ask});
        dialog->show();
        dialog->activateWindow();
    }
    QString path(const QString& name) const { return toQString(folder.path()) + "/" + name; }
    QPushButton* button(const char* name) const
    {
        auto* found = dialog->findChild<QPushButton*>(name);
        if (found == nullptr)
            qFatal("no button %s", name);
        return found;
    }
    QPushButton* releasing() const { return button("releaseButton"); }
    QLineEdit* place() const { return dialog->findChild<QLineEdit*>("releaseFolder"); }
    QString label(const char* name) const { return dialog->findChild<QLabel*>(name)->text(); }
    ProblemBox* problem() const { return dialog->findChild<ProblemBox*>("releaseProblem"); }
    ProblemBox* found() const { return dialog->findChild<ProblemBox*>("endProblem"); }
    PathRow* row(int index) const { return dialog->findChildren<PathRow*>()[index]; }
    QCheckBox* box(const QString& words) const
    {
        for (auto* one : dialog->findChildren<QCheckBox*>())
            if (one->text() == words)
                return one;
        qFatal("no box %s", qPrintable(words));
    }
    void choose(const QString& name, const QVariant& data) const
    {
        for (auto* one : dialog->findChildren<QComboBox*>())
            if (one->accessibleName() == name) {
                one->setCurrentIndex(one->findData(data));
                Q_EMIT one->activated(one->currentIndex());
                return;
            }
        qFatal("no choice %s", qPrintable(name));
    }
    QStringList tabs() const
    {
        QStringList titles;
        const auto* tabs = dialog->findChild<QTabWidget*>();
        for (int i = 0; i < tabs->count(); ++i)
            titles.append(tabs->tabText(i));
        return titles;
    }
    void release()
    {
        QTRY_VERIFY(releasing()->isEnabled());
        releasing()->click();
    }
};

} // namespace

class ReleaseDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatWouldBeInItIsSaidBeforeAnythingIsWritten()
    {
        Fixture f;
        QTRY_COMPARE(f.label("releaseHead"), QString("10 captions of 4 videos"));
        QCOMPARE(f.tabs(), QStringList{"Not kept by the format (1)"});
        QVERIFY(f.label("releaseVerdict").startsWith("Nothing leaks"));
        QVERIFY(f.releases->released().empty());
    }

    void everyFieldIsPartOfWhatIsOrdered()
    {
        Fixture f;
        f.choose("Format", "jsonl");
        f.choose("Clips", int(workflows::ClipMode::Copy));
        QTest::keyClicks(f.dialog->findChild<QLineEdit*>("releaseName"), "Films 2");
        QTest::keyClicks(f.dialog->findChild<QLineEdit*>("releaseLicence"), "CC BY 4.0");
        f.box("draft")->click();
        f.box("Allow leaks; the manifest names them")->click();
        f.row(0)->chooseButton()->click();
        f.row(1)->chooseButton()->click();
        f.release();
        QTRY_COMPARE(f.releases->released().size(), std::size_t(1));
        const workflows::ReleaseOptions order = f.releases->released().front();
        QCOMPARE(order.format, std::string("jsonl"));
        QCOMPARE(order.folder, f.folder / "films-1");
        QCOMPARE(order.name, std::string("Films 2"));
        QCOMPARE(order.licence, std::string("CC BY 4.0"));
        QCOMPARE(order.clips, workflows::ClipMode::Copy);
        QCOMPARE(order.captions.statuses.size(), std::size_t(3));
        QCOMPARE(order.leaks, workflows::LeakRule::Allow);
        QCOMPARE(*order.previous, f.folder / "there");
        QCOMPARE(*order.frozen, f.folder / "there");
    }

    void whatAFormatHasNoUseForIsNotOrdered()
    {
        Fixture f;
        f.choose("Clips", int(workflows::ClipMode::Encode));
        f.choose("Format", "vtt");
        QTRY_COMPARE(f.releases->previewed().format, std::string("vtt"));
        QCOMPARE(f.releases->previewed().clips, workflows::ClipMode::None);
    }

    void whatChangedSinceTheReleaseBeforeIsShown()
    {
        Fixture f;
        workflows::ReleaseChanges changes;
        changes.text = {{captionOf("1", "a dog"), captionOf("1", "a big dog")}};
        changes.status = changes.text; // the same caption in another respect
        changes.added = {captionOf("2", "a bus")};
        changes.removed = {captionOf("3", "a cat")};
        changes.unchanged = 7;
        f.releases->report.changes = changes;
        f.row(0)->chooseButton()->click();
        QTRY_COMPARE(f.label("releaseSince"),
                     QString("Since the release before: 1 changed, 1 new, 1 gone, 7 as they were"));
        QCOMPARE(f.tabs().first(), QString("Changes (3)"));
        const auto* tabs = f.dialog->findChild<QTabWidget*>();
        const auto* shown = tabs->widget(0)->findChild<QListView*>()->model();
        QVERIFY(shown->index(0, 0).data(Qt::AccessibleTextRole).toString().contains("before: a dog"));
        QVERIFY(shown->index(2, 0).data(Qt::AccessibleTextRole).toString().startsWith("gone"));
    }

    void aGroupThatSpansSplitsIsRefusedWithASentence()
    {
        Fixture f;
        f.releases->trouble =
            Error{ErrorCode::SplitsLeak, "films-1", "1 group or file", "see --help", {"a (train), b (test)"}};
        f.dialog->documentChanged();
        QTRY_COMPARE(f.label("releaseHead"), QString("This cannot be released"));
        QVERIFY(f.problem()->text().contains("assign splits, which brings them together, or allow it"));
        QVERIFY(!f.problem()->text().contains("--"));
        QCOMPARE(f.problem()->findChild<LineList*>()->lines(), QStringList{"a (train), b (test)"});
        QVERIFY(!f.releasing()->isEnabled());
    }

    void aFolderThatCannotBeMadeIsToldAndAnotherOneCanBeNamed()
    {
        Fixture f;
        QTRY_VERIFY(f.releasing()->isEnabled());
        f.releases->trouble = Error{ErrorCode::FileNotWritable, f.folder.path().string(), {}, {}, {}};
        f.releasing()->click();
        QTRY_VERIFY(f.problem()->isVisible());
        QCOMPARE(f.list.row(0).state, JobState::Failed);
        f.releases->trouble.reset();
        f.place()->setFocus();
        f.place()->selectAll();
        QTest::keyClicks(f.place(), "elsewhere");
        QTRY_COMPARE(f.releases->previewed().folder, f.folder / "elsewhere");
        QTRY_VERIFY(!f.problem()->isVisible());
        QTRY_VERIFY(f.releasing()->isEnabled());
        f.place()->clear();
        Q_EMIT f.place()->textEdited({});
        QTRY_VERIFY(f.releases->previewed().folder.empty());
        QTest::qWait(50);
        QVERIFY(!f.releasing()->isEnabled());
    }

    void theEndOpensItsFolderAndVerifiesIt()
    {
        Fixture f;
        QSignalSpy opened(f.dialog, &ReleaseDialog::openFolderRequested);
        f.release();
        QTRY_COMPARE(f.label("exportResult"), QString("Released 10 captions of 4 videos in 6 files"));
        f.button("openExportFolderButton")->click();
        QCOMPARE(opened.front().front().toString(), f.path("films-1"));
        f.button("verifyReleaseButton")->click();
        QTRY_COMPARE(f.releases->verified().size(), std::size_t(1));
        QCOMPARE(f.releases->verified().front(), f.folder / "films-1");
        QTRY_VERIFY(f.label("exportResult").contains("all as they were made"));
        QCOMPARE(f.row(0)->path(), f.path("films-1")); // the next one is compared with it
    }

    void aFolderThatIsThereIsNotSuggestedButComparedWith()
    {
        Fixture f;
        delete f.dialog;
        QVERIFY(QDir(toQString(f.folder.path())).mkpath("films-1"));
        QFile manifest(f.path("films-1/manifest.json"));
        QVERIFY(manifest.open(QIODevice::WriteOnly));
        f.open();
        QCOMPARE(f.place()->text(), f.path("films-2"));
        QTRY_VERIFY(f.releases->previewed().previous.has_value());
        QCOMPARE(*f.releases->previewed().previous, f.folder / "films-1");
    }

    void aReleaseThatWasTouchedIsNamedFileByFile()
    {
        Fixture f;
        f.releases->check.problems = {"train.json: it was changed"};
        f.button("verifyOtherButton")->click();
        QTRY_VERIFY(f.found()->isVisible());
        QCOMPARE(f.releases->verified().front(), f.folder / "there");
        QVERIFY(f.label("exportResult").contains("not as they were made"));
        QCOMPARE(f.found()->findChild<LineList*>()->lines(), QStringList{"train.json: it was changed"});
        QCOMPARE(f.list.row(0).state, JobState::Failed);
    }

    void clipsThatCouldNotBeCutAreNamed()
    {
        Fixture f;
        f.releases->report.clipProblems = {{"one.mp4", "the file is missing", 2}};
        f.release();
        QTRY_VERIFY(f.label("exportResult").endsWith("2 clips could not be cut"));
        QCOMPARE(f.found()->findChild<LineList*>()->lines(), QStringList{"one.mp4: the file is missing"});
    }

    void aReleaseCanBeCancelled()
    {
        Fixture f;
        f.releases->pace = FakeReleases::Pace::WhenLet;
        f.release();
        QTRY_COMPARE(f.list.row(0).fraction, 0.5);
        QVERIFY(!f.releasing()->isEnabled());
        f.button("cancelExportButton")->click();
        QTRY_COMPARE(f.list.row(0).state, JobState::Cancelled);
        QCOMPARE(f.releases->stopped(), 1);
        QCOMPARE(f.label("exportResult"), QString("Cancelled: nothing was written"));
        QTRY_VERIFY(f.releasing()->isEnabled());
    }

    void closingTheWindowStopsNothing()
    {
        Fixture f;
        f.releases->pace = FakeReleases::Pace::WhenLet;
        f.release();
        QTRY_COMPARE(f.list.row(0).fraction, 0.5);
        delete f.dialog;
        f.open();
        QVERIFY(f.button("cancelExportButton")->isVisible());
        f.releases->letGo();
        QTRY_COMPARE(f.list.row(0).state, JobState::Done);
        QTRY_VERIFY(f.label("exportResult").startsWith("Released"));
    }

    void theWholeWayIsWalkedByKeys()
    {
        Fixture f;
        QTRY_VERIFY(f.releasing()->isEnabled());
        QCOMPARE(f.dialog->focusWidget(), static_cast<QWidget*>(f.place()));
        QVERIFY(tabTo(*f.dialog, f.dialog->findChild<QLineEdit*>("releaseLicence")));
        QTest::keyClicks(f.dialog->focusWidget(), "CC0");
        QTRY_COMPARE(f.releases->previewed().licence, std::string("CC0"));
        QTRY_VERIFY(f.releasing()->isEnabled());
        QVERIFY(tabTo(*f.dialog, f.releasing()));
        press(*f.dialog);
        QTRY_COMPARE(f.dialog->focusWidget(), static_cast<QWidget*>(f.button("verifyReleaseButton")));
        press(*f.dialog);
        QTRY_COMPARE(f.releases->verified().size(), std::size_t(1));
    }

    void everythingHasAName()
    {
        Fixture f;
        QTRY_VERIFY(f.releasing()->isEnabled());
        QCOMPARE(namelessControls(*f.dialog), QStringList());
        f.release();
        QTRY_VERIFY(f.label("exportResult").startsWith("Released"));
        QCOMPARE(namelessControls(*f.dialog), QStringList());
    }
};

QTEST_MAIN(ReleaseDialogTest)
#include "tst_release_dialog.moc"
