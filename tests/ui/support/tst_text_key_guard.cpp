// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patient_test.h"
#include "ui/captions/caption_edit.h"
#include "ui/support/action_set.h"
#include "ui/support/text_key_guard.h"
#include "ui/support/theme.h"

#include <QApplication>
#include <QInputMethodEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMainWindow>
#include <QSpinBox>
#include <QVBoxLayout>

using namespace descant::ui;

/// A window with every action of the table, counting what is triggered.
class TextKeyGuardTest : public QObject {
    Q_OBJECT
    std::unique_ptr<QMainWindow> m_window;
    ActionSet* m_actions = nullptr;
    CaptionEdit* m_caption = nullptr;
    QLineEdit* m_line = nullptr;
    QListWidget* m_list = nullptr;
    QPushButton* m_button = nullptr;
    QStringList m_triggered;

    void focus(QWidget* widget)
    {
        widget->setFocus();
        QTRY_VERIFY(widget->hasFocus());
        m_triggered.clear();
    }

private Q_SLOTS:
    void initTestCase() { qApp->installEventFilter(new TextKeyGuard(qApp)); }

    void init()
    {
        m_window = std::make_unique<QMainWindow>();
        m_actions = new ActionSet(m_window.get());
        auto* content = new QWidget(m_window.get());
        auto* column = new QVBoxLayout(content);
        m_caption = new CaptionEdit(content);
        m_line = new QLineEdit(content);
        m_list = new QListWidget(content);
        m_list->addItems({"one", "two"});
        m_button = new QPushButton("Press", content);
        for (QWidget* widget : {static_cast<QWidget*>(m_caption), static_cast<QWidget*>(m_line),
                                static_cast<QWidget*>(m_list), static_cast<QWidget*>(m_button)})
            column->addWidget(widget);
        m_window->setCentralWidget(content);
        for (const ActionSpecification& row : actionTable())
            m_actions->connectTo(row.id, this, [this, id = QString(row.id)] { m_triggered.append(id); });
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }

    void lettersAreDeadInEveryTextField()
    {
        for (QWidget* field : {static_cast<QWidget*>(m_caption), static_cast<QWidget*>(m_line)}) {
            focus(field);
            for (const ActionSpecification& row : actionTable())
                for (const QKeySequence& key : listKeys(row))
                    QTest::keyClick(field, key[0].key(), key[0].keyboardModifiers());
            QVERIFY2(m_triggered.isEmpty(), qPrintable(m_triggered.join(' ')));
        }
    }

    void lettersAreWrittenInstead()
    {
        focus(m_caption);
        QTest::keyClicks(m_caption, "agx 1?");
        QCOMPARE(m_caption->text(), QString("agx 1?"));
        QVERIFY(m_triggered.isEmpty());
    }

    void anywhereKeysWorkWhileWriting()
    {
        focus(m_caption);
        QTest::keyClick(m_caption, Qt::Key_Return, Qt::ControlModifier);
        QTest::keyClick(m_caption, Qt::Key_1, Qt::AltModifier);
        QTest::keyClick(m_caption, Qt::Key_G, Qt::ControlModifier | Qt::ShiftModifier);
        QTest::keyClick(m_caption, Qt::Key_Z, Qt::ControlModifier);
        QTest::keyClick(m_caption, Qt::Key_Escape);
        QCOMPARE(m_triggered,
                 QStringList({"review.accept", "propose.take1", "propose.segment", "edit.undo", "edit.leaveText"}));
    }

    void nothingActsWhileAnInputMethodComposes()
    {
        focus(m_caption);
        QInputMethodEvent composing("に", {});
        QApplication::sendEvent(m_caption, &composing);
        QTest::keyClick(m_caption, Qt::Key_Return, Qt::ControlModifier);
        QTest::keyClick(m_caption, Qt::Key_A);
        QVERIFY2(m_triggered.isEmpty(), qPrintable(m_triggered.join(' ')));
        QInputMethodEvent done;
        done.setCommitString("に");
        QApplication::sendEvent(m_caption, &done);
        QTest::keyClick(m_caption, Qt::Key_Return, Qt::ControlModifier);
        QCOMPARE(m_triggered, QStringList({"review.accept"}));
    }

    void singleLettersWorkOutsideText()
    {
        focus(m_list);
        QTest::keyClick(m_list, Qt::Key_G);
        QTest::keyClick(m_list, Qt::Key_Space);
        QCOMPARE(m_triggered, QStringList({"propose.segment", "play.toggle"}));
    }

    void listsKeepTheirArrowsAndButtonsTheirSpace()
    {
        focus(m_list);
        m_list->setCurrentRow(0);
        QTest::keyClick(m_list, Qt::Key_Down);
        QCOMPARE(m_list->currentRow(), 1);
        focus(m_button);
        bool clicked = false;
        connect(m_button, &QPushButton::clicked, this, [&] { clicked = true; });
        QTest::keyClick(m_button, Qt::Key_Space);
        QVERIFY(clicked);
        QVERIFY2(m_triggered.isEmpty(), qPrintable(m_triggered.join(' ')));
    }
};

QTEST_MAIN(TextKeyGuardTest)
#include "tst_text_key_guard.moc"
