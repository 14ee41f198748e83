// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patient_test.h"
#include "ui/support/icons.h"
#include "ui/support/style_sheet.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QCompleter>
#include <QFile>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QScrollBar>
#include <QSignalSpy>

using namespace descant::ui;

class ThemeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void textCanBeRead_data()
    {
        QTest::addColumn<int>("theme");
        QTest::addColumn<double>("least");
        QTest::newRow("dark") << int(ThemeName::Dark) << 4.5;
        QTest::newRow("light") << int(ThemeName::Light) << 4.5;
        QTest::newRow("high contrast") << int(ThemeName::HighContrast) << 7.0;
    }
    void textCanBeRead()
    {
        QFETCH(int, theme);
        QFETCH(double, least);
        const Tokens t = Theme::load(ThemeName(theme));
        for (const QColor& surface : {t.window, t.panel, t.raised})
            for (const QColor& color : {t.text, t.text2, t.proposal, t.ok, t.warn, t.bad, t.accent, t.heard, t.seen})
                QVERIFY2(contrast(color, surface) >= least,
                         qPrintable(
                             QString("%1 on %2: %3").arg(color.name(), surface.name()).arg(contrast(color, surface))));
        QVERIFY(contrast(t.onAccent, t.accent) >= least);
        for (const QColor& mark : {t.added, t.removed})
            QVERIFY(contrast(t.text, mark) >= least);
        for (const QColor& graphic : {t.outline, t.focus})
            QVERIFY(contrast(graphic, t.panel) >= 3.0);
    }

    void contrastIsTheOneOfWcag()
    {
        QCOMPARE(qRound(contrast(Qt::black, Qt::white)), 21);
        QCOMPARE(qRound(contrast(Qt::white, Qt::white)), 1);
        QCOMPARE(qRound(contrast(QColor("#777777"), Qt::white) * 100), 448);
    }

    void everyTokenOfTheStyleSheetIsReplaced()
    {
        for (const auto name : {ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast})
            QVERIFY(!styleSheet(Theme::load(name)).contains('@'));
    }

    void aChangeReachesTheApplication()
    {
        QSignalSpy changed(&Theme::current(), &Theme::changed);
        Theme::current().use(ThemeName::Light);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(qApp->palette().color(QPalette::Window), Theme::load(ThemeName::Light).panel);
        Theme::current().use(ThemeName::Dark);
        QCOMPARE(qApp->palette().color(QPalette::Window), Theme::load(ThemeName::Dark).panel);
    }

    void iconsTakeTheColourOfTheTheme()
    {
        const QImage red = tintedIcon("play", Qt::red, 24, 2.0).toImage();
        QCOMPARE(red.width(), 48);
        QCOMPARE(red.pixelColor(22, 24), QColor(Qt::red));
    }

    void theIconOfAChosenMenuItemStandsOutFromItsBackground()
    {
        const QImage chosen = menuIcon("play").pixmap(QSize(24, 24), 1.0, QIcon::Active).toImage();
        QCOMPARE(chosen.pixelColor(11, 12), Theme::current().tokens().onAccent);
    }

    void popupsOfCompletersCanBeRead_data()
    {
        QTest::addColumn<int>("theme");
        for (const auto name : {ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast})
            QTest::newRow(qPrintable(Theme::identifier(name))) << int(name);
    }
    void popupsOfCompletersCanBeRead()
    {
        QFETCH(int, theme);
        Theme::current().use(ThemeName(theme));
        QLineEdit line;
        line.setCompleter(new QCompleter(QStringList{"Play", "Pause"}, &line));
        line.show();
        line.completer()->setCompletionPrefix("P");
        line.completer()->complete();
        QAbstractItemView* popup = line.completer()->popup();
        QTRY_VERIFY(popup->isVisible());
        const QImage seen = popup->grab().toImage();
        QCOMPARE(seen.pixelColor(seen.width() - 20, seen.height() / 2), tokens().raised);
        QCOMPARE(popup->palette().color(QPalette::Text), tokens().text);
        QVERIFY(!popup->verticalScrollBar()->isVisible());
        Theme::current().use(ThemeName::Dark);
    }

    void listsInAWindowLieOnTheirPanel()
    {
        Theme::current().use(ThemeName::Light);
        QMainWindow window;
        auto* panel = new QWidget(&window);
        auto* list = new QListWidget(panel);
        window.setCentralWidget(panel);
        window.show();
        list->resize(100, 100);
        const QImage seen = window.grab().toImage();
        const QPoint middle = list->mapTo(&window, list->rect().center());
        QCOMPARE(seen.pixelColor(middle), tokens().panel);
        Theme::current().use(ThemeName::Dark);
    }

    void picturesOfTheStyleSheetHaveTheColoursOfTheirTheme()
    {
        for (const auto name : {ThemeName::Dark, ThemeName::Light, ThemeName::HighContrast}) {
            const Tokens colors = Theme::load(name);
            QFile arrow(":/themes/" + colors.name + "-arrow.svg");
            QVERIFY2(arrow.open(QIODevice::ReadOnly), qPrintable(arrow.fileName()));
            QVERIFY(arrow.readAll().contains(colors.text2.name().toLatin1()));
            QVERIFY(styleSheet(colors).contains(arrow.fileName()));
        }
    }
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
