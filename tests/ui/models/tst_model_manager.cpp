// SPDX-License-Identifier: GPL-3.0-or-later
// The model manager over models without files: what it shows, what it asks for, and what it says when something fails.
#include "tests/support/patient_test.h"
#include "tests/ui/models/fake_models.h"
#include "ui/jobs/job_panel.h"
#include "ui/models/add_model_page.h"
#include "ui/models/download_page.h"
#include "ui/models/job_strip.h"
#include "ui/models/model_details.h"
#include "ui/models/model_jobs.h"
#include "ui/models/model_manager_dialog.h"
#include "ui/widgets/problem_box.h"
#include "ui/support/error_bar.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

/// A manager over fakes; what is picked is `path`.
struct Fixture {
    std::shared_ptr<FakeModels> models = std::make_shared<FakeModels>();
    JobListModel list;
    std::unique_ptr<ModelJobs> jobs;
    QString path = "/files/MSRVTT_best.pth";
    QPointer<ModelManagerDialog> dialog;

    explicit Fixture(std::shared_ptr<FakeModels> given = std::make_shared<FakeModels>()) : models(std::move(given))
    {
        jobs = std::make_unique<ModelJobs>(models, list);
        jobs->setInUse("/models/demo");
        open();
    }
    ~Fixture() { delete dialog; }

    void open()
    {
        const AskPath ask = [this](const std::function<void(const QString&)>& chosen) { chosen(path); };
        dialog = new ModelManagerDialog(*jobs, {ask, ask});
        dialog->show();
        QTRY_VERIFY(jobs->wasRead());
    }
    QListView* view() const { return dialog->findChild<QListView*>(); }
    QPushButton* button(const char* name) const
    {
        auto* found = dialog->findChild<QPushButton*>(name);
        if (found == nullptr)
            qFatal("no button %s", name);
        return found;
    }
    void click(const char* name) const { button(name)->click(); }
    void chooseRow(int row) const { view()->setCurrentIndex(view()->model()->index(row, 0)); }
    bool asked(const std::string& what) const
    {
        const auto done = models->done();
        return std::find(done.begin(), done.end(), what) != done.end();
    }
    /// The words of all labels that can be seen.
    QString words() const
    {
        QStringList all;
        for (const QLabel* label : dialog->findChildren<QLabel*>()) {
            if (label->isVisible())
                all.append(label->text());
        }
        return all.join("\n");
    }
    QString error() const { return dialog->findChild<ErrorBar*>()->text(); }
    QString result() const { return dialog->findChild<QLabel*>("modelResult")->text(); }
    /// To the page that adds, with what is picked looked through.
    void pickFile()
    {
        click("addModelButton");
        click("pickModelFileButton");
        QTRY_VERIFY(button("makePackageButton")->isEnabled());
    }
};

Error mismatch(const std::string& subject)
{
    return {ErrorCode::TensorMismatch, subject, "2 tensors are missing", {}, {"missing: a [1]", "missing: b [2]"}};
}

} // namespace

class ModelManagerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void itShowsWhatIsKnownOfEachModel()
    {
        Fixture f;
        QTRY_COMPARE(f.view()->model()->rowCount(), 2);
        QCOMPARE(f.view()->currentIndex().row(), 0);
        QVERIFY(f.view()->model()->index(0, 0).data(Qt::AccessibleTextRole).toString().endsWith("in use"));
        QVERIFY(!f.button("useModelButton")->isEnabled());
        f.chooseRow(1);
        QTRY_VERIFY(f.words().contains("/models/big"));
        for (const char* part :
             {"big", "/models/big", "MIT", "4.05 billion", "8.1 GB", "CIDEr-D 5.530",
              "8.6 GB needed, 10.0 GB free: fits", "16.5 GB needed, 10.0 GB free: too much",
              "16 bits (bf16): there is room for it", "sees and hears (multimodal)", "made for a test"})
            QTRY_VERIFY2(f.words().contains(part), part);
        QVERIFY(f.button("useModelButton")->isEnabled());
    }

    void aModelIsUsedAndTheOneBeforeIsOneStepAway()
    {
        Fixture f;
        QSignalSpy activated(f.jobs.get(), &ModelJobs::activated);
        f.chooseRow(1);
        QTest::keyClick(f.view(), Qt::Key_Return);
        QTRY_COMPARE(activated.size(), 1);
        QCOMPARE(activated.first().first().toString(), QString("/models/big"));
        QTRY_VERIFY(f.button("previousModelButton")->isVisible());
        QCOMPARE(f.button("previousModelButton")->text(), QString("Back to demo"));
        f.click("previousModelButton");
        QTRY_COMPARE(activated.size(), 2);
        QCOMPARE(activated.last().first().toString(), QString("/models/demo"));
    }

    void aModelThatCannotBeUsedSaysWhy()
    {
        auto models = std::make_shared<FakeModels>();
        models->onShelf.models[1].problem = mismatch("/models/big");
        Fixture f(models);
        QTRY_COMPARE(f.view()->model()->rowCount(), 2);
        f.chooseRow(1);
        auto* box = f.dialog->findChild<ModelDetails*>()->findChild<ProblemBox*>();
        QVERIFY(box->isVisible());
        QVERIFY(box->text().contains("2 tensors are missing"));
        QCOMPARE(box->findChild<QListView*>()->model()->rowCount(), 2);
        QVERIFY(!f.button("useModelButton")->isEnabled());
        QTest::keyClick(f.view(), Qt::Key_Return);
        QVERIFY(!f.asked("activate /models/big"));
    }

    void anErrorOfActivatingIsShown()
    {
        Fixture f;
        f.models->trouble = Error{ErrorCode::PackageInvalid, "/models/big", "", "", {}};
        f.chooseRow(1);
        f.click("useModelButton");
        QTRY_VERIFY(f.error().contains("/models/big"));
    }

    void verifyingIsAJobThatSaysHowItEnded()
    {
        Fixture f;
        f.click("verifyModelButton");
        QTRY_COMPARE(f.result(), QString("demo is whole"));
        QCOMPARE(f.list.row(0).state, JobState::Done);
        f.models->trouble = Error{ErrorCode::HashMismatch, "/models/demo", "1 of its files differ", "", {"a: differs"}};
        f.click("verifyModelButton");
        auto* box = f.dialog->findChild<ModelDetails*>()->findChild<ProblemBox*>();
        QTRY_VERIFY(box->isVisible());
        QVERIFY(box->text().contains("1 of its files differ"));
        QCOMPARE(f.list.row(0).state, JobState::Failed);
    }

    void deletingAsksAndNamesFolderAndSize()
    {
        Fixture f;
        QVERIFY(!f.button("deleteModelButton")->isVisible()); // the demo model
        f.chooseRow(1);
        QVERIFY(f.button("deleteModelButton")->isVisible());
        f.click("deleteModelButton");
        QVERIFY(f.words().contains("Delete /models/big with everything in it, 8.1 GB?"));
        f.click("keepModelButton");
        QVERIFY(!f.button("reallyDeleteModelButton")->isVisible());
        QVERIFY(!f.asked("remove /models/big"));
        f.click("deleteModelButton");
        f.click("reallyDeleteModelButton");
        QTRY_COMPARE(f.view()->model()->rowCount(), 1);
        QVERIFY(f.asked("remove /models/big"));
    }

    void aBadFileIsASentenceInPlace()
    {
        Fixture f;
        f.models->trouble = Error{ErrorCode::CheckpointHostile, "/files/bad.pth", "it asks for os.system", "", {}};
        f.path = "/files/bad.pth";
        f.click("addModelButton");
        f.click("pickModelFileButton");
        auto* box = f.dialog->findChild<AddModelPage*>()->findChild<ProblemBox*>();
        QTRY_VERIFY(box->isVisible());
        QVERIFY(box->text().startsWith("The checkpoint asks to run code and was refused (it asks for os.system)"));
        QVERIFY(!f.button("makePackageButton")->isEnabled());
    }

    void whatIsMissingIsNamedAndCanBeAdded()
    {
        Fixture f;
        f.models->inspection.state = InspectionValue::State::Incomplete;
        f.models->inspection.missing = {{"spiece.model", "the tokenizer is not here", "add it", {}, {}},
                                        {"BEATs", "30 tensors are missing", "add BEATs", {}, {"missing: x [1]"}}};
        f.click("addModelButton");
        f.click("pickModelFolderButton");
        QTRY_VERIFY(f.words().contains("Missing: spiece.model"));
        QVERIFY(f.words().contains("The tokenizer is not here. What to do: add it."));
        QVERIFY(!f.button("makePackageButton")->isEnabled());
        QVERIFY(f.dialog->findChild<AddModelPage*>()->findChild<QListWidget*>()->isVisible());
        f.models->inspection = readyInspection();
        f.path = "/files/spiece.model";
        for (PathRow* row : f.dialog->findChildren<PathRow*>()) {
            if (row->chooseButton()->accessibleName() == "Choose spiece.model")
                row->chooseButton()->click();
        }
        QTRY_VERIFY(f.asked("inspect /files/spiece.model with /files/spiece.model")
                    || f.asked("inspect /files/MSRVTT_best.pth with /files/spiece.model"));
        QTRY_VERIFY(f.button("makePackageButton")->isEnabled());
        QVERIFY(!f.words().contains("Missing: spiece.model"));
    }

    void aPackageIsMadeAsWished()
    {
        Fixture f;
        f.pickFile();
        auto* page = f.dialog->findChild<AddModelPage*>();
        QCOMPARE(page->findChild<QLineEdit*>()->text(), QString("MSRVTT_best"));
        page->findChild<QLineEdit*>()->setText(" mine ");
        for (QComboBox* box : page->findChildren<QComboBox*>())
            box->setCurrentIndex(box->count() - 1);
        f.click("makePackageButton");
        QTRY_VERIFY(f.asked("assemble mine as bf16, LoRA kept"));
        QTRY_COMPARE(f.result(), QString("mine was made"));
        QTRY_COMPARE(f.view()->model()->rowCount(), 3);
        QTRY_COMPARE(f.view()->currentIndex().data().toString(), QString("mine"));
        QVERIFY(f.dialog->findChild<ModelDetails*>()->isVisible());
    }

    void aPackageWithoutANameIsNotMade()
    {
        Fixture f;
        f.pickFile();
        f.dialog->findChild<AddModelPage*>()->findChild<QLineEdit*>()->setText("  ");
        QVERIFY(!f.button("makePackageButton")->isEnabled());
    }

    void aPackageThatIsPickedIsUsed()
    {
        Fixture f;
        f.models->inspection.state = InspectionValue::State::Package;
        f.models->inspection.found[0].path = "/elsewhere/package";
        f.pickFile();
        QCOMPARE(f.button("makePackageButton")->text(), QString("Use this model"));
        f.click("makePackageButton");
        QTRY_VERIFY(f.asked("activate /elsewhere/package"));
    }

    void workGoesOnWhenTheWindowCloses()
    {
        Fixture f;
        f.models->pace = FakeModels::Pace::WhenLet;
        f.pickFile();
        f.click("makePackageButton");
        auto* strip = f.dialog->findChild<JobStrip*>();
        QTRY_VERIFY(strip->isVisible());
        QTRY_VERIFY(f.words().contains("Make MSRVTT_best – Copying weights"));
        f.click("closeModelsButton");
        QTRY_VERIFY(f.dialog.isNull());
        QCOMPARE(f.list.row(0).state, JobState::Running);
        f.open();
        QVERIFY(f.dialog->findChild<JobStrip*>()->isVisible());
        f.models->letGo();
        QTRY_COMPARE(f.list.row(0).state, JobState::Done);
        QTRY_COMPARE(f.view()->model()->rowCount(), 3);
        QVERIFY(!f.dialog->findChild<JobStrip*>()->isVisible());
    }

    void workIsCancelledInPlaceAndInTheListOfJobs()
    {
        Fixture f;
        f.models->pace = FakeModels::Pace::WhenLet;
        f.pickFile();
        f.click("makePackageButton");
        QTRY_COMPARE(f.list.row(0).state, JobState::Running);
        f.click("cancelModelJobButton");
        QTRY_COMPARE(f.list.row(0).state, JobState::Cancelled);
        QCOMPARE(f.result(), QString("Make MSRVTT_best: cancelled"));
        f.click("makePackageButton");
        QTRY_COMPARE(f.list.row(0).state, JobState::Running);
        f.list.row(0).cancel();
        QTRY_COMPARE(f.list.row(0).state, JobState::Cancelled);
        QCOMPARE(f.models->onShelf.models.size(), std::size_t(2));
    }

    void aJobThatWaitsIsCancelledWithoutBeingBegun()
    {
        Fixture f;
        f.models->pace = FakeModels::Pace::WhenLet;
        f.click("verifyModelButton");
        QTRY_COMPARE(f.list.row(0).state, JobState::Running);
        f.chooseRow(1);
        f.click("verifyModelButton");
        QCOMPARE(f.list.row(0).state, JobState::Waiting);
        std::function<void()>(f.list.row(0).cancel)();
        f.models->letGo();
        QTRY_COMPARE(f.list.row(0).state, JobState::Cancelled);
        QVERIFY(!f.asked("verify /models/big"));
    }

    void leavingTheProgramStopsWhatRuns()
    {
        Fixture f;
        f.models->pace = FakeModels::Pace::WhenLet;
        f.click("verifyModelButton");
        QTRY_VERIFY(f.asked("verify /models/demo"));
        delete f.dialog;
        f.jobs.reset(); // waits for ever if nothing stops
    }

    void keysOfAFailedAssemblyAreListed()
    {
        Fixture f;
        f.pickFile();
        f.models->trouble = mismatch("/files/MSRVTT_best.pth");
        f.click("makePackageButton");
        auto* box = f.dialog->findChild<AddModelPage*>()->findChild<ProblemBox*>();
        QTRY_VERIFY(box->isVisible());
        QCOMPARE(box->findChild<QListView*>()->model()->rowCount(), 2);
    }

    void withoutAModelItSaysWhatToDo()
    {
        auto models = std::make_shared<FakeModels>();
        models->onShelf.models.clear();
        Fixture f(models);
        QTRY_VERIFY(f.button("addFirstModelButton")->isVisible());
        f.click("addFirstModelButton");
        QVERIFY(f.dialog->findChild<AddModelPage*>()->isVisible());
        QVERIFY(f.dialog->focusWidget() == f.button("pickModelFolderButton"));
    }

    void downloadsAreOfferedWithLicenceAndSize()
    {
        auto models = std::make_shared<FakeModels>();
        models->offered = {{"beats", "BEATs", "MIT", 360'000'000}, {"blip2", "BLIP-2", "", 15'770'000'000}};
        Fixture f(models);
        QTRY_VERIFY(f.button("downloadModelButton")->isVisible());
        f.click("downloadModelButton");
        QListWidget* list = f.dialog->findChild<DownloadPage*>()->list();
        QCOMPARE(list->count(), 2);
        QCOMPARE(list->item(0)->text(), QString("BEATs – 360.0 MB"));
        QVERIFY(f.words().contains("Licence: MIT."));
        list->setCurrentRow(1);
        f.click("startDownloadButton");
        QTRY_VERIFY(f.asked("inspect /downloads/blip2"));
        QVERIFY(f.dialog->findChild<AddModelPage*>()->isVisible());
    }

    void withoutDownloadsNoneAreOffered()
    {
        Fixture f;
        QVERIFY(!f.button("downloadModelButton")->isVisible());
    }

    void everythingIsReachedByTabAndHasAName()
    {
        Fixture f;
        f.pickFile();
        QSet<QWidget*> reached;
        f.view()->setFocus();
        for (int step = 0; step < 60; ++step) {
            reached.insert(f.dialog->focusWidget());
            QTest::keyClick(f.dialog->focusWidget(), Qt::Key_Tab);
        }
        for (QWidget* widget : f.dialog->findChildren<QWidget*>()) {
            const bool control = qobject_cast<QAbstractButton*>(widget) || qobject_cast<QComboBox*>(widget)
                || qobject_cast<QLineEdit*>(widget) || qobject_cast<QListView*>(widget);
            if (!control || !widget->isVisible() || !widget->isEnabled() || widget->focusPolicy() == Qt::NoFocus)
                continue;
            QVERIFY2(reached.contains(widget), qPrintable(widget->objectName() + widget->accessibleName()));
            const auto* button = qobject_cast<QAbstractButton*>(widget);
            QVERIFY2(!widget->accessibleName().isEmpty() || (button != nullptr && !button->text().isEmpty()),
                     qPrintable(widget->objectName()));
        }
    }
};

QTEST_MAIN(ModelManagerTest)
#include "tst_model_manager.moc"
