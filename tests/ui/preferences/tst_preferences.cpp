// SPDX-License-Identifier: GPL-3.0-or-later
// What is chosen in the preferences acts, and is there at the next start.
#include "ui/preferences/preferences_dialog.h"
#include "ui/support/settings.h"
#include "ui/support/theme.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTest>

using namespace descant::ui;

namespace {

QComboBox* boxNamed(const QWidget& dialog, const QString& name)
{
    for (auto* box : dialog.findChildren<QComboBox*>())
        if (box->accessibleName() == name)
            return box;
    return nullptr;
}

void noFolder(const std::function<void(const QString&)>&) { }

void choose(QComboBox* box, const QVariant& value)
{
    const int index = box->findData(value);
    QVERIFY(index >= 0);
    box->setCurrentIndex(index);
    Q_EMIT box->activated(index);
}

} // namespace

class PreferencesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        QSettings().clear();
        Theme::current().use(ThemeName::Dark);
    }

    void aThemeActsAtOnceAndIsRemembered()
    {
        auto* dialog = new PreferencesDialog(noFolder);
        choose(boxNamed(*dialog, "Theme"), Theme::identifier(ThemeName::Light));
        QCOMPARE(Theme::current().name(), ThemeName::Light);
        QCOMPARE(Settings::theme(), ThemeName::Light);
        delete dialog;
    }

    void aSizeIsKeptForTheNextStart()
    {
        auto* dialog = new PreferencesDialog(noFolder);
        choose(boxNamed(*dialog, "Size"), 150);
        QCOMPARE(Settings::zoomPercent(), 150);
        delete dialog;
    }

    void aSizeFromElsewhereStaysWithinReason()
    {
        Settings::setZoomPercent(9000);
        QCOMPARE(Settings::zoomPercent(), 250);
        Settings::setZoomPercent(-5);
        QCOMPARE(Settings::zoomPercent(), 100);
    }

    void theModelFolderIsToldOnce()
    {
        auto* dialog = new PreferencesDialog(noFolder);
        QSignalSpy changed(dialog, &PreferencesDialog::modelFolderChanged);
        auto* field = dialog->findChild<QLineEdit*>();
        field->setText("/models/big");
        Q_EMIT field->editingFinished();
        Q_EMIT field->editingFinished();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(Settings::modelFolder(), QString("/models/big"));
        delete dialog;
    }

    void aChosenFolderIsUsed()
    {
        auto* dialog =
            new PreferencesDialog([](const std::function<void(const QString&)>& chosen) { chosen("/models/chosen"); });
        QSignalSpy changed(dialog, &PreferencesDialog::modelFolderChanged);
        dialog->findChild<QPushButton*>("chooseModelButton")->click();
        QCOMPARE(changed.size(), 1);
        QCOMPARE(Settings::modelFolder(), QString("/models/chosen"));
        QCOMPARE(dialog->findChild<QLineEdit*>()->text(), QString("/models/chosen"));
        delete dialog;
    }

    void theDialogShowsWhatWasChosenBefore()
    {
        Settings::setZoomPercent(200);
        Settings::setModelFolder("/models/small");
        PreferencesDialog* dialog = new PreferencesDialog(noFolder);
        QCOMPARE(boxNamed(*dialog, "Size")->currentData().toInt(), 200);
        QCOMPARE(dialog->findChild<QLineEdit*>()->text(), QString("/models/small"));
        delete dialog;
    }

    void layoutsAreRememberedOneByOne()
    {
        Settings::setLayout("review", "abc");
        QCOMPARE(Settings::layout("review"), QByteArray("abc"));
        QVERIFY(Settings::layout("annotate").isEmpty());
        Settings::setLayout("review", {});
        QVERIFY(Settings::layout("review").isEmpty());
    }
};

QTEST_MAIN(PreferencesTest)
#include "tst_preferences.moc"
