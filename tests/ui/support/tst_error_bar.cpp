// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/patient_test.h"
#include "ui/support/error_bar.h"

#include <QPushButton>
#include <QToolButton>

using namespace descant::ui;

class ErrorBarTest : public QObject {
    Q_OBJECT

    static void close(ErrorBar& bar) { bar.findChildren<QToolButton*>().last()->click(); }

private Q_SLOTS:
    void anErrorStaysBehindANewerOneUntilItIsClosed()
    {
        ErrorBar bar;
        bar.showError("first");
        bar.showError("second");
        bar.showError("first");
        QCOMPARE(bar.texts(), (QStringList{"second", "first"}));
        close(bar);
        QCOMPARE(bar.text(), QString("second"));
        QVERIFY(!bar.isHidden());
        close(bar);
        QVERIFY(bar.isHidden());
        QCOMPARE(bar.text(), QString());
    }

    void aHintIsForTheMoment()
    {
        ErrorBar bar;
        bar.showHint("hint");
        bar.showError("error");
        QCOMPARE(bar.texts(), QStringList{"error"});
    }

    void whatIsOfferedBelongsToTheSentenceInFront()
    {
        ErrorBar bar;
        int done = 0;
        bar.showError("with an offer", "Do it", [&] { ++done; });
        bar.showError("without");
        auto* offer = bar.findChild<QPushButton*>();
        QVERIFY(offer->isHidden());
        close(bar);
        QVERIFY(!offer->isHidden());
        QCOMPARE(offer->text(), QString("Do it"));
        offer->click();
        QCOMPARE(done, 1);
        QVERIFY(bar.isHidden());
    }
};

QTEST_MAIN(ErrorBarTest)
#include "tst_error_bar.moc"
