// SPDX-License-Identifier: GPL-3.0-or-later
// The real models behind the manager: from a training file on the disk to a package that proposes.
#include "app/desktop/library_models.h"
#include "core/workflows/model_library.h"
#include "tests/core/inference/tiny_tokenizer.h"
#include "tests/support/paths.h"
#include "tests/support/patient_test.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/written_file.h"
#include "ui/jobs/job_panel.h"
#include "ui/models/add_model_page.h"
#include "ui/models/model_jobs.h"
#include "ui/models/model_manager_dialog.h"
#include "ui/widgets/problem_box.h"

#include <QComboBox>
#include <QListView>
#include <QPushButton>
#include <QSignalSpy>

using namespace descant;
using namespace descant::ui;
namespace fs = std::filesystem;

namespace {

/// A home of its own with a training file and its tokenizer.
struct Home {
    descant::test::TemporaryFolder folder;
    std::shared_ptr<desktop::LibraryModels> models = std::make_shared<desktop::LibraryModels>();
    fs::path authors = folder / "MSRVTT_best.pth";

    Home()
    {
        qputenv("XDG_DATA_HOME", (folder / "data").c_str());
        qputenv("XDG_CONFIG_HOME", (folder / "config").c_str());
        qunsetenv("DESCANT_MODEL");
        fs::copy_file(descant::test::dataFile("reference/authors_aligned.pth"), authors);
        descant::test::writtenFile(folder / "spiece.model", descant::test::tinyTokenizer());
    }
    AssemblyWish wish(const std::string& name) const { return {{authors, {}, {}, {}}, name, "as-stored", {}}; }
    /// What is in the library, unfinished packages too.
    std::vector<std::string> library() const
    {
        std::vector<std::string> names;
        std::error_code ignored;
        for (const auto& entry : fs::directory_iterator(workflows::libraryFolder(), ignored))
            names.push_back(entry.path().filename());
        return names;
    }
    static const ModelValue* find(const ModelShelf& shelf, const std::string& name)
    {
        for (const ModelValue& model : shelf.models) {
            if (model.name == name)
                return &model;
        }
        return nullptr;
    }
};

} // namespace

class LibraryModelsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTrainingFileBecomesAModelThatProposes()
    {
        Home home;
        JobListModel list;
        ModelJobs jobs(home.models, list);
        jobs.setInUse(QString::fromStdString(home.models->activeFolder()));
        const auto ask = [&](const std::function<void(const QString&)>& chosen) {
            chosen(QString::fromStdString(home.authors));
        };
        ModelManagerDialog* dialog = new ModelManagerDialog(jobs, {ask, ask});
        dialog->show();
        dialog->findChild<QPushButton*>("addModelButton")->click();
        dialog->findChild<QPushButton*>("pickModelFileButton")->click();
        auto* make = dialog->findChild<QPushButton*>("makePackageButton");
        QTRY_VERIFY(make->isEnabled());
        QSignalSpy progressed(&jobs, &ModelJobs::progressed);
        make->click();
        QTRY_COMPARE(list.row(0).state, JobState::Done);
        QVERIFY(progressed.size() > 10);
        QTRY_VERIFY(Home::find(jobs.shelf(), "MSRVTT_best") != nullptr);
        QSignalSpy activated(&jobs, &ModelJobs::activated);
        auto* use = dialog->findChild<QPushButton*>("useModelButton");
        QTRY_VERIFY(use->isEnabled());
        use->click();
        QTRY_COMPARE(activated.size(), 1);
        QCOMPARE(home.models->activeFolder(), workflows::libraryFolder() / "MSRVTT-best");
        delete dialog;
    }

    void aSecondOfTheSameNameStandsBesideTheFirst()
    {
        Home home;
        QVERIFY(home.models->assemble(home.wish("mine"), {}, {}));
        const auto second = home.models->assemble(home.wish("mine"), {}, {});
        QVERIFY(second);
        QCOMPARE(second->filename(), fs::path("mine-2"));
        QVERIFY(home.models->verify(*second, {}, {}).value().starts_with("mine-2 is whole: 2 files, "));
    }

    void aNameLeadsOutOfNoFolder()
    {
        Home home;
        const auto made = home.models->assemble(home.wish("../../.."), {}, {});
        QVERIFY(made);
        QCOMPARE(made->parent_path(), workflows::libraryFolder());
    }

    void whatIsStoppedLeavesNoFolder()
    {
        Home home;
        std::stop_source stop;
        const auto made =
            home.models->assemble(home.wish("mine"), stop.get_token(), [&](const Progress&) { stop.request_stop(); });
        QVERIFY(!made);
        QVERIFY(isCancelled(made.error()));
        QVERIFY(home.library().empty());
    }

    void aDamagedFileIsAnErrorAndLeavesNoFolder()
    {
        Home home;
        const auto inspected =
            home.models->inspect({descant::test::writtenFile(home.authors, "noise"), {}, {}, {}}, {});
        QVERIFY(!inspected);
        QCOMPARE(std::get<Error>(inspected.error()).code, ErrorCode::CheckpointInvalid);
        QVERIFY(!home.models->assemble(home.wish("mine"), {}, {}));
        QVERIFY(home.library().empty());
    }

    void whatIsInUseOrNotOfTheLibraryIsNotDeleted()
    {
        Home home;
        const fs::path mine = home.models->assemble(home.wish("mine"), {}, {}).value();
        QVERIFY(home.models->activate(mine));
        QVERIFY(!home.models->remove(mine));
        QVERIFY(!home.models->remove(home.folder.path()));
        QVERIFY(fs::exists(mine) && fs::exists(home.authors));
        const ModelShelf shelf = home.models->shelf();
        QVERIFY(Home::find(shelf, "Descant demo") != nullptr);
        QCOMPARE(Home::find(shelf, "Descant demo")->keeping, ModelValue::Keeping::Fixed);
        QVERIFY(!home.models->remove(Home::find(shelf, "Descant demo")->folder));
        QCOMPARE(shelf.previous, std::optional<std::string>("Descant demo"));
        QVERIFY(home.models->activatePrevious());
        QVERIFY(home.models->remove(mine));
        QVERIFY(!fs::exists(mine));
    }

    void theDemoModelHasAScoreCard()
    {
        Home home;
        const ModelShelf shelf = home.models->shelf();
        const ModelValue* demo = Home::find(shelf, "Descant demo");
        QVERIFY(demo != nullptr);
        QVERIFY(demo->scoreCard.starts_with("CIDEr-D "));
        QVERIFY(!demo->source.empty());
        QVERIFY(shelf.freeMemory > 0);
        QCOMPARE(home.models->activeFolder(), demo->folder);
    }
};

QTEST_MAIN(LibraryModelsTest)
#include "tst_library_models.moc"
