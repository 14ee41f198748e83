// SPDX-License-Identifier: GPL-3.0-or-later
// The list of jobs: states in words, cancelling, clearing.
#include "ui/jobs/job_panel.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QTest>

using namespace descant::ui;

namespace {

QString spoken(const JobListModel& jobs, int row)
{
    return jobs.data(jobs.index(row), Qt::AccessibleTextRole).toString();
}

QPushButton* buttonOf(const JobPanel& panel, const QString& text)
{
    for (auto* button : panel.findChildren<QPushButton*>())
        if (button->text() == text)
            return button;
    return nullptr;
}

} // namespace

class JobPanelTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { Theme::current().use(ThemeName::Dark); }

    void aJobSaysItsStateInWords()
    {
        JobListModel jobs;
        const int job = jobs.add("Export a.json", {});
        QCOMPARE(spoken(jobs, 0), QString("Export a.json, waiting"));
        jobs.progress(job, "Writing", 0.5);
        QCOMPARE(spoken(jobs, 0), QString("Export a.json, running, Writing"));
        jobs.finish(job, JobState::Done, "3 captions");
        QCOMPARE(spoken(jobs, 0), QString("Export a.json, done, 3 captions"));
    }

    void theNewestStandsFirstAndTheOldestRunsInFront()
    {
        JobListModel jobs;
        const int first = jobs.add("first", {});
        jobs.add("second", {});
        QVERIFY(spoken(jobs, 0).startsWith("second"));
        QCOMPARE(jobs.front()->id, first);
        QCOMPARE(jobs.running(), 2);
        jobs.finish(first, JobState::Failed, "disk full");
        QCOMPARE(jobs.front()->title, QString("second"));
    }

    void whatIsOverDoesNotRunAgain()
    {
        JobListModel jobs;
        const int job = jobs.add("propose", {});
        jobs.finish(job, JobState::Cancelled, {});
        jobs.progress(job, "late news", 0.9);
        QCOMPARE(spoken(jobs, 0), QString("propose, cancelled"));
        QCOMPARE(jobs.running(), 0);
        QVERIFY(jobs.front() == nullptr);
    }

    void cancelActsOnTheChosenJob()
    {
        JobListModel jobs;
        JobPanel panel(&jobs);
        int cancelled = 0;
        const int older = jobs.add("older", [&] { cancelled = 1; });
        jobs.add("newer", [&] { cancelled = 2; });
        panel.findChild<QListView*>()->setCurrentIndex(jobs.index(1));
        buttonOf(panel, "Cancel job")->click();
        QCOMPARE(cancelled, 1);
        jobs.finish(older, JobState::Cancelled, {});
        QVERIFY(!buttonOf(panel, "Cancel job")->isEnabled());
        panel.findChild<QListView*>()->setCurrentIndex(jobs.index(0));
        QVERIFY(buttonOf(panel, "Cancel job")->isEnabled());
        buttonOf(panel, "Cancel job")->click();
        QCOMPARE(cancelled, 2);
    }

    void cancelWithoutAChoiceActsOnTheJobInFront()
    {
        JobListModel jobs;
        JobPanel panel(&jobs);
        int cancelled = 0;
        jobs.add("older", [&] { cancelled = 1; });
        const int newer = jobs.add("newer", [&] { cancelled = 2; });
        jobs.finish(newer, JobState::Done, {});
        buttonOf(panel, "Cancel job")->click();
        QCOMPARE(cancelled, 1);
    }

    void rowsBeginAtTheRightWhereReadingDoes()
    {
        JobListModel jobs;
        const int job = jobs.add("a job", {});
        jobs.progress(job, "half", 0.3);
        JobPanel panel(&jobs);
        panel.resize(400, 200);
        panel.show();
        const QImage leftToRight = panel.findChild<QListView*>()->grab().toImage();
        qApp->setLayoutDirection(Qt::RightToLeft);
        const QImage rightToLeft = panel.findChild<QListView*>()->grab().toImage();
        qApp->setLayoutDirection(Qt::LeftToRight);
        const auto inked = [](const QImage& image, int from, int to) {
            int count = 0;
            for (int y = 10; y < 30; ++y)
                for (int x = from; x < to; ++x)
                    count += image.pixelColor(x, y) == image.pixelColor(image.width() / 2, 15) ? 0 : 1;
            return count;
        };
        const int width = leftToRight.width();
        QVERIFY(inked(leftToRight, 16, 100) > inked(leftToRight, width - 100, width - 16));
        QVERIFY(inked(rightToLeft, 16, 100) < inked(rightToLeft, width - 100, width - 16));
    }

    void theEmptyListKeepsItsDistance()
    {
        JobListModel jobs;
        JobPanel panel(&jobs);
        panel.resize(400, 200);
        panel.show();
        auto* words = panel.findChild<QLabel*>();
        QVERIFY(words->mapTo(&panel, QPoint(0, 0)).x() >= 12);
    }

    void clearingKeepsWhatRuns()
    {
        JobListModel jobs;
        JobPanel panel(&jobs);
        const int done = jobs.add("done", {});
        jobs.add("running", {});
        QVERIFY(!buttonOf(panel, "Clear finished")->isEnabled());
        jobs.finish(done, JobState::Done, {});
        QVERIFY(buttonOf(panel, "Clear finished")->isEnabled());
        buttonOf(panel, "Clear finished")->click();
        QCOMPARE(jobs.rowCount(), 1);
        QVERIFY(spoken(jobs, 0).startsWith("running"));
    }

    void anEmptyListSaysWhatItIsFor()
    {
        JobListModel jobs;
        JobPanel panel(&jobs);
        QVERIFY(panel.findChild<QListView*>()->isHidden());
        jobs.add("one", {});
        QVERIFY(!panel.findChild<QListView*>()->isHidden());
        QCOMPARE(panel.findChild<QListView*>()->accessibleName(), QString("jobs"));
    }
};

QTEST_MAIN(JobPanelTest)
#include "tst_job_panel.moc"
