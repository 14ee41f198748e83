// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/support/icons.h"
#include "ui/support/style_sheet.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

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
};

QTEST_MAIN(ThemeTest)
#include "tst_theme.moc"
