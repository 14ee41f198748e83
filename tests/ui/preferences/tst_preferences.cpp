// SPDX-License-Identifier: GPL-3.0-or-later
// What is chosen in the preferences acts, and is there at the next start.
#include "ui/preferences/preferences_dialog.h"
#include "ui/support/settings.h"
#include "ui/support/theme.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
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
        auto* dialog = new PreferencesDialog({});
        choose(boxNamed(*dialog, "Theme"), Theme::identifier(ThemeName::Light));
        QCOMPARE(Theme::current().name(), ThemeName::Light);
        QCOMPARE(Settings::theme(), ThemeName::Light);
        delete dialog;
    }

    void aSizeIsKeptForTheNextStart()
    {
        auto* dialog = new PreferencesDialog({});
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

    void theDialogShowsWhatWasChosenBefore()
    {
        Settings::setZoomPercent(200);
        PreferencesDialog* dialog = new PreferencesDialog({});
        QCOMPARE(boxNamed(*dialog, "Size")->currentData().toInt(), 200);
        delete dialog;
    }

    void aNameIsKeptOnceItIsWrittenAndAFailureIsTold()
    {
        QStringList kept;
        const auto keep = [&](const QString& name) {
            kept.append(name);
            return name == "Eve" ? QString("The disk is full") : QString();
        };
        PreferencesDialog dialog({"Ada", keep});
        auto* field = dialog.findChild<QLineEdit*>();
        QCOMPARE(field->accessibleName(), QString("Your name"));
        QCOMPARE(field->text(), QString("Ada"));
        Q_EMIT field->editingFinished();
        QVERIFY(kept.isEmpty());
        for (const char* name : {"Bob", "Eve"}) {
            field->setText(name);
            Q_EMIT field->editingFinished();
        }
        QCOMPARE(kept, QStringList({"Bob", "Eve"}));
        QStringList shown;
        for (const auto* label : dialog.findChildren<QLabel*>())
            shown.append(label->text());
        QVERIFY(shown.contains("The disk is full"));
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
