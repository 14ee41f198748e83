// SPDX-License-Identifier: GPL-3.0-or-later
// Proposals that come late or not at all, and the model that is asked for them.
#include "tests/support/patient_test.h"
#include "tests/ui/mainwindow/window_fixture.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/proposal_runner.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/mainwindow/status_line.h"
#include "ui/models/model_manager_dialog.h"
#include "ui/support/conversions.h"
#include "ui/support/error_bar.h"

#include <QFile>
#include <QListView>
#include <QPointer>
#include <QPushButton>
#include <QSettings>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

class WindowProposalsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() { QSettings().clear(); }

    void proposalsForTimesThatChangedMeanwhileSaySo()
    {
        WindowFixture f;
        f.captioning->answer = FakeCaptioning::Answer::Later;
        f.openVideo();
        f.makeSegment(3, 9);
        f.trigger("propose.segment");
        f.window->segments().setRange(f.window->segments().current(), {fromSeconds(3), fromSeconds(7)});
        f.captioning->waiting.front()(f.captioning->proposals());
        QTRY_COMPARE(f.window->project().document().proposalCount(), std::size_t(3));
        for (const project::Proposal* proposal :
             f.window->project().document().proposalsOf(fromQString(f.window->segments().current())))
            QCOMPARE(proposal->state, project::ProposalState::Stale);
    }

    void aVideoThatIsMissingWhenProposingOffersToFindIt()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment();
        const std::string path = f.window->project().document().media().front()->path;
        QVERIFY(QFile::remove(toQString(path)));
        f.captioning->trouble = Error{ErrorCode::FileNotFound, path, "", "", {}};
        f.trigger("propose.segment");
        QTRY_VERIFY(!f.window->proposals().isRunning());
        QCOMPARE(f.offer()->text(), QString("Find missing media…"));
        QTRY_COMPARE(f.window->project().missingMedia().size(), 1);
        f.captioning->trouble = Error{ErrorCode::PackageInvalid, "/models/demo", "", "", {}};
        f.trigger("propose.segment");
        QTRY_COMPARE(f.offer()->text(), QString("Models…"));
    }

    void theActiveModelProposesFromTheStart()
    {
        WindowFixture f;
        QCOMPARE(f.captioning->model, std::filesystem::path("/models/demo"));
    }

    void aModelThatIsUsedInTheManagerProposesAtOnce()
    {
        WindowFixture f;
        f.window->show();
        f.window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        QTest::keyClick(f.window.get(), Qt::Key_M, Qt::ControlModifier);
        QPointer<ModelManagerDialog> manager = f.window->findChild<ModelManagerDialog*>();
        QVERIFY(manager);
        auto* list = manager->findChild<QListView*>();
        QTRY_COMPARE(list->model()->rowCount(), 2);
        list->setCurrentIndex(list->model()->index(1, 0));
        manager->findChild<QPushButton*>("useModelButton")->click();
        QTRY_COMPARE(f.captioning->model, std::filesystem::path("/models/big"));
        QTRY_VERIFY(!manager->findChild<QPushButton*>("useModelButton")->isEnabled());
        manager->close();
        QTRY_VERIFY(manager.isNull());
    }

    void theManagerIsOpenOnceAndTheStatusBarLeadsToIt()
    {
        WindowFixture f;
        Q_EMIT f.window->statusLine().modelClicked();
        f.trigger("propose.model");
        QCOMPARE(f.window->findChildren<ModelManagerDialog*>().size(), 1);
    }

    void aModelThatFailsWhileTheManagerIsClosedLeadsBackToIt()
    {
        WindowFixture f;
        f.models->pace = FakeModels::Pace::WhenLet;
        ModelManagerDialog* manager = f.window->showModels();
        QTRY_COMPARE(manager->findChild<QListView*>()->model()->rowCount(), 2);
        manager->findChild<QPushButton*>("verifyModelButton")->click();
        QTRY_COMPARE(f.models->done().size(), std::size_t(1));
        delete manager;
        f.models->trouble = Error{ErrorCode::HashMismatch, "/models/demo", "", "", {}};
        f.models->letGo();
        QTRY_VERIFY(f.window->errorBar().text().contains("/models/demo"));
        QCOMPARE(f.offer()->text(), QString("Models…"));
    }
};

QTEST_MAIN(WindowProposalsTest)
#include "tst_window_proposals.moc"
