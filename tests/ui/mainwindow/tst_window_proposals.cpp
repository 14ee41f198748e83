// SPDX-License-Identifier: GPL-3.0-or-later
// Proposals that come late or not at all, and the model that is asked for them.
#include "tests/support/patient_test.h"
#include "tests/ui/mainwindow/window_fixture.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/proposal_runner.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/preferences/preferences_dialog.h"
#include "ui/support/conversions.h"

#include <QFile>
#include <QLineEdit>
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
        QTRY_COMPARE(f.offer()->text(), QString("Choose model…"));
    }

    void aClearedModelFolderIsTheDemoModel()
    {
        WindowFixture f;
        QCOMPARE(f.captioning->model, std::filesystem::path("/models/demo"));
        f.trigger("edit.preferences");
        auto* field = f.window->findChild<PreferencesDialog*>()->findChild<QLineEdit*>();
        for (const char* folder : {"/models/big", ""}) {
            field->setText(folder);
            Q_EMIT field->editingFinished();
        }
        QCOMPARE(f.captioning->model, std::filesystem::path("/models/demo"));
    }
};

QTEST_MAIN(WindowProposalsTest)
#include "tst_window_proposals.moc"
