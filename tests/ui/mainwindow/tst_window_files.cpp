// SPDX-License-Identifier: GPL-3.0-or-later
// Panels and layouts, imported captions, files that moved, projects that cannot be opened.
#include "tests/support/patient_test.h"
#include "tests/ui/mainwindow/window_fixture.h"
#include "ui/captions/caption_edit.h"
#include "ui/corpora/import_dialog.h"
#include "ui/captions/segment_panel.h"
#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/mainwindow/status_line.h"
#include "ui/mainwindow/window_layouts.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/support/error_bar.h"
#include "ui/support/settings.h"

#include <QDir>
#include <QDockWidget>
#include <QDragEnterEvent>
#include <QFileInfo>
#include <QLabel>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>

#include <sqlite3.h>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

QDockWidget* panel(const WindowFixture& f, const char* name)
{
    return f.window->findChild<QDockWidget*>(QString::fromLatin1(name));
}

bool shown(const WindowFixture& f, const char* name) { return !panel(f, name)->isHidden(); }

} // namespace

class WindowFilesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QSettings().clear(); }

    void theStartPageHasNoPanels()
    {
        WindowFixture f;
        f.window->show();
        for (const char* name : {"media", "segments", "caption", "jobs"})
            QVERIFY2(!shown(f, name), name);
        f.openVideo();
        QVERIFY(shown(f, "media") && shown(f, "segments") && shown(f, "caption") && !shown(f, "jobs"));
        f.closeProject();
        QVERIFY(!shown(f, "media"));
    }

    void aLayoutRemembersWhatWasHiddenInIt()
    {
        WindowFixture f;
        f.window->show();
        f.openVideo();
        f.trigger("view.panelSegments");
        QVERIFY(!shown(f, "segments"));
        f.trigger("view.layoutReview");
        QVERIFY(shown(f, "segments") && !shown(f, "media"));
        QVERIFY(f.window->actions().action("view.layoutReview")->isChecked());
        QVERIFY(!f.window->actions().action("view.layoutAnnotate")->isChecked());
        f.trigger("view.layoutAnnotate");
        QVERIFY(!shown(f, "segments") && shown(f, "media"));
        f.trigger("view.resetLayout");
        QVERIFY(shown(f, "segments"));
        QVERIFY(f.window->actions().action("view.panelSegments")->isChecked());
    }

    void layoutsOutliveTheWindow()
    {
        {
            WindowFixture f;
            f.window->show();
            f.openVideo();
            f.trigger("view.layoutCompare");
            f.trigger("view.panelJobs");
            QVERIFY(!shown(f, "jobs"));
            f.window->close();
        }
        WindowFixture f;
        f.window->show();
        f.openVideo();
        QCOMPARE(f.window->layouts().current(), QString("compare"));
        QVERIFY(!shown(f, "jobs") && !shown(f, "media") && shown(f, "caption"));
    }

    void aDamagedLayoutBeginsAnew()
    {
        Settings::setLayout("annotate", "this is no layout");
        WindowFixture f;
        f.window->show();
        f.openVideo();
        QVERIFY(shown(f, "media") && shown(f, "caption"));
    }

    void panelsCanBeMovedAndHidden()
    {
        WindowFixture f;
        for (const char* name : {"media", "segments", "caption", "jobs"}) {
            const auto features = panel(f, name)->features();
            QVERIFY2(features.testFlag(QDockWidget::DockWidgetMovable), name);
            QVERIFY2(features.testFlag(QDockWidget::DockWidgetClosable), name);
        }
    }

    void savingSaysThatNothingIsLeftToSave()
    {
        WindowFixture f;
        f.window->start(toQString(f.folder / "film.descant"), {});
        QTRY_VERIFY(f.window->project().isOpen());
        f.trigger("file.save");
        QCOMPARE(f.window->statusLine().result(), QString("Everything is saved already"));
    }

    void captionsAreImportedAndTheirFilesRead()
    {
        WindowFixture f;
        const QString video = f.makeVideo("imported.mp4");
        f.pathToGive = f.makeVideo("captions.json");
        f.importCorpus();
        QTRY_VERIFY(f.window->project().isOpen());
        QTRY_COMPARE(f.window->project().document().media().size(), std::size_t(1));
        QTRY_COMPARE(f.window->project().document().media().front()->duration, fromSeconds(30));
        QTRY_VERIFY(!f.window->mediumView().mediumId().isEmpty());
    }

    void anImportIsOneStepThatUndoTakesBack()
    {
        WindowFixture f;
        f.openVideo();
        f.pathToGive = f.makeVideo("captions.json");
        f.importCorpus();
        QTRY_COMPARE(f.window->project().document().media().size(), std::size_t(2));
        QTRY_VERIFY(f.window->findChild<ImportDialog*>() == nullptr); // done, it goes
        f.trigger("edit.undo");
        QTRY_COMPARE(f.window->project().document().media().size(), std::size_t(1));
    }

    void aDroppedCorpusIsShownBeforeItIsImported()
    {
        WindowFixture f;
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(f.makeVideo("captions.jsonl"))});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.window.get(), &enter);
        QDropEvent drop({10, 10}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.window.get(), &drop);
        QTRY_VERIFY(f.button("importCorpusButton")->isEnabled());
        QVERIFY(!f.window->project().isOpen());
        f.button("importCorpusButton")->click();
        QTRY_VERIFY(f.window->project().isOpen());
    }

    void droppedVideosAreAdded()
    {
        WindowFixture f;
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile(f.makeVideo("one.mp4")), QUrl::fromLocalFile(f.makeVideo("two.mp4"))});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.window.get(), &drop);
        QTRY_COMPARE(f.window->project().document().media().size(), std::size_t(2));
        QTRY_VERIFY(!f.window->mediumView().mediumId().isEmpty());
    }

    void aDroppedPageFromTheNetIsRefusedInOneSentence()
    {
        WindowFixture f;
        QMimeData page;
        page.setUrls({QUrl("https://example.org/film.mp4")});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &page, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.window.get(), &enter);
        QDropEvent drop({10, 10}, Qt::CopyAction, &page, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.window.get(), &drop);
        QVERIFY(f.window->errorBar().text().contains("not a file on this machine"));
        QVERIFY(!f.window->project().isOpen());
    }

    void placeholdersCanBeRead()
    {
        for (const ThemeName name : {ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast}) {
            Theme::current().use(name);
            WindowFixture f;
            f.openVideo();
            f.makeSegment();
            f.window->show();
            const QColor words = f.window->segmentPanel().editor()->palette().color(QPalette::PlaceholderText);
            QCOMPARE(words.alpha(), 255);
            QVERIFY(contrast(words, tokens().window) >= 4.5);
        }
    }

    void importedCaptionsWithoutTheirFilesAreShownAndOfferToFindThem()
    {
        WindowFixture f;
        f.pathToGive = f.makeVideo("captions.json");
        f.importCorpus();
        QTRY_VERIFY(!f.window->mediumView().mediumId().isEmpty());
        QTRY_VERIFY(f.window->errorBar().text().contains("imported.mp4"));
        QTRY_COMPARE(f.window->project().missingMedia().size(), 1);
    }

    void anImportThatFailsIsOneSentence()
    {
        WindowFixture f;
        f.openVideo();
        f.pathToGive = toQString(f.folder / "gone.json");
        f.trigger("file.import");
        f.button("chooseCorpusButton")->click();
        QTRY_VERIFY(f.window->findChild<QLabel*>("previewRest")->text().contains("gone.json"));
        QVERIFY(!f.button("importCorpusButton")->isEnabled());
        QCOMPARE(f.window->project().document().media().size(), std::size_t(1));
    }

    void aFileThatMovedIsFoundAgain()
    {
        const descant::test::TemporaryFolder elsewhere;
        WindowFixture f;
        f.openVideo();
        f.makeSegment();
        const QString path = f.window->project().path();
        const QString before = toQString(f.window->project().document().media().front()->path);
        f.closeProject();
        QDir().mkpath(toQString(elsewhere / "deep"));
        const QString after = toQString(elsewhere / "deep") + "/" + QFileInfo(before).fileName();
        QVERIFY(QFile::rename(before, after));
        QTRY_VERIFY((f.window->start(path, {}), f.window->project().isOpen()));
        QTRY_COMPARE(f.window->project().missingMedia().size(), 1);
        f.pathToGive = toQString(elsewhere.path());
        f.trigger("file.findMissing");
        QTRY_COMPARE(toQString(f.window->project().document().media().front()->path), after);
        QVERIFY(f.window->project().missingMedia().isEmpty());
        QCOMPARE(f.window->project().document().segmentCount(), std::size_t(1));
        f.trigger("edit.undo");
        QCOMPARE(toQString(f.window->project().document().media().front()->path), before);
    }

    void aFileThatIsNowhereStaysMissing()
    {
        const descant::test::TemporaryFolder elsewhere;
        WindowFixture f;
        f.openVideo();
        const QString path = f.window->project().path();
        f.closeProject();
        QVERIFY(QFile::remove(toQString(f.folder / "clip.mp4")));
        QTRY_VERIFY((f.window->start(path, {}), f.window->project().isOpen()));
        QTRY_COMPARE(f.window->project().missingMedia().size(), 1);
        f.pathToGive = toQString(elsewhere.path());
        f.trigger("file.findMissing");
        QTRY_VERIFY(f.window->errorBar().text().startsWith("Not found in"));
        QCOMPARE(f.window->project().missingMedia().size(), 1);
    }

    void aProjectFromANewerVersionIsOneSentence()
    {
        WindowFixture f;
        const QString path = toQString(f.folder / "newer.descant");
        f.window->start(path, {});
        QTRY_VERIFY(f.window->project().isOpen());
        f.closeProject();
        sqlite3* base = nullptr;
        QCOMPARE(sqlite3_open(path.toUtf8().constData(), &base), SQLITE_OK); // once: it allocates each time
        QTRY_COMPARE(sqlite3_exec(base, "PRAGMA user_version = 999", nullptr, nullptr, nullptr), SQLITE_OK);
        sqlite3_close(base);
        f.window->start(path, {});
        QTRY_VERIFY(f.window->errorBar().text().contains("newer"));
        QVERIFY(!f.window->project().isOpen());
        QCOMPARE(f.window->statusLine().result(), f.window->errorBar().text());
    }
};

QTEST_MAIN(WindowFilesTest)
#include "tst_window_files.moc"
