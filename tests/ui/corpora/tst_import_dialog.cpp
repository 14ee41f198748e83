// SPDX-License-Identifier: GPL-3.0-or-later
// The way in for corpora over ones without files: what the dialog asks for, and what it shows before anything happens.
#include "tests/support/patient_test.h"
#include "tests/ui/corpora/fake_corpora.h"
#include "ui/corpora/change_list.h"
#include "ui/corpora/corpus_jobs.h"
#include "ui/corpora/import_dialog.h"
#include "ui/jobs/job_panel.h"
#include "ui/widgets/line_list.h"

#include <QClipboard>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QLabel>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

struct Fixture {
    std::shared_ptr<FakeCorpora> corpora = std::make_shared<FakeCorpora>();
    JobListModel list;
    CorpusJobs jobs{corpora, list};
    DocumentPointer document = std::make_shared<project::Document>(documentWith({"a dog barks", "birds sing"}));
    QString path = "/files/corpus.csv";
    QPointer<ImportDialog> dialog;

    Fixture()
    {
        const AskPath ask = [this](const std::function<void(const QString&)>& chosen) { chosen(path); };
        dialog = new ImportDialog(jobs, [this] { return document; }, {ask, ask, ask, ask, ask, ask});
        dialog->show();
    }
    ~Fixture() { delete dialog; }

    QPushButton* button(const char* name) const
    {
        auto* found = dialog->findChild<QPushButton*>(name);
        if (found == nullptr)
            qFatal("no button %s", name);
        return found;
    }
    QPushButton* importing() const { return button("importCorpusButton"); }
    QString head() const { return label("previewHead"); }
    QString rest() const { return label("previewRest"); }
    QString label(const char* name) const { return dialog->findChild<QLabel*>(name)->text(); }
    QComboBox* choice(const QString& name) const
    {
        for (auto* box : dialog->findChildren<QComboBox*>())
            if (box->accessibleName() == name)
                return box;
        qFatal("no choice %s", qPrintable(name));
    }
    void choose(const QString& name, const QString& data) const
    {
        QComboBox* box = choice(name);
        box->setCurrentIndex(box->findData(data));
        Q_EMIT box->activated(box->currentIndex());
    }
    LineList* lines(const QString& name) const
    {
        for (auto* one : dialog->findChildren<LineList*>())
            if (one->accessibleName() == name)
                return one;
        qFatal("no list %s", qPrintable(name));
    }
    ChangeList* changes() const { return dialog->findChild<ChangeList*>(); }
    QString changeSpoken(int row) const
    {
        return changes()->model()->index(row, 0).data(Qt::AccessibleTextRole).toString();
    }
};

/// The first segment says something else now and goes to another split; a second one is new.
formats::ImportPlan planOfAChange(const project::Document& document)
{
    const project::Segment before = *document.segment("s0");
    project::Segment after = before;
    after.text = "a large dog barks";
    after.split = "test";
    project::Segment fresh = before;
    fresh.id = "fresh";
    fresh.text = "a cat";
    formats::ImportPlan plan;
    plan.step.changes = {{std::nullopt, fresh}, {before, after}};
    plan.added = 1;
    plan.changed = 1;
    plan.skipped = 7;
    plan.problems = {{4, "the clip has no caption"}, {0, "two films have one name"}};
    return plan;
}

} // namespace

class ImportDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingIsReadBeforeAFileIsChosen()
    {
        Fixture f;
        QVERIFY(f.button("chooseCorpusButton")->isVisible());
        QVERIFY(!f.importing()->isEnabled());
        QTest::qWait(400); // longer than the dialog waits before it looks
        QVERIFY(f.corpora->wishes().empty());
    }

    void aFileIsTriedAndShownBeforeAnythingHappens()
    {
        Fixture f;
        QSignalSpy wanted(f.dialog, &ImportDialog::importRequested);
        f.button("chooseCorpusButton")->click();
        QTRY_VERIFY(f.importing()->isEnabled());
        QCOMPARE(f.corpora->wishes().back().file, std::filesystem::path("/files/corpus.csv"));
        QCOMPARE(f.corpora->wishes().back().format, std::string("csv"));
        QCOMPARE(f.head(), QString("1 new caption"));
        QCOMPARE(f.rest(), QString("1 new video · 1 of them not on this disk"));
        QCOMPARE(f.lines("missing files")->lines(), QStringList{"/nowhere/imported.mp4"});
        QVERIFY(f.choice("Format")->currentText().startsWith("CSV"));
        QCOMPARE(wanted.size(), 0);
        f.importing()->click();
        QCOMPARE(wanted.size(), 1);
        QCOMPARE(wanted.front().front().value<PreviewPointer>()->plan->added, std::size_t(1));
        QVERIFY(!f.importing()->isEnabled()); // once is once
    }

    void everyChangeIsShownBeforeAndAfter()
    {
        Fixture f;
        f.corpora->plan = [](const project::Document& document, const ImportWish&) { return planOfAChange(document); };
        f.dialog->setFile("/files/corpus.csv");
        QTRY_COMPARE(f.head(), QString("1 new caption"));
        QCOMPARE(f.rest(), QString("1 change · 7 there already"));
        QCOMPARE(f.changes()->model()->rowCount(), 2);
        QCOMPARE(f.changeSpoken(0),
                 QString("changes, film.mp4, 0.00 – 3.00 s; before: a dog barks; after: a large dog barks; "
                         "split: none → test"));
        QCOMPARE(f.changeSpoken(1), QString("new, film.mp4, 0.00 – 3.00 s; a cat"));
        const QStringList problems{"line 4: the clip has no caption", "two films have one name"};
        QCOMPARE(f.lines("problems")->lines(), problems);
        f.lines("problems")->copy();
        QCOMPARE(QGuiApplication::clipboard()->text(), problems.join('\n'));
    }

    void aFileThatCannotGoInSaysWhyLineByLine()
    {
        Fixture f;
        f.corpora->plan = [](const project::Document&, const ImportWish&) -> FakeCorpora::Planned {
            return tl::unexpected(formats::ImportFailure{{ErrorCode::FormatInvalid, "corpus.csv", "2 problems"},
                                                         {{3, "a text is wanted"}, {9, "the clip stands twice"}}});
        };
        f.dialog->setFile("/files/corpus.csv");
        QTRY_COMPARE(f.head(), QString("Nothing was imported"));
        QVERIFY(f.rest().contains("corpus.csv"));
        QCOMPARE(f.lines("problems")->lines(),
                 (QStringList{"line 3: a text is wanted", "line 9: the clip stands twice"}));
        QVERIFY(!f.importing()->isEnabled());
    }

    void whatIsThereAlreadyNeedsNoImport()
    {
        Fixture f;
        f.corpora->plan = [](const project::Document&, const ImportWish&) {
            formats::ImportPlan plan;
            plan.skipped = 3;
            return plan;
        };
        f.dialog->setFile("/files/corpus.csv");
        QTRY_COMPARE(f.head(), QString("Everything is there already"));
        QVERIFY(!f.importing()->isEnabled());
    }

    void everyFieldIsPartOfWhatIsAskedFor()
    {
        Fixture f;
        f.dialog->setFile("/files/corpus.csv");
        QTRY_VERIFY(f.importing()->isEnabled());
        f.choose("Split where none is given", "validate");
        QTRY_COMPARE(f.corpora->wishes().back().split, std::string("validate"));
        f.choose("Format", "vtt");
        QTRY_COMPARE(f.corpora->wishes().back().format, std::string("vtt"));
        QTRY_VERIFY(f.choice("Belongs to")->isVisible());
        f.choose("Belongs to", "/films/film.mp4");
        QTRY_COMPARE(f.corpora->wishes().back().medium, std::string("/films/film.mp4"));
        // Another file begins anew.
        f.dialog->setFile("/files/other.csv");
        QTRY_COMPARE(f.corpora->wishes().back(), (ImportWish{"/files/other.csv", "csv", {}, {}, {}, {}}));
    }

    void aSlowFileShowsHowFarItIsAndCanBeStopped()
    {
        Fixture f;
        f.corpora->pace = FakeCorpora::Pace::WhenLet;
        f.dialog->setFile("/files/corpus.csv");
        QTRY_VERIFY(f.button("stopPreviewButton")->isVisible());
        f.button("stopPreviewButton")->click();
        QTRY_COMPARE(f.corpora->stopped(), 1);
        QVERIFY(f.button("chooseCorpusButton")->isVisible());
        QVERIFY(!f.importing()->isEnabled());
    }

    void anAnswerForTheFileBeforeIsNotShown()
    {
        Fixture f;
        f.corpora->pace = FakeCorpora::Pace::WhenLet;
        f.dialog->setFile("/files/one.csv");
        QTRY_COMPARE(f.corpora->wishes().size(), std::size_t(1));
        f.dialog->setFile("/files/two.csv"); // the first is stopped
        QTRY_COMPARE(f.corpora->wishes().size(), std::size_t(2));
        QVERIFY(!f.importing()->isEnabled());
        f.corpora->letGo();
        QTRY_VERIFY(f.importing()->isEnabled());
        QCOMPARE(f.corpora->stopped(), 1);
    }

    void aProjectThatChangedIsLookedAtAnew()
    {
        Fixture f;
        f.dialog->setFile("/files/corpus.csv");
        QTRY_VERIFY(f.importing()->isEnabled());
        const std::size_t before = f.corpora->wishes().size();
        f.dialog->documentChanged();
        QVERIFY(!f.importing()->isEnabled());
        QTRY_VERIFY(f.importing()->isEnabled());
        QVERIFY(f.corpora->wishes().size() > before);
    }

    void aFileCanBeDropped()
    {
        Fixture f;
        QMimeData files;
        files.setUrls({QUrl::fromLocalFile("/files/dropped.csv")});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.dialog, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop({10, 10}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(f.dialog, &drop);
        QTRY_VERIFY(f.importing()->isEnabled());
        QCOMPARE(f.corpora->wishes().back().file, std::filesystem::path("/files/dropped.csv"));
    }

    void ofVeryManyChangesTheFirstAreShownAndTheRestCounted()
    {
        Fixture f;
        f.corpora->plan = [](const project::Document& document, const ImportWish&) {
            formats::ImportPlan plan;
            for (int i = 0; i < 600; ++i) {
                project::Segment one = *document.segment("s0");
                one.id = "many" + std::to_string(i);
                plan.step.changes.push_back({std::nullopt, one});
            }
            plan.added = 600;
            return plan;
        };
        f.dialog->setFile("/files/corpus.csv");
        QTRY_COMPARE(f.head(), QString("600 new captions"));
        QCOMPARE(f.changes()->model()->rowCount(), 500);
        const auto labels = f.dialog->findChildren<QLabel*>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
                            [](const QLabel* one) { return one->isVisible() && one->text() == "and 100 more"; }));
    }
};

QTEST_MAIN(ImportDialogTest)
#include "tst_import_dialog.moc"
