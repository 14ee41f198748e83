// SPDX-License-Identifier: GPL-3.0-or-later
// The dialogs of the system: names get their suffix, and nothing is replaced without a question.
#include "tests/support/temporary_folder.h"
#include "ui/mainwindow/file_dialogs.h"
#include "ui/support/conversions.h"
#include "ui/support/settings.h"

#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QTest>

using namespace descant;
using namespace descant::ui;

namespace {

/// A window that asks, over a folder of its own in which the dialogs begin.
struct Asking {
    descant::test::TemporaryFolder folder;
    QWidget window;
    FileDialogs dialogs = systemDialogs(&window);
    QStringList answers;

    Asking()
    {
        QSettings().clear();
        for (const char* purpose : {"project", "export", "media"})
            Settings::setLastFolder(purpose, path("any"));
        window.show();
    }
    QString path(const QString& name) const { return toQString(folder.path()) + "/" + name; }
    FileDialogs::Chosen keep()
    {
        return [this](const QString& answer) { answers.append(answer); };
    }
    void make(const QString& name) const
    {
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    /// Types a name into the dialog that is open and presses Enter there.
    void type(const QString& name) const
    {
        auto* dialog = window.findChild<QFileDialog*>();
        QVERIFY(dialog != nullptr);
        auto* field = dialog->findChild<QLineEdit*>("fileNameEdit");
        field->setText(name);
        QTest::keyClick(field, Qt::Key_Return);
    }
    QMessageBox* question() const { return window.findChild<QMessageBox*>(); }
};

} // namespace

class FileDialogsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs); }

    void aNewNameGetsItsSuffix()
    {
        Asking a;
        a.dialogs.saveProjectAs("clip.descant", a.keep());
        QVERIFY(a.answers.isEmpty());
        a.type("captions");
        QCOMPARE(a.answers, QStringList{a.path("captions.descant")});
    }

    void theNameWithItsSuffixIsWhatIsReplacedOnlyAfterAQuestion()
    {
        Asking a;
        a.make("captions.descant");
        a.dialogs.saveProjectAs("clip.descant", a.keep());
        a.type("captions");
        QVERIFY(a.answers.isEmpty());
        QVERIFY(a.question() != nullptr && a.question()->text().contains("captions.descant"));
        for (QAbstractButton* button : a.question()->buttons())
            if (a.question()->buttonRole(button) == QMessageBox::DestructiveRole)
                button->click();
        QCOMPARE(a.answers, QStringList{a.path("captions.descant")});
    }

    void whereAnExportGoesIsAskedWithoutAQuestionForTheWindowAsksIt()
    {
        Asking a;
        a.make("captions.json");
        a.dialogs.exportTo(a.keep());
        a.type("captions.json");
        QVERIFY(a.question() == nullptr);
        QCOMPARE(a.answers, QStringList{a.path("captions.json")});
    }

    void noMeansThatNothingComes()
    {
        Asking a;
        a.make("other.descant");
        a.dialogs.saveProjectAs("film.descant", a.keep());
        a.type("other");
        QVERIFY(a.question() != nullptr);
        a.question()->reject();
        QVERIFY(a.answers.isEmpty());
    }

    void aNewProjectIsNeverMadeOverAnother()
    {
        Asking a;
        a.make("other.descant");
        a.dialogs.newProject("film.descant", a.keep());
        a.type("other");
        QVERIFY(a.question() == nullptr);
        QCOMPARE(a.answers, QStringList{a.path("other.descant")});
    }

    void severalVideosComeTogetherAndTheFolderIsRemembered()
    {
        Asking a;
        a.make("one.mp4");
        a.make("two.mp4");
        QStringList videos;
        a.dialogs.openVideos([&](const QStringList& files) { videos = files; });
        a.type("\"one.mp4\" \"two.mp4\"");
        QCOMPARE(videos, (QStringList{a.path("one.mp4"), a.path("two.mp4")}));
        QCOMPARE(Settings::lastFolder("media"), toQString(a.folder.path()));
    }
};

QTEST_MAIN(FileDialogsTest)
#include "tst_file_dialogs.moc"
