// SPDX-License-Identifier: GPL-3.0-or-later
// Projects as files: opened, made, continued, copied.
#include "core/project/edits.h"
#include "core/workflows/project_session.h"
#include "tests/support/patient_test.h"
#include "tests/ui/mainwindow/window_fixture.h"
#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/sample_project.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/mainwindow/start_page.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/support/error_bar.h"
#include "ui/support/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

QStringList untitledProjects() { return QDir(Settings::dataFolder("untitled")).entryList({"*.descant"}, QDir::Files); }

QPushButton* recentButton(const WindowFixture& f, const QString& name)
{
    for (auto* button : f.window->findChild<StartPage*>()->findChildren<QPushButton*>())
        if (button->text().startsWith(name))
            return button;
    return nullptr;
}

/// A project as an import at the command line leaves it: two files are named, nobody has looked into them, and one is
/// not there.
QString makeUnseen(WindowFixture& f)
{
    const std::filesystem::path path = f.folder / "unseen.descant";
    project::Medium medium, gone;
    medium.id = "m";
    medium.name = "clip.mp4";
    medium.path = fromQString(f.makeVideo("clip.mp4"));
    medium.extra = R"({"a":1})";
    gone.id = "gone";
    gone.name = "gone.mp4";
    gone.path = (f.folder / "gone.mp4").string();
    auto session = workflows::ProjectSession::create(path);
    if (!session || !(*session)->perform(project::addMedia((*session)->document(), {medium, gone})))
        qFatal("the project of the test could not be made");
    return toQString(path);
}

} // namespace

class WindowProjectsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QSettings().clear(); }

    void aNewProjectIsNotMadeOverAFile()
    {
        WindowFixture f;
        f.pathToGive = toQString(f.folder / "there.descant");
        f.trigger("file.new");
        QTRY_VERIFY(f.window->project().isOpen());
        f.closeProject();
        f.trigger("file.new");
        QTRY_VERIFY(f.window->errorBar().text().contains("there.descant"));
        QVERIFY(!f.window->project().isOpen());
    }

    void filesThatAnImportNamedAreLookedIntoWhenTheProjectOpens()
    {
        WindowFixture f;
        const QString path = makeUnseen(f);
        f.window->project().open(path, ProjectController::IfAbsent::Fail);
        QTRY_VERIFY(f.window->project().isOpen());
        QTRY_COMPARE(f.window->project().document().medium("m")->duration, fromSeconds(30));
        QCOMPARE(f.window->project().document().medium("gone")->duration, MediaTime{0});
        QTRY_COMPARE(f.window->project().missingMedia(), QSet<QString>{"gone"});
        QCOMPARE(f.window->project().document().medium("m")->extra, std::string(R"({"a":1})"));
    }

    void nothingWaitsForThatAndClosingEndsIt()
    {
        WindowFixture f;
        const QString path = makeUnseen(f);
        const int kept = f.reads.available();
        f.reads.acquire(kept);
        f.window->project().open(path, ProjectController::IfAbsent::Fail);
        QTRY_VERIFY(f.window->project().isOpen());
        // What is done meanwhile stays; another project opens while the file is still being read.
        project::Medium changed = *f.window->project().document().medium("m");
        changed.extra = R"({"a":2})";
        QVERIFY(f.window->project().perform(project::replaceMedia(f.window->project().document(), {changed})));
        f.window->project().open(toQString(f.folder / "other.descant"), ProjectController::IfAbsent::Make);
        QTRY_COMPARE(f.window->project().path(), toQString(f.folder / "other.descant"));
        f.reads.release(kept);
        f.window->project().open(path, ProjectController::IfAbsent::Fail);
        QTRY_COMPARE(f.window->project().document().media().size(), std::size_t(2));
        QTRY_COMPARE(f.window->project().document().medium("m")->duration, fromSeconds(30));
        QCOMPARE(f.window->project().document().medium("m")->extra, std::string(R"({"a":2})"));
    }

    void aDoubleClickOnAProjectOpensItOnce()
    {
        WindowFixture f;
        f.openVideo();
        const QString path = f.window->project().path();
        f.closeProject();
        QSignalSpy opened(&f.window->project(), &ProjectController::opened);
        QSignalSpy failed(&f.window->project(), &ProjectController::failed);
        int ran = 0;
        for (int click = 0; click < 2; ++click)
            f.window->project().open(path, ProjectController::IfAbsent::Fail, [&] { ++ran; });
        QTRY_COMPARE(ran, 2);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(failed.size(), 0);
    }

    void filesThatCannotBeReadAreOneSentenceAndMakeNoProject()
    {
        WindowFixture f;
        QSignalSpy failed(&f.window->project(), &ProjectController::failed);
        f.window->start({}, {"/nowhere/one.mp4", "/nowhere/two.mp4", "/nowhere/three.mp4"});
        QTRY_COMPARE(failed.size(), 1);
        for (const char* name : {"one.mp4", "two.mp4", "three.mp4"})
            QVERIFY2(f.window->errorBar().text().contains(name), name);
        QVERIFY(!f.window->project().isOpen());
        QCOMPARE(untitledProjects(), QStringList());
    }

    void goodFilesAreAddedBesideBadOnes()
    {
        WindowFixture f;
        QSignalSpy failed(&f.window->project(), &ProjectController::failed);
        f.window->start({}, {"/nowhere/one.mp4", f.makeVideo("good.mp4")});
        QTRY_COMPARE(failed.size(), 1);
        QVERIFY(failed.first().first().toString().contains("one.mp4"));
        QCOMPARE(f.window->project().document().media().size(), std::size_t(1));
        QCOMPARE(f.window->windowTitle(), QString("Descant – good"));
    }

    void anImportThatFailsMakesNoProject()
    {
        WindowFixture f;
        f.pathToGive = toQString(f.folder / "gone.json");
        f.trigger("file.import");
        f.button("chooseCorpusButton")->click();
        QTRY_VERIFY(f.window->findChild<QLabel*>("previewRest")->text().contains("gone.json"));
        QCOMPARE(untitledProjects(), QStringList());
    }

    void openingAVideoAgainGoesOnWithWhatWasWritten()
    {
        WindowFixture f;
        f.openVideo("film.mp4");
        f.makeSegment();
        f.window->segments().writeText("kept");
        f.closeProject();
        f.openVideo("film.mp4");
        QCOMPARE(untitledProjects(), QStringList{"film.descant"});
        QCOMPARE(f.humanText(), QString("kept"));
        QCOMPARE(Settings::recentProjects(), QStringList{f.window->project().path()});
    }

    void anotherVideoOfTheSameNameHasItsOwnProject()
    {
        WindowFixture f;
        f.openVideo("film.mp4");
        f.closeProject();
        QDir(toQString(f.folder.path())).mkdir("other");
        f.openVideo("other/film.mp4");
        QCOMPARE(untitledProjects(), (QStringList{"film 2.descant", "film.descant"}));
    }

    void savingOverAProjectThatAnotherWindowHasOpenIsRefused()
    {
        WindowFixture f;
        const QString other = toQString(f.folder / "other.descant");
        MainWindow second(f.services(), f.dialogs());
        second.start(other, {f.makeVideo("theirs.mp4")});
        QTRY_COMPARE(second.project().document().media().size(), std::size_t(1));
        f.openVideo("mine.mp4");
        const QString mine = f.window->project().path();
        f.pathToGive = other;
        f.trigger("file.saveAs");
        // What the player says of the made video, which is none, may stand in front.
        QTRY_COMPARE(f.window->errorBar().texts().filter("other.descant").size(), 1);
        QCOMPARE(f.window->project().path(), mine);
        QCOMPARE(f.window->project().document().media().size(), std::size_t(1));
        second.project().close();
        f.closeProject();
        QTRY_VERIFY((second.start(other, {}), second.project().isOpen()));
        QCOMPARE(second.project().document().media().front()->name, std::string("theirs.mp4"));
    }

    void theSampleBeginsWithWhatTheDemoModelKnows()
    {
        const descant::test::TemporaryFolder from, to;
        for (const char* name : {"big_buck_bunny.mp4", "demo_horse.mp4", "demo_cow.mp4"}) {
            QFile file(toQString(from / name));
            QVERIFY(file.open(QIODevice::WriteOnly));
        }
        const auto sample = copySample(toQString(from.path()), toQString(to.path()));
        QVERIFY(sample.has_value());
        QStringList names;
        for (const QString& video : sample->videos)
            names.append(QFileInfo(video).fileName());
        QCOMPARE(names, (QStringList{"demo_cow.mp4", "demo_horse.mp4", "big_buck_bunny.mp4"}));
    }

    void aRecentProjectWhoseFileIsGoneIsDead()
    {
        WindowFixture f;
        f.openVideo("film.mp4");
        const QString path = f.window->project().path();
        f.closeProject();
        QVERIFY(recentButton(f, "film")->isEnabled());
        QVERIFY(QFile::remove(path));
        WindowFixture later;
        QPushButton* button = recentButton(later, "film");
        QVERIFY(button != nullptr && !button->isEnabled());
        QVERIFY(button->text().contains("missing"));
    }
};

QTEST_MAIN(WindowProjectsTest)
#include "tst_window_projects.moc"
