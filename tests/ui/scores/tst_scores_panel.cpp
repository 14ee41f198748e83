// SPDX-License-Identifier: GPL-3.0-or-later
// The score view over scores that were made up: what it shows, what it asks for, and what it says when something fails.
#include "tests/support/patient_test.h"
#include "tests/support/temporary_folder.h"
#include "tests/ui/scores/fake_scores.h"
#include "ui/jobs/job_panel.h"
#include "ui/scores/clip_detail.h"
#include "ui/scores/number_table.h"
#include "ui/scores/score_csv.h"
#include "ui/scores/score_histogram.h"
#include "ui/scores/score_words.h"
#include "ui/scores/scores_panel.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/support/text_key_guard.h"
#include "ui/widgets/problem_box.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QFile>
#include <QHeaderView>
#include <QLabel>
#include <QMainWindow>
#include <QSignalSpy>

#include <numeric>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;
using workflows::Captioner;
using workflows::Score;

namespace {

struct Fixture {
    std::shared_ptr<FakeScores> scores = std::make_shared<FakeScores>();
    JobListModel jobs;
    QString path;
    bool isOpen = true;
    QMainWindow window;
    ActionSet* actions = new ActionSet(&window);
    std::unique_ptr<ScoreRunner> runner;
    ScoresPanel* panel = nullptr;

    explicit Fixture(int clips = 4)
    {
        scores->given = madeChoices();
        scores->answer = madeScores(clips);
        const auto snapshot = [this] {
            return isOpen ? std::make_shared<const project::Document>() : std::shared_ptr<const project::Document>();
        };
        runner = std::make_unique<ScoreRunner>(scores, snapshot, jobs);
        const AskPath ask = [this](const std::function<void(const QString&)>& chosen) { chosen(path); };
        const auto table = [this](const QString&, const std::function<void(const QString&)>& chosen) { chosen(path); };
        panel = new ScoresPanel(*runner, *actions, {ask, ask, ask, table}, &window);
        window.setCentralWidget(panel);
        window.resize(900, 800);
        window.show();
    }
    ~Fixture() { delete panel; }

    QComboBox* box(const char* name) const
    {
        for (QComboBox* found : panel->findChildren<QComboBox*>()) {
            if (found->accessibleName() == QLatin1String(name))
                return found;
        }
        qFatal("no box %s", name);
    }
    void choose(const char* name, int item) const
    {
        box(name)->setCurrentIndex(item);
        Q_EMIT box(name)->activated(item);
    }
    void compute()
    {
        QSignalSpy done(runner.get(), &ScoreRunner::scored);
        panel->compute();
        QTRY_COMPARE(done.size(), 1);
    }
    ScoreHistogram* histogram() const { return panel->findChild<ScoreHistogram*>(); }
    NumberTable* numbers() const { return panel->findChild<NumberTable*>(); }
    QString cell(int row, int column) const { return panel->table()->model()->index(row, column).data().toString(); }
    QString problem() const
    {
        auto* found = panel->findChild<ProblemBox*>();
        return found->isVisible() ? found->text() : QString();
    }
    QString words() const
    {
        QStringList all;
        for (const QLabel* label : panel->findChildren<QLabel*>()) {
            if (label->isVisible())
                all.append(label->text());
        }
        return withoutMarks(all.join('\n'));
    }
};

} // namespace

class ScoresPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QLocale::setDefault(QLocale::c());
        qApp->installEventFilter(new TextKeyGuard(qApp));
    }

    void itSaysWhatToDoWhileThereAreNoScores()
    {
        Fixture f;
        QTRY_VERIFY(f.words().contains("No scores yet"));
        QTRY_COMPARE(f.box("Judge")->count(), 3); // read when it was shown
    }

    void nothingToJudgeIsSaid()
    {
        Fixture f;
        f.isOpen = false;
        f.runner->readChoices();
        QTRY_COMPARE(f.box("Judge")->count(), 1);
        f.panel->compute();
        QTRY_VERIFY(f.problem().contains("There is nothing to judge"));
    }

    void whatIsChosenIsAskedFor()
    {
        Fixture f;
        QTRY_COMPARE(f.box("Judge")->count(), 3);
        f.choose("Judge", 1);
        f.choose("Beside", 1);
        f.choose("Part", 2);
        f.choose("Texts", 1);
        f.compute();
        workflows::ScoringWish wish = f.scores->lastWish();
        QCOMPARE(wish.judged.model, std::string("small"));
        QCOMPARE(wish.beside->model, std::string("big"));
        QVERIFY(wish.against.kind == Captioner::Kind::People);
        QCOMPARE(wish.split, std::string("train"));
        QVERIFY(wish.texts == workflows::TextsTaken::Written);
        QVERIFY(wish.own == workflows::OwnTexts::LeftOut);
        f.path = "/corpora/references.json";
        f.choose("Against", 3);
        f.compute();
        wish = f.scores->lastWish();
        QVERIFY(wish.against.kind == Captioner::Kind::File);
        QCOMPARE(wish.against.file, std::filesystem::path("/corpora/references.json"));
        QCOMPARE(wish.judged.model, std::string("small"));
        QCOMPARE(f.box("Against")->currentText(), QString("references.json"));
    }

    void aBoxIsChosenFromWithKeys()
    {
        Fixture f;
        QVERIFY(QTest::qWaitForWindowActive(&f.window));
        QTRY_COMPARE(f.box("Judge")->count(), 3);
        f.box("Judge")->showPopup();
        QTest::keyClick(f.box("Judge")->view(), Qt::Key_Down);
        QTest::keyClick(f.box("Judge")->view(), Qt::Key_Return);
        QTRY_COMPARE(f.box("Judge")->currentText(), QString("Small 2"));
    }

    void numbersAndClipsAreShownWorstFirst()
    {
        Fixture f;
        f.compute();
        QCOMPARE(f.panel->table()->model()->rowCount(), 4);
        QCOMPARE(f.cell(0, ClipModel::Video), QString("clip 0.mp4"));
        QCOMPARE(f.cell(3, ClipModel::Chosen), QString("3.000"));
        const QString numbers = f.numbers()->asText();
        QVERIFY2(numbers.contains("CIDEr-D\t1.500\t0.250 to 2.500"), qPrintable(numbers));
        QVERIFY(!numbers.contains("METEOR"));
        QVERIFY(f.words().contains("Clips judged: 4."));
        // Another score: another order.
        f.numbers()->choose(Score::RougeL);
        QCOMPARE(f.cell(0, ClipModel::Video), QString("clip 3.mp4"));
        f.panel->table()->sortByColumn(ClipModel::Video, Qt::AscendingOrder);
        QCOMPARE(f.cell(0, ClipModel::Video), QString("clip 0.mp4"));
    }

    void twoCaptionersAreComparedInWords()
    {
        Fixture f;
        f.scores->answer = comparedScores(4);
        QTRY_COMPARE(f.box("Judge")->count(), 3);
        f.choose("Beside", 2);
        f.compute();
        const QString numbers = f.numbers()->asText();
        QVERIFY2(numbers.contains("CIDEr-D\t1.500\t1.000\t+0.500\t0.125 to 0.750\tp = 0.04\t2 · 1 · 1"),
                 qPrintable(numbers));
        QCOMPARE(f.cell(0, ClipModel::Difference), QString("−1.000"));
        QVERIFY(f.words().contains("Small 2"));
    }

    void theDistributionFiltersByKeysAndClicks()
    {
        Fixture f;
        f.compute();
        ScoreHistogram* histogram = f.histogram();
        QCOMPARE(histogram->span(0).low, 0.0);
        QCOMPARE(histogram->span(ScoreHistogram::kBars - 1).high, 3.0);
        int all = 0;
        for (int bar = 0; bar < ScoreHistogram::kBars; ++bar)
            all += histogram->count(bar);
        QCOMPARE(all, 4);
        QVERIFY(histogram->accessibleDescription().contains("from 2.85 to 3.00: 1 clips"));
        histogram->setFocus();
        QTest::keyClick(histogram, Qt::Key_End);
        QTest::keyClick(histogram, Qt::Key_Return);
        QCOMPARE(f.panel->table()->model()->rowCount(), 1);
        QCOMPARE(f.cell(0, ClipModel::Video), QString("clip 3.mp4"));
        QVERIFY(f.words().contains("1 of 4 clips"));
        QVERIFY(histogram->accessibleName().contains("shown alone"));
        QTest::keyClick(histogram, Qt::Key_Escape);
        QCOMPARE(f.panel->table()->model()->rowCount(), 4);
        QTest::mouseClick(histogram, Qt::LeftButton, {}, {12, histogram->height() / 2});
        QCOMPARE(f.panel->table()->model()->rowCount(), 1);
        QCOMPARE(f.cell(0, ClipModel::Video), QString("clip 0.mp4"));
    }

    void everyValueIsInTheBarThatShowsIt()
    {
        ScoreHistogram histogram;
        std::vector<double> values(101);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = double(i) / 100;
        histogram.setValues(values, "BLEU-1");
        for (int bar = 0; bar < ScoreHistogram::kBars; ++bar) {
            const ScoreSpan span = histogram.span(bar);
            const auto held =
                std::count_if(values.begin(), values.end(), [&](double value) { return span.holds(value); });
            QCOMPARE(int(held), histogram.count(bar));
        }
    }

    void clipsArePlayedOneAfterTheOther()
    {
        Fixture f;
        QSignalSpy played(f.panel, &ScoresPanel::playRequested);
        QSignalSpy said(f.panel, &ScoresPanel::result);
        f.panel->goOn(ClipTable::Step::Next);
        QVERIFY(said.takeLast().first().toString().contains("compute them first"));
        f.compute();
        QTest::keyClick(f.panel->table(), Qt::Key_Return);
        QCOMPARE(played.size(), 1);
        QCOMPARE(played.last().at(0).toString(), QString("m0"));
        f.panel->goOn(ClipTable::Step::Next);
        QCOMPARE(played.last().at(1).toString(), QString("s1"));
        QCOMPARE(played.last().at(2).value<TimeRange>().start, MediaTime{1'000'000});
        f.panel->goOn(ClipTable::Step::Previous);
        f.panel->goOn(ClipTable::Step::Previous);
        QVERIFY(said.takeLast().first().toString().contains("first clip"));
        f.panel->table()->selectRow(3);
        f.panel->playCurrent();
        QCOMPARE(played.size(), 3);
        QVERIFY(said.takeLast().first().toString().contains("the project does not have it"));
    }

    void theDetailComparesWords()
    {
        Fixture f;
        f.compute();
        QVERIFY(f.words().contains("clip 0.mp4 · 0.00 – 1.00 s"));
        QVERIFY(f.words().contains("the dog"));
        const QString words = comparedWords("a cat runs", {"a dog runs", "<b>"});
        QVERIFY(words.startsWith("a <span"));
        QVERIFY(words.contains("<s>dog</s>"));
        QVERIFY(words.endsWith(" runs"));
        QCOMPARE(comparedWords("x <b> y", {"something else"}), QString("x &lt;b&gt; y"));
    }

    void errorsAndCancellingAreSaid()
    {
        Fixture f;
        QTRY_COMPARE(f.box("Judge")->count(), 3);
        f.scores->trouble = Error{ErrorCode::FileNotFound, "/no/such.json", {}, {}, {}};
        f.panel->compute();
        QTRY_VERIFY(f.problem().contains("/no/such.json"));
        f.scores->trouble.reset();
        f.scores->pace = FakeScores::Pace::WhenStopped;
        QSignalSpy cancelled(f.runner.get(), &ScoreRunner::cancelled);
        f.panel->compute();
        auto* cancel = f.panel->findChild<QPushButton*>("cancelScoresButton");
        QTRY_VERIFY(cancel->isVisible() && f.words().contains("Judging"));
        QCOMPARE(f.jobs.running(), 1);
        cancel->click();
        QTRY_COMPARE(cancelled.size(), 1);
        QCOMPARE(f.jobs.row(0).state, JobState::Cancelled);
        QVERIFY(f.words().contains("No scores yet"));
    }

    void leavingStopsWhatRuns()
    {
        Fixture f;
        QTRY_COMPARE(f.box("Judge")->count(), 3);
        f.scores->pace = FakeScores::Pace::WhenStopped;
        f.panel->compute();
        f.runner.reset(); // returns
    }

    void theTableIsWrittenAndCopied()
    {
        descant::test::TemporaryFolder folder;
        Fixture f;
        f.scores->answer.clips[0].candidate = "=SUM(A1)";
        f.compute();
        f.path = toQString(folder / "scores.csv");
        QSignalSpy said(f.panel, &ScoresPanel::result);
        f.panel->exportTable();
        QTRY_COMPARE(said.size(), 1);
        QFile file(f.path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = file.readAll().split('\n');
        QVERIFY(lines[0].startsWith("id,video,start,end,bleu1,"));
        QCOMPARE(lines[1],
                 QByteArray("s0,clip 0.mp4,0,1,0,0,0,0,1,0,'=SUM(A1),\"a dog runs, \"\"fast\"\" | the dog\"\r"));
        QCOMPARE(lines.size(), 6);
        f.path = toQString(folder / "no" / "scores.csv");
        f.panel->exportTable();
        QTRY_VERIFY(f.problem().contains("scores.csv"));
        f.panel->table()->selectRow(1);
        f.panel->table()->copy();
        QVERIFY(QApplication::clipboard()->text().startsWith("clip 1.mp4\t1.00 – 2.00 s\t1.000"));
        f.panel->copyNumbers();
        QVERIFY(QApplication::clipboard()->text().contains("CIDEr-D\t1.500"));
    }

    void reasonsAreNamed()
    {
        workflows::ProjectScores scores = madeScores(2);
        scores.withOwnTextAlone = 3;
        scores.ownTexts = 5;
        scores.judged.warnings = {"METEOR was left out"};
        const QString leftOut = notesOf(scores, workflows::OwnTexts::LeftOut).join('\n');
        QVERIFY(leftOut.contains("a proposal accepted as it was: 3."));
        QVERIFY(leftOut.contains("do not count, as they are proposals of a judged model: 5."));
        QVERIFY(leftOut.contains("METEOR was left out."));
        QVERIFY(notesOf(scores, workflows::OwnTexts::Kept).join('\n').contains("too high: 5."));
        QCOMPARE(scoreName(Score::Meteor, workflows::MeteorPart::NoParaphrases), QString("METEOR (no paraphrases)"));
        QCOMPARE(scoreName(Score::Meteor, workflows::MeteorPart::Full), QString("METEOR"));
    }

    void aHundredThousandClipsAreSortedAndShown()
    {
        Fixture f(100'000);
        f.compute();
        QCOMPARE(f.panel->table()->model()->rowCount(), 100'000);
        f.panel->table()->sortByColumn(ClipModel::Chosen, Qt::DescendingOrder);
        QCOMPARE(f.cell(0, ClipModel::Video), QString("clip 99999.mp4"));
        f.panel->table()->scrollToBottom();
        QVERIFY(!f.panel->table()->grab().isNull());
    }

    void itWorksFromRightToLeft()
    {
        qApp->setLayoutDirection(Qt::RightToLeft);
        {
            Fixture f;
            f.compute();
            QCOMPARE(f.panel->table()->currentClip(), 0);
            QVERIFY(f.numbers()->currentIndex().isValid());
            QVERIFY(f.box("Judge")->mapTo(f.panel, QPoint()).x() > f.box("Against")->mapTo(f.panel, QPoint()).x());
            ScoreHistogram* histogram = f.histogram();
            QTest::mouseClick(histogram, Qt::LeftButton, {}, {histogram->width() - 12, histogram->height() / 2});
            QCOMPARE(f.cell(0, ClipModel::Video), QString("clip 0.mp4"));
        }
        qApp->setLayoutDirection(Qt::LeftToRight);
    }
};

QTEST_MAIN(ScoresPanelTest)
#include "tst_scores_panel.moc"
