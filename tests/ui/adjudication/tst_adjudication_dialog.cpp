// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/adjudication/adjudication_dialog.h"
#include "ui/captions/caption_edit.h"

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QtTest>

using namespace descant;
using namespace descant::ui;

namespace {

AdjudicationValue reading(const QString& id, const QString& here, const QString& theirs)
{
    AdjudicationValue value;
    value.id = id;
    value.mediumId = "m";
    value.medium = "film.mp4";
    value.person = "Ada";
    value.here = AdjudicationSide{{MediaTime{0}, MediaTime{4'000'000}}, here};
    value.theirs = {{MediaTime{1'000'000}, MediaTime{5'000'000}}, theirs};
    return value;
}

QPushButton* named(const QWidget& parent, const QString& name)
{
    for (QPushButton* button : parent.findChildren<QPushButton*>())
        if (button->accessibleName() == name)
            return button;
    return nullptr;
}

} // namespace

class AdjudicationDialogTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingThatWaitsSaysWhatToDo()
    {
        AdjudicationDialog dialog;
        dialog.setReadings({});
        QCOMPARE(dialog.findChild<QStackedWidget*>()->currentIndex(), 0);
        QVERIFY(dialog.current().isEmpty());
    }

    void eachDecisionIsToldAndTheNextBecomesCurrent()
    {
        AdjudicationDialog dialog;
        dialog.setReadings({reading("a", "a tram", "a bus"), reading("b", "x", "y"), reading("c", "x", "y")});
        QCOMPARE(dialog.current(), QString("a"));
        QSignalSpy left(&dialog, &AdjudicationDialog::leftChosen), right(&dialog, &AdjudicationDialog::rightChosen);
        named(dialog, "Keep here")->click();
        QCOMPARE(left.value(0).value(0).toString(), QString("a"));
        dialog.setReadings({reading("b", "x", "y"), reading("c", "x", "y")});
        QCOMPARE(dialog.current(), QString("b"));
        named(dialog, "Take theirs")->click();
        QCOMPARE(right.value(0).value(0).toString(), QString("b"));
        dialog.setReadings({reading("c", "x", "y")});
        QCOMPARE(dialog.current(), QString("c"));
    }

    void aTextOfBothBeginsWithEitherAndIsNeverEmpty()
    {
        AdjudicationDialog dialog;
        dialog.setReadings({reading("a", "a tram", "a bus")});
        QCOMPARE(dialog.editor()->text(), QString("a tram"));
        named(dialog, "Edit theirs")->click();
        QCOMPARE(dialog.editor()->text(), QString("a bus"));
        QSignalSpy merged(&dialog, &AdjudicationDialog::merged);
        named(dialog, "Use this text")->click();
        QCOMPARE(merged.value(0).value(1).toString(), QString("a bus"));
        dialog.editor()->setPlainText(" ");
        QVERIFY(!named(dialog, "Use this text")->isEnabled());
    }

    void theStretchOfBothCanBeWritten()
    {
        AdjudicationDialog dialog;
        dialog.setReadings({reading("a", "a tram", "a bus")});
        auto* start = dialog.findChild<QLineEdit*>("mergedStart");
        auto* end = dialog.findChild<QLineEdit*>("mergedEnd");
        QCOMPARE(end->text(), QString("4.00"));
        named(dialog, "Edit theirs")->click();
        QCOMPARE(start->text(), QString("1.00"));
        QSignalSpy merged(&dialog, &AdjudicationDialog::merged);
        end->selectAll();
        QTest::keyClicks(end, "1:02.5");
        named(dialog, "Use this text")->click();
        const auto range = merged.value(0).value(2).value<TimeRange>();
        QCOMPARE(range.start, MediaTime{1'000'000});
        QCOMPARE(range.end, MediaTime{62'500'000});
    }

    void anEndThatIsNotTouchedStaysExact()
    {
        AdjudicationDialog dialog;
        AdjudicationValue value = reading("a", "a tram", "a bus");
        value.here->range = {MediaTime{1'234'567}, MediaTime{2'345'678}};
        dialog.setReadings({value});
        QSignalSpy merged(&dialog, &AdjudicationDialog::merged);
        named(dialog, "Use this text")->click();
        QCOMPARE(merged.value(0).value(2).value<TimeRange>(), value.here->range);
    }

    void aStretchThatIsNoneIsNotUsedAndSaysWhy()
    {
        AdjudicationDialog dialog;
        dialog.show();
        dialog.setReadings({reading("a", "a tram", "a bus")});
        auto* end = dialog.findChild<QLineEdit*>("mergedEnd");
        for (const char* wrong : {"0", "soon", ""}) {
            end->selectAll();
            QTest::keyClick(end, Qt::Key_Delete);
            QTest::keyClicks(end, wrong);
            QVERIFY2(!named(dialog, "Use this text")->isEnabled(), wrong);
            bool told = false;
            for (const QLabel* label : dialog.findChildren<QLabel*>())
                told = told
                    || (label->isVisible()
                        && (label->text().contains("after the start") || label->text().contains("1:05.2")));
            QVERIFY2(told, wrong);
        }
        // What is being written outlives changes elsewhere in the project.
        dialog.setReadings({reading("a", "a tram", "a bus"), reading("b", "x", "y")});
        QCOMPARE(end->text(), QString());
    }

    void bothStretchesCanBePlayed()
    {
        AdjudicationDialog dialog;
        dialog.setReadings({reading("a", "a tram", "a bus")});
        QList<TimeRange> played;
        connect(&dialog, &AdjudicationDialog::playRequested, &dialog,
                [&](const QString&, TimeRange range) { played.append(range); });
        named(dialog, "Play here")->click();
        named(dialog, "Play theirs")->click();
        QCOMPARE(played.size(), 2);
        QCOMPARE(played[0].end, MediaTime{4'000'000});
        QCOMPARE(played[1].end, MediaTime{5'000'000});
    }

    void textsAreShownAsTextsAndNotAsMarkup()
    {
        AdjudicationDialog dialog;
        dialog.setReadings({reading("a", "a tram", "<img src=x> bus")});
        for (const QLabel* label : dialog.findChildren<QLabel*>())
            QVERIFY(!label->text().contains("<img"));
    }
};

QTEST_MAIN(AdjudicationDialogTest)
#include "tst_adjudication_dialog.moc"
