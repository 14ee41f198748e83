// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/paths.h"
#include "tests/support/patient_test.h"
#include "ui/support/action_set.h"
#include "ui/support/action_table.h"
#include "ui/support/conversions.h"
#include "ui/support/held_key.h"

#include <QApplication>
#include <QFile>
#include <QKeyEvent>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>

using namespace descant::ui;

namespace {

/// Every action that can be reached from a menu, submenus included.
void collect(const QList<QAction*>& actions, QSet<QAction*>& found)
{
    for (QAction* action : actions) {
        found.insert(action);
        if (action->menu() != nullptr)
            collect(action->menu()->actions(), found);
    }
}

} // namespace

class ActionTableTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsReadFromLeftToRightSaysSo()
    {
        const QString range = rangeText({descant::fromSeconds(3), descant::fromSeconds(9)});
        QCOMPARE(range.front(), QChar(0x2066));
        QCOMPARE(range.back(), QChar(0x2069));
        QCOMPARE(withoutMarks(range), QString("3.00 – 9.00 s"));
        QCOMPARE(withoutMarks(isolated("film") + leftToRight("Ctrl+↵")), QString("filmCtrl+↵"));
        const QString tip = tooltipOf(actionSpecification("review.accept"));
        QVERIFY(tip.contains(leftToRight("A, Ctrl+↵")));
        QVERIFY(!keysAsMarkdown().contains(QChar(0x2066)));
    }

    void noKeyIsBoundTwice()
    {
        QHash<QKeySequence, QString> owners;
        for (const ActionSpecification& row : actionTable())
            for (const QKeySequence& key : allKeys(row)) {
                const QString owner = owners.value(key, row.id);
                QVERIFY2(owner == row.id, qPrintable(key.toString() + ": " + owner + ", " + row.id));
                owners.insert(key, row.id);
            }
    }

    void everyKeyIsUnderstood()
    {
        for (const ActionSpecification& row : actionTable())
            for (const QKeySequence& key : allKeys(row))
                QVERIFY2(key.count() == 1 && key[0].key() != Qt::Key_unknown, row.id);
    }

    void noSingleLetterWorksInText()
    {
        for (const ActionSpecification& row : actionTable())
            for (const QKeySequence& key : anywhereKeys(row)) {
                const bool plain = (key[0].keyboardModifiers() & ~Qt::ShiftModifier) == Qt::NoModifier;
                const bool functionKey = key[0].key() >= Qt::Key_F1 && key[0].key() <= Qt::Key_F35;
                QVERIFY2(!plain || functionKey || key[0].key() == Qt::Key_Escape, row.id);
            }
    }

    void everyRowIsWhole()
    {
        QSet<QString> ids;
        for (const ActionSpecification& row : actionTable()) {
            QVERIFY2(!ids.contains(row.id), row.id);
            ids.insert(row.id);
            QVERIFY2(!actionText(row).isEmpty() && actionHelp(row).endsWith('.'), row.id);
            QVERIFY2(row.icon[0] == 0 || QFile::exists(QString(":/icons/%1.svg").arg(row.icon)), row.icon);
            QVERIFY2(keysAsMarkdown().contains(actionText(row)), row.id);
        }
    }

    void theGuideListsTheKeysOfThisProgram()
    {
        QFile page(toQString(descant::test::sourceFolder() / "docs/user-guide/keys.md"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        QVERIFY2(page.readAll() == keysAsMarkdown().toUtf8(), "make it again with `descant --print-keys`");
        QVERIFY(!keysAsMarkdown().contains("`↵` `↵`"));
    }

    void everyActionIsInAMenu()
    {
        QMainWindow window;
        ActionSet actions(&window);
        actions.fill(window.menuBar());
        QSet<QAction*> found;
        collect(window.menuBar()->actions(), found);
        for (const ActionSpecification& row : actionTable())
            QVERIFY2(found.contains(actions.action(row.id)), row.id);
    }

    void aHeldKeyRepeatsStepsAndNothingElse()
    {
        QMainWindow window;
        ActionSet actions(&window);
        QStringList repeating;
        for (const ActionSpecification& row : actionTable()) {
            QCOMPARE(actions.action(row.id)->autoRepeat(), row.held == Held::Repeats);
            if (row.held == Held::Repeats)
                repeating.append(row.id);
        }
        for (const char* step : {"play.frameForward", "play.tenBack", "segment.next", "view.zoomIn", "edit.undo"})
            QVERIFY2(repeating.contains(step), step);
        const QStringList whole{"file.",       "propose.",       "review.",    "help.",
                                "segment.new", "segment.delete", "play.toggle"};
        for (const QString& id : repeating)
            for (const QString& once : whole)
                QVERIFY2(!id.startsWith(once), qPrintable(id));
    }

    void contextMenusHaveTheActionsOfTheMenus()
    {
        QMainWindow window;
        ActionSet actions(&window);
        for (const ContextMenu which : {ContextMenu::Segment, ContextMenu::Time}) {
            QPointer<QMenu> menu = actions.popUp(which, {10, 10});
            QVERIFY(menu->isVisible());
            QCOMPARE(menu->actions().size(), contextMenuIds(which).size());
            QCOMPARE(menu->actions().first(), actions.action(contextMenuIds(which).first()));
            menu->close();
            QTRY_VERIFY(menu.isNull());
        }
    }

    void aKeyIsHeldUntilItIsReleased()
    {
        QWidget widget;
        const HeldKey held(Qt::Key_K, &widget);
        const auto send = [&](QEvent::Type type, Qt::Key key, bool repeated) {
            QKeyEvent event(type, key, Qt::NoModifier, {}, repeated);
            QApplication::sendEvent(&widget, &event);
        };
        send(QEvent::ShortcutOverride, Qt::Key_J, false);
        QVERIFY(!held.isDown());
        send(QEvent::ShortcutOverride, Qt::Key_K, false);
        send(QEvent::KeyRelease, Qt::Key_K, true); // X11 tells of a held key as of many short ones
        send(QEvent::KeyRelease, Qt::Key_J, false);
        QVERIFY(held.isDown());
        send(QEvent::KeyRelease, Qt::Key_K, false);
        QVERIFY(!held.isDown());
    }

    void everyMenuHasALetterOfItsOwn()
    {
        QMainWindow window;
        ActionSet actions(&window);
        actions.fill(window.menuBar());
        QSet<QKeySequence> letters;
        for (const QAction* menu : window.menuBar()->actions()) {
            const QKeySequence letter = QKeySequence::mnemonic(menu->text());
            QVERIFY2(!letter.isEmpty() && !letters.contains(letter), qPrintable(menu->text()));
            letters.insert(letter);
        }
    }

    void buttonsFollowTheirAction()
    {
        QMainWindow window;
        ActionSet actions(&window);
        QPushButton* button = actions.button("review.accept", "primary", &window);
        actions.enable([](Needs) { return false; });
        QVERIFY(!button->isEnabled());
        actions.enable([](Needs) { return true; });
        QVERIFY(button->isEnabled());
        bool done = false;
        actions.connectTo("review.accept", &window, [&] { done = true; });
        button->click();
        QVERIFY(done);
    }

    void timesAreReadAsPeopleTypeThem()
    {
        QCOMPARE(parseTime("65.2"), descant::fromSeconds(65.2));
        QCOMPARE(parseTime("1:05,2"), descant::fromSeconds(65.2));
        QCOMPARE(parseTime("0:01:05"), descant::fromSeconds(65));
        QVERIFY(!parseTime("soon"));
        QVERIFY(!parseTime(""));
    }
};

QTEST_MAIN(ActionTableTest)
#include "tst_action_table.moc"
