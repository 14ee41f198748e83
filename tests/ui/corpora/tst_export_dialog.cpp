// SPDX-License-Identifier: GPL-3.0-or-later
// The way out for corpora over ones without files: what each format keeps, what would be lost, and the job that writes.
#include "tests/support/patient_test.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/corpora/fake_corpora.h"
#include "ui/corpora/corpus_jobs.h"
#include "ui/corpora/export_dialog.h"
#include "ui/corpora/trial_view.h"
#include "ui/jobs/job_panel.h"
#include "ui/support/conversions.h"
#include "ui/support/settings.h"
#include "ui/widgets/problem_box.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

struct Fixture {
    descant::test::TemporaryFolder folder;
    std::shared_ptr<FakeCorpora> corpora = std::make_shared<FakeCorpora>();
    JobListModel list;
    CorpusJobs jobs{corpora, list};
    DocumentPointer document = std::make_shared<project::Document>(documentWith({"a dog barks"}));
    QPointer<ExportDialog> dialog;

    Fixture()
    {
        QSettings().clear();
        Settings::setLastFolder("export", path("any"));
        open();
    }
    ~Fixture() { delete dialog; }

    void open()
    {
        const AskPath ask = [](const std::function<void(const QString&)>& chosen) { chosen("/chosen/corpus.json"); };
        dialog = new ExportDialog(jobs, [this] { return document; }, "films", {ask, ask, ask, ask, ask, ask});
        dialog->show();
    }
    QString path(const QString& name) const { return toQString(folder.path()) + "/" + name; }
    QPushButton* button(const char* name) const
    {
        auto* found = dialog->findChild<QPushButton*>(name);
        if (found == nullptr)
            qFatal("no button %s", name);
        return found;
    }
    QPushButton* exporting() const { return button("exportCorpusButton"); }
    QLineEdit* place() const { return dialog->findChild<QLineEdit*>("exportPath"); }
    QString label(const char* name) const { return dialog->findChild<QLabel*>(name)->text(); }
    QString verdict() const { return label("trialVerdict"); }
    ProblemBox* problem() const { return dialog->findChild<TrialView*>()->findChild<ProblemBox*>(); }
    QCheckBox* box(const QString& words) const
    {
        for (auto* one : dialog->findChildren<QCheckBox*>())
            if (one->text() == words)
                return one;
        qFatal("no box %s", qPrintable(words));
    }
    QComboBox* choice(const QString& name) const
    {
        for (auto* one : dialog->findChildren<QComboBox*>())
            if (one->accessibleName() == name)
                return one;
        qFatal("no choice %s", qPrintable(name));
    }
    void choose(const QString& name, const QVariant& data) const
    {
        QComboBox* one = choice(name);
        one->setCurrentIndex(one->findData(data));
        Q_EMIT one->activated(one->currentIndex());
    }
    /// The words of all labels that can be seen.
    QString words() const
    {
        QStringList all;
        for (const QLabel* one : dialog->findChildren<QLabel*>())
            if (one->isVisible())
                all.append(one->text());
        return all.join("\n");
    }
    QString cell(int row, int column, int role = Qt::DisplayRole) const
    {
        return dialog->findChild<QTableView*>()->model()->index(row, column).data(role).toString();
    }
};

} // namespace

class ExportDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFormatSaysWhatItKeeps()
    {
        Fixture f;
        QStringList titles;
        for (int row = 0; row < f.dialog->findChild<QTableView*>()->model()->rowCount(); ++row)
            titles.append(f.cell(row, 0));
        for (const formats::FormatCapability& format : formats::formatTable())
            QVERIFY2(titles.contains(toQString(std::string(format.title))), format.name.data());
        const int msrvtt = int(titles.indexOf("MSR-VTT JSON"));
        QCOMPARE(f.cell(msrvtt, 4, Qt::AccessibleTextRole), QString("Status: not kept"));
        QCOMPARE(f.cell(msrvtt, 5, Qt::AccessibleTextRole), QString("Split: kept"));
    }

    void whatWouldBeLostIsSaidBeforeAnythingIsWritten()
    {
        Fixture f;
        f.corpora->written.captions.losses = {"3 captions lose their status"};
        f.dialog->chooseFormat("csv");
        QTRY_VERIFY(f.words().contains("3 captions lose their status"));
        QTRY_VERIFY(f.exporting()->isEnabled());
        QVERIFY(f.verdict().contains("cannot hold everything"));
        QVERIFY(f.words().contains("3 captions of 1 video"));
        QVERIFY(f.corpora->exports().empty());
        QCOMPARE(f.corpora->tried().captions.mode, formats::ExportMode::TryOnly);
    }

    void splitsThatLeakAreNamedBeforeAnythingIsWritten()
    {
        Fixture f;
        f.corpora->written.leaks = {"the group \"a\" lies in train, test"};
        f.dialog->documentChanged();
        QTRY_VERIFY(f.problem()->isVisible());
        QVERIFY(f.problem()->text().contains("Assign splits"));
        QVERIFY(!f.exporting()->isEnabled());
        f.corpora->written.leaks.clear();
        f.dialog->documentChanged();
        QTRY_VERIFY(f.exporting()->isEnabled());
        QVERIFY(!f.problem()->isVisible());
    }

    void aFormatThatHoldsAllGetsAllUnlessThePersonSaysOtherwise()
    {
        Fixture f;
        QTRY_COMPARE(f.corpora->tried().captions.statuses.size(), std::size_t(2));
        f.dialog->chooseFormat("jsonl");
        QTRY_COMPARE(f.corpora->tried().captions.statuses.size(), std::size_t(5));
        QTRY_VERIFY(f.verdict().startsWith("Nothing is lost"));
        f.box("rejected")->click();
        QTRY_COMPARE(f.corpora->tried().captions.statuses.size(), std::size_t(4));
        f.dialog->chooseFormat("msrvtt");
        QTRY_COMPARE(f.corpora->tried().format, std::string("msrvtt"));
        QCOMPARE(f.corpora->tried().captions.statuses.size(), std::size_t(4));
    }

    void everyFieldIsPartOfWhatIsOrdered()
    {
        Fixture f;
        f.dialog->chooseFormat("csv");
        f.choose("Split", "test");
        f.choose("Clips", int(workflows::ClipMode::Encode));
        f.box("Best proposal where there is no text")->click();
        f.box("Safe to open in a spreadsheet")->click();
        QTRY_VERIFY(f.exporting()->isEnabled());
        f.exporting()->click();
        QTRY_COMPARE(f.corpora->exports().size(), std::size_t(1));
        const workflows::CorpusExportOptions order = f.corpora->exports().front();
        QCOMPARE(order.format, std::string("csv"));
        QCOMPARE(order.path, toPath(f.path("films-csv.csv")));
        QCOMPARE(order.clips, workflows::ClipMode::Encode);
        QCOMPARE(order.captions.split.value_or(""), std::string("test"));
        QCOMPARE(order.captions.modelText, formats::ModelText::WhereNothingElse);
        QCOMPARE(order.captions.cells, formats::TableCells::SpreadsheetSafe);
        QCOMPARE(order.captions.mode, formats::ExportMode::Write);
    }

    void whatAFormatHasNoUseForIsNotAsked()
    {
        Fixture f;
        f.dialog->chooseFormat("csv");
        f.choose("Clips", int(workflows::ClipMode::Copy));
        QVERIFY(f.box("Safe to open in a spreadsheet")->isVisible());
        f.dialog->chooseFormat("vtt");
        QVERIFY(!f.choice("Clips")->isVisible());
        QVERIFY(!f.box("Safe to open in a spreadsheet")->isVisible());
        QTRY_COMPARE(f.corpora->tried().format, std::string("vtt"));
        QCOMPARE(f.corpora->tried().clips, workflows::ClipMode::None);
    }

    void theEndSaysWhatWasWrittenAndOpensItsFolder()
    {
        Fixture f;
        QSignalSpy opened(f.dialog, &ExportDialog::openFolderRequested);
        QTRY_VERIFY(f.exporting()->isEnabled());
        f.exporting()->click();
        QTRY_COMPARE(f.label("exportResult"), QString("Exported 3 captions to films-msrvtt.json"));
        QTRY_COMPARE(f.list.row(0).state, JobState::Done);
        f.button("openExportFolderButton")->click();
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.front().front().toString(), toQString(f.folder.path()));
    }

    void aFileThatIsThereIsNamedAndTheButtonSaysReplace()
    {
        Fixture f;
        QFile file(f.path("old.json"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        f.corpora->written.captions.files = {toPath(file.fileName())};
        f.place()->setText(file.fileName());
        Q_EMIT f.place()->textEdited(file.fileName());
        QTRY_COMPARE(f.exporting()->text(), QString("Replace"));
        QVERIFY(f.words().contains("old.json is there already and will be replaced."));
    }

    void aBareNameMeansTheFolderOfExports()
    {
        Fixture f;
        f.place()->setText("bare.json");
        Q_EMIT f.place()->textEdited("bare.json");
        QTRY_COMPARE(f.corpora->tried().path, toPath(f.path("bare.json")));
        f.place()->clear();
        Q_EMIT f.place()->textEdited({});
        QTRY_VERIFY(f.corpora->tried().path.empty());
        QTest::qWait(50);
        QVERIFY(!f.exporting()->isEnabled());
    }

    void aLongExportCanBeCancelled()
    {
        Fixture f;
        f.corpora->pace = FakeCorpora::Pace::WhenLet;
        QTRY_VERIFY(f.exporting()->isEnabled());
        f.exporting()->click();
        QTRY_VERIFY(f.words().contains("Cutting clip 1 of 2"));
        QVERIFY(!f.exporting()->isEnabled());
        f.button("cancelExportButton")->click();
        QTRY_COMPARE(f.label("exportResult"), QString("Cancelled: nothing was written"));
        QCOMPARE(f.list.row(0).state, JobState::Cancelled);
        QTRY_VERIFY(f.exporting()->isEnabled());
    }

    void closingTheWindowStopsNothingAndANewOneShowsWhatRuns()
    {
        Fixture f;
        f.corpora->pace = FakeCorpora::Pace::WhenLet;
        QSignalSpy exported(&f.jobs, &CorpusJobs::exported);
        QTRY_VERIFY(f.exporting()->isEnabled());
        f.exporting()->click();
        QTRY_COMPARE(f.list.row(0).detail, QString("Cutting clip 1 of 2"));
        delete f.dialog;
        f.open();
        QVERIFY(f.button("cancelExportButton")->isVisible());
        QVERIFY(!f.exporting()->isEnabled());
        f.corpora->letGo();
        QTRY_COMPARE(exported.size(), 1);
        QCOMPARE(f.label("exportResult"), QString("Exported 3 captions to films-msrvtt.json"));
        QTRY_VERIFY(f.exporting()->isEnabled());
    }

    void whyNothingCanBeWrittenIsSaidInPlace()
    {
        Fixture f;
        f.corpora->exportTrouble = Error{ErrorCode::NothingToExport, "films.csv", {}, {}, {}};
        f.dialog->chooseFormat("csv");
        QTRY_VERIFY(f.problem()->isVisible());
        QVERIFY(f.problem()->text().contains("films.csv"));
        QVERIFY(!f.exporting()->isEnabled());
    }

    void clipsThatCouldNotBeCutAreListed()
    {
        Fixture f;
        f.corpora->written.clips.cut = 4;
        f.corpora->written.clips.problems = {{"film.mp4", "the file is missing", 2}};
        QTRY_VERIFY(f.exporting()->isEnabled());
        f.exporting()->click();
        QTRY_COMPARE(f.label("exportResult"),
                     QString("Exported 3 captions to films-msrvtt.json; 4 clips cut; 2 clips could not be cut"));
        QVERIFY(f.problem()->isVisible());
    }

    void theFormatOfTheLastExportIsTheFirstNextTime()
    {
        Fixture f;
        f.dialog->chooseFormat("webdataset");
        QTRY_VERIFY(f.exporting()->isEnabled());
        f.exporting()->click();
        QTRY_COMPARE(f.corpora->exports().size(), std::size_t(1));
        QTRY_VERIFY(f.exporting()->isEnabled());
        delete f.dialog;
        f.open();
        QTRY_COMPARE(f.corpora->tried().format, std::string("webdataset"));
    }
};

QTEST_MAIN(ExportDialogTest)
#include "tst_export_dialog.moc"
