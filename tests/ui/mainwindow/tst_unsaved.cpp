// SPDX-License-Identifier: GPL-3.0-or-later
// What could not be saved is said, and is not lost without a question.
#include "core/workflows/project_session.h"
#include "tests/support/patient_test.h"
#include "tests/ui/mainwindow/window_fixture.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/support/conversions.h"

#include <QLabel>
#include <QMessageBox>
#include <QPushButton>

#include <csignal>
#include <sqlite3.h>
#include <sys/resource.h>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

/// Until it goes away no file of this process can grow.
class FullDisk {
public:
    explicit FullDisk(const QString&)
    {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &m_before);
        const rlimit none{1, m_before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &none);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() { ::setrlimit(RLIMIT_FSIZE, &m_before); }

private:
    rlimit m_before{};
};

/// Until it goes away this one project cannot be written to. SQLite gives up after two seconds.
class BusyProject {
public:
    explicit BusyProject(const QString& path)
    {
        sqlite3_open(path.toUtf8().constData(), &m_base);
        sqlite3_busy_timeout(m_base, 5000);
        sqlite3_exec(m_base, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr);
    }
    BusyProject(const BusyProject&) = delete;
    BusyProject& operator=(const BusyProject&) = delete;
    ~BusyProject() { sqlite3_close(m_base); }

private:
    sqlite3* m_base = nullptr;
};

QMessageBox* question(const WindowFixture& f) { return f.window->findChild<QMessageBox*>(); }

void answer(const WindowFixture& f, const QString& words)
{
    for (QAbstractButton* button : question(f)->buttons())
        if (button->text() == words)
            return button->click();
    QFAIL(qPrintable(words));
}

QString savedWords(const WindowFixture& f) { return f.window->findChild<QLabel*>("saved")->text(); }

QString textIn(const QString& path)
{
    const auto session = workflows::ProjectSession::open(toPath(path));
    if (!session || (*session)->document().segmentCount() != 1)
        return "not there";
    const project::Document& document = (*session)->document();
    return toQString(document.segmentsOf(document.media().front()->id).front()->text);
}

/// A window with a segment on disk whose text is not.
template <typename Trouble> struct UnsavedText : WindowFixture {
    QString path;
    std::unique_ptr<Trouble> trouble;

    UnsavedText()
    {
        openVideo("film.mp4");
        makeSegment();
        QTRY_VERIFY(window->project().isSaved());
        path = window->project().path();
        trouble = std::make_unique<Trouble>(path);
        window->show();
        window->segments().writeText("written");
        QTRY_COMPARE(savedWords(*this), QString("Not saved"));
    }
};

} // namespace

class UnsavedTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theStatusSaysWhatIsOnDisk()
    {
        UnsavedText<FullDisk> f;
        QCOMPARE(f.window->findChild<QLabel*>("saved")->accessibleName(), QString("Not saved"));
        f.trouble.reset();
        f.window->segments().writeText("written more");
        QTRY_COMPARE(savedWords(f), QString("Saved"));
    }

    void theWindowAsksBeforeItGoes()
    {
        UnsavedText<FullDisk> f;
        QVERIFY(!f.window->close());
        QTRY_VERIFY(question(f) != nullptr);
        question(f)->reject();
        QVERIFY(f.window->isVisible() && f.window->project().isOpen());
    }

    void tryingAgainClosesWhenThereIsRoom()
    {
        UnsavedText<FullDisk> f;
        f.window->close();
        QTRY_VERIFY(question(f) != nullptr);
        f.trouble.reset();
        answer(f, "Try again");
        QTRY_VERIFY(!f.window->isVisible());
        QTRY_COMPARE(textIn(f.path), QString("written"));
    }

    void leavingWithoutSavingIsPossible()
    {
        UnsavedText<FullDisk> f;
        f.trigger("file.close");
        QTRY_VERIFY(question(f) != nullptr);
        answer(f, "Leave without saving");
        QTRY_VERIFY(!f.window->project().isOpen());
    }

    void aCopyElsewhereHoldsWhatCouldNotBeSaved()
    {
        UnsavedText<BusyProject> f;
        f.pathToGive = toQString(f.folder / "elsewhere.descant");
        f.window->close();
        QTRY_VERIFY(question(f) != nullptr);
        answer(f, "Save a copy as…");
        QTRY_COMPARE_WITH_TIMEOUT(f.window->project().path(), f.pathToGive, 20000);
        f.closeProject();
        QTRY_COMPARE(textIn(f.pathToGive), QString("written"));
    }
};

QTEST_MAIN(UnsavedTest)
#include "tst_unsaved.moc"
