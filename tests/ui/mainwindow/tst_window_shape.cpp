// SPDX-License-Identifier: GPL-3.0-or-later
// The window as assistive technology, keyboards and other languages find it.
#include "tests/support/patient_test.h"
#include "tests/ui/mainwindow/window_fixture.h"
#include "ui/captions/caption_edit.h"
#include "ui/captions/segment_panel.h"
#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/proposal_runner.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/support/action_set.h"
#include "ui/timeline/timeline_widget.h"
#include "ui/widgets/command_search.h"

#include <QAccessible>
#include <QApplication>
#include <QDockWidget>
#include <QLabel>
#include <QPushButton>
#include <QTranslator>

#include <algorithm>

using namespace descant;
using namespace descant::ui;
using namespace descant::ui::test;

namespace {

/// Every text as long as German makes it.
class LongTranslator : public QTranslator {
public:
    QString translate(const char*, const char* text, const char*, int) const override
    {
        const QString word = QString::fromUtf8(text);
        const auto more = qsizetype(word.size()) * 4 / 10;
        return word + QString("ungslänge").repeated(more / 9 + 1).left(more);
    }
    bool isEmpty() const override { return false; }
};

QString nameOf(QWidget* widget)
{
    QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
    return accessible == nullptr ? QString() : accessible->text(QAccessible::Name);
}

} // namespace

class WindowShapeTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyWidgetThatTakesTheKeyboardHasAName()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment();
        f.window->show();
        QVERIFY(QTest::qWaitForWindowExposed(f.window.get()));
        int looked = 0;
        for (QWidget* widget : f.window->findChildren<QWidget*>()) {
            if (widget->focusPolicy() == Qt::NoFocus || widget->isWindow()
                || qobject_cast<QAbstractScrollArea*>(widget->parentWidget()) != nullptr)
                continue;
            ++looked;
            QVERIFY2(!nameOf(widget).isEmpty(),
                     qPrintable(QString("%1 in %2")
                                    .arg(widget->metaObject()->className(),
                                         widget->parentWidget()->metaObject()->className())));
        }
        QVERIFY(looked > 12);
    }

    void theNamesOfTheContractAreThere()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment();
        f.window->show();
        QHash<QString, QAccessible::Role> found;
        for (QWidget* widget : f.window->findChildren<QWidget*>())
            if (QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget))
                found.insert(accessible->text(QAccessible::Name), accessible->role());
        for (const char* list : {"media", "segments", "proposals", "jobs"})
            QCOMPARE(found.value(list, QAccessible::NoRole), QAccessible::List);
        QCOMPARE(found.value("caption text", QAccessible::NoRole), QAccessible::EditableText);
        for (const char* button : {"Propose", "Accept", "Reject", "Next"})
            QCOMPARE(found.value(button, QAccessible::NoRole), QAccessible::Button);
        QVERIFY(found.contains("timeline"));
        QVERIFY(found.contains("player"));
        QCOMPARE(found.value("status", QAccessible::NoRole), QAccessible::StatusBar);
    }

    void theTimelineHasTheKeyboardWhenAFileOpens()
    {
        WindowFixture f;
        f.window->show();
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        f.openVideo();
        QTRY_VERIFY(f.window->mediumView().timeline()->hasFocus());
    }

    void keysDoWhatTheTableSays()
    {
        WindowFixture f;
        f.window->show();
        QVERIFY(QTest::qWaitForWindowActive(f.window.get()));
        f.openVideo();
        f.makeSegment();
        QWidget* timeline = f.window->mediumView().timeline();
        timeline->setFocus();
        QTest::keyClick(timeline, Qt::Key_G);
        QTRY_COMPARE(f.captioning->asked, 1);
        QTRY_VERIFY(!f.window->proposals().isRunning());
        QTest::keyClick(timeline, Qt::Key_2);
        QCOMPARE(f.humanText(), QString("a rabbit looks out of a hole"));
        CaptionEdit* editor = f.window->segmentPanel().editor();
        QTRY_VERIFY(editor->hasFocus());
        QTest::keyClicks(editor, "axg");
        QVERIFY(f.humanText().contains("axg"));
        QTest::keyClick(editor, Qt::Key_1, Qt::AltModifier);
        QCOMPARE(f.humanText(), QString("a grey rabbit wakes up"));
        QTest::keyClick(editor, Qt::Key_Escape);
        QTRY_VERIFY(timeline->hasFocus());
        QTest::keyClick(timeline, Qt::Key_A);
        QCOMPARE(f.window->segments().segment()->status, project::SegmentStatus::Accepted);
    }

    void longWordsDoNotBreakTheLayout()
    {
        LongTranslator translator;
        qApp->installTranslator(&translator);
        {
            WindowFixture f;
            f.openVideo();
            f.makeSegment();
            f.window->show();
            const QSize least = f.window->minimumSizeHint().expandedTo(f.window->minimumSize());
            QVERIFY2(least.width() <= 1280 && least.height() <= 720,
                     qPrintable(QString("%1 × %2").arg(least.width()).arg(least.height())));
        }
        qApp->removeTranslator(&translator);
    }

    void itFitsOnASmallScreenWithLargeWriting()
    {
        WindowFixture f;
        f.openVideo();
        f.makeSegment();
        f.window->show();
        const QSize least = f.window->minimumSizeHint().expandedTo(f.window->minimumSize());
        QVERIFY2(least.width() <= 1280 / 1.5 && least.height() <= 640 / 1.5,
                 qPrintable(QString("%1 × %2").arg(least.width()).arg(least.height())));
    }

    void aPanelThatWasSqueezedGetsItsRoomAgain()
    {
        WindowFixture f;
        f.window->resize(1400, 800);
        f.window->show();
        f.openVideo();
        f.makeSegment();
        const auto* caption = f.window->findChild<QDockWidget*>("caption");
        f.window->resize(f.window->minimumSizeHint());
        QTRY_VERIFY(caption->width() < f.window->segmentPanel().minimumSizeHint().width());
        f.window->resize(1400, 800);
        QTRY_VERIFY(caption->width() >= f.window->segmentPanel().minimumSizeHint().width());
    }

    void itWorksFromRightToLeft()
    {
        qApp->setLayoutDirection(Qt::RightToLeft);
        {
            WindowFixture f;
            f.openVideo();
            f.makeSegment();
            f.window->show();
            QVERIFY(QTest::qWaitForWindowExposed(f.window.get()));
            const auto middle = [&](const QWidget* widget) {
                return widget->mapTo(f.window.get(), widget->rect().center()).x();
            };
            // What stands at the left elsewhere stands at the right.
            QVERIFY(middle(f.window->findChild<CommandSearch*>()) < f.window->width() / 2);
            QTRY_VERIFY(middle(f.window->findChild<QLabel*>("saved")) > f.window->width() / 2);
            const QList<QPushButton*> buttons = f.window->segmentPanel().findChildren<QPushButton*>();
            const auto named = [&](const char* name) {
                return *std::find_if(buttons.begin(), buttons.end(), [&](const QPushButton* button) {
                    return button->accessibleName() == QLatin1String(name);
                });
            };
            QVERIFY(middle(named("Accept")) > middle(named("Reject")));
        }
        qApp->setLayoutDirection(Qt::LeftToRight);
    }
};

QTEST_MAIN(WindowShapeTest)
#include "tst_window_shape.moc"
