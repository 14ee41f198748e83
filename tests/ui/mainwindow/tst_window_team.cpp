// SPDX-License-Identifier: GPL-3.0-or-later
// Work packages out of the window and back into it.
#include "core/project/edits.h"
#include "core/workflows/project_session.h"
#include "tests/support/patient_test.h"
#include "tests/ui/mainwindow/window_fixture.h"
#include "ui/adjudication/adjudication_dialog.h"
#include "ui/captions/caption_edit.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/mainwindow/status_line.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"

#include <QDir>
#include <QFile>
#include <QListWidget>
#include <QPushButton>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

/// A project with one video beside it and one segment, "a bus", which was given out in a folder of its own.
struct TeamFixture : WindowFixture {
    QString home = toQString(folder / "home.descant");
    QString package = toQString(folder / "out" / "ada.descant");

    TeamFixture()
    {
        window->show();
        window->start(home, {});
        QTRY_VERIFY(window->project().isOpen());
        openVideo();
        makeSegment();
        write("a bus");
        QDir().mkpath(toQString(folder / "out"));
        pathToGive = package;
    }

    void makePackage(const char* action)
    {
        trigger(action);
        QTRY_COMPARE(window->statusLine().result(), QString("ada.descant made with 1 segment"));
    }

    void write(const std::string& text)
    {
        const std::string id = fromQString(window->segments().current());
        QVERIFY(window->project().perform(project::setText(window->project().document(), id, text)));
    }

    void writeInPackage(const std::string& text) const
    {
        auto session = workflows::ProjectSession::open(toPath(package));
        QVERIFY(session.has_value());
        const project::Document& document = (*session)->document();
        const std::string id = document.segmentsOf(document.media().front()->id).front()->id;
        QVERIFY((*session)->perform(project::setText(document, id, text)).has_value());
    }

    AdjudicationDialog* readings() const { return window->findChild<AdjudicationDialog*>(); }

    QPushButton* verdict(const QString& name) const
    {
        for (QPushButton* one : readings()->findChildren<QPushButton*>())
            if (one->accessibleName() == name)
                return one;
        qFatal("no such verdict");
    }
};

} // namespace

class WindowTeamTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatChangedOnBothSidesIsDecidedAndTheDecisionTakenBack()
    {
        TeamFixture f;
        f.makePackage("file.makePackage");
        f.writeInPackage("a tram");
        f.write("a train");
        f.trigger("file.mergePackages");
        QTRY_VERIFY(f.readings() != nullptr);
        QCOMPARE(f.readings()->list()->count(), 1);
        QCOMPARE(f.humanText(), QString("a train"));
        f.verdict("Take theirs")->click();
        QCOMPARE(f.humanText(), QString("a tram"));
        QVERIFY(f.readings()->current().isEmpty());
        f.trigger("edit.undo");
        QCOMPARE(f.humanText(), QString("a train"));
        QCOMPARE(f.readings()->list()->count(), 1);
    }

    void aBlindPackageHoldsNoTextAndComesBackAsAReading()
    {
        TeamFixture f;
        f.makePackage("file.makeBlindPackage");
        {
            const auto session = workflows::ProjectSession::open(toPath(f.package));
            QVERIFY(session.has_value());
            const project::Document& document = (*session)->document();
            QCOMPARE(document.segmentsOf(document.media().front()->id).front()->text, std::string());
        }
        f.writeInPackage("a tram");
        f.trigger("file.mergePackages");
        QTRY_VERIFY(f.readings() != nullptr);
        f.readings()->editor()->setPlainText("a red bus");
        f.verdict("Use this text")->click();
        QCOMPARE(f.humanText(), QString("a red bus"));
    }

    void thereIsSomethingToReadAlsoWhenNothingWaits()
    {
        TeamFixture f;
        f.trigger("review.readings");
        QVERIFY(f.readings() != nullptr && f.readings()->isVisible());
        QVERIFY(f.readings()->current().isEmpty());
    }

    void thePackageFindsTheVideosThatLieBesideIt()
    {
        TeamFixture f;
        f.makePackage("file.makePackage");
        const QString video = toQString(f.folder / "out" / "clip.mp4");
        QVERIFY(QFile::rename(toQString(f.folder / "clip.mp4"), video));
        f.trigger("file.openProject");
        QTRY_COMPARE(f.window->project().path(), f.package);
        QTRY_COMPARE(toQString(f.window->project().document().media().front()->path), video);
        QTRY_VERIFY(f.window->project().missingMedia().isEmpty());
    }
};

QTEST_MAIN(WindowTeamTest)
#include "tst_window_team.moc"
