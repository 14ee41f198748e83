// SPDX-License-Identifier: GPL-3.0-or-later
// The field that finds commands: what it does, and how it is left.
#include "tests/support/patient_test.h"
#include "ui/widgets/command_search.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QCompleter>
#include <QMainWindow>
#include <QSignalSpy>

using namespace descant;
using namespace descant::ui;

namespace {

/// A window whose Esc is a shortcut, as that of the program is while a segment is current.
struct SearchWindow {
    QMainWindow window;
    QAction undo{"Undo"};
    QAction leaveText{"Leave text"};
    QWidget* elsewhere = new QWidget(&window);
    CommandSearch* search = nullptr;
    QSignalSpy undone{&undo, &QAction::triggered};
    QSignalSpy leftText{&leaveText, &QAction::triggered};

    SearchWindow()
    {
        undo.setShortcut(QKeySequence("Ctrl+Z"));
        leaveText.setShortcut(QKeySequence("Esc"));
        window.addActions({&undo, &leaveText});
        search = new CommandSearch({&undo, &leaveText}, &window);
        elsewhere->setFocusPolicy(Qt::StrongFocus);
        window.setCentralWidget(elsewhere);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        search->ask();
    }
    QAbstractItemView* list() const { return search->completer()->popup(); }
};

} // namespace

class CommandSearchTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPartOfTheNameFindsTheCommand()
    {
        SearchWindow w;
        QTest::keyClicks(w.search, "und");
        QTest::keyClick(w.search, Qt::Key_Return);
        QCOMPARE(w.undone.size(), 1);
    }

    void escapeLeavesTheFieldAndIsNoShortcutThere()
    {
        SearchWindow w;
        QSignalSpy left(w.search, &CommandSearch::left);
        QTest::keyClick(w.search, Qt::Key_Escape);
        QCOMPARE(left.size(), 1);
        QCOMPARE(w.leftText.size(), 0);
    }

    void escapeClosesTheListToo()
    {
        SearchWindow w;
        QSignalSpy left(w.search, &CommandSearch::left);
        QTest::keyClicks(w.search, "und");
        QTRY_VERIFY(w.list()->isVisible());
        QTest::keyClick(w.list(), Qt::Key_Escape);
        QVERIFY(!w.list()->isVisible());
        QCOMPARE(w.search->text(), QString());
        QCOMPARE(left.size(), 1);
        QCOMPARE(w.leftText.size(), 0);
    }

    void aFieldThatWasLeftAsksForCommandsAgain()
    {
        SearchWindow w;
        w.search->askTime();
        QVERIFY(w.search->placeholderText().startsWith("Time"));
        w.elsewhere->setFocus();
        QVERIFY(w.search->placeholderText().startsWith("Search"));
    }

    void everyRowShowsItsKey()
    {
        SearchWindow w;
        const QAbstractItemModel* rows = w.search->completer()->model();
        QCOMPARE(rows->index(0, 0).data(Qt::AccessibleTextRole).toString(), QString("Undo, Ctrl+Z"));
        QTest::keyClicks(w.search, "und");
        QTRY_VERIFY(w.list()->isVisible());
        const QImage row = w.list()->grab().toImage();
        int inked = 0;
        for (int x = row.width() - 60; x < row.width() - 4; ++x)
            for (int y = 4; y < 14; ++y)
                inked += row.pixelColor(x, y) == row.pixelColor(row.width() / 2, 8) ? 0 : 1;
        QVERIFY(inked > 40);
    }
};

QTEST_MAIN(CommandSearchTest)
#include "tst_command_search.moc"
