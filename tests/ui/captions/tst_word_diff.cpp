// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/captions/word_diff.h"

#include <QTest>

using namespace descant::ui;

class WordDiffTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void showsWhatTakingACandidateChanges()
    {
        const QList<DiffWord> diff = wordDiff("A rabbit sleeps.", "a grey rabbit wakes");
        const QList<DiffWord> expected{{"a", WordChange::Same},
                                       {"grey", WordChange::Added},
                                       {"rabbit", WordChange::Same},
                                       {"sleeps.", WordChange::Removed},
                                       {"wakes", WordChange::Added}};
        QCOMPARE(diff.size(), expected.size());
        for (qsizetype i = 0; i < diff.size(); ++i)
            QVERIFY2(diff[i] == expected[i], qPrintable(diff[i].word));
    }

    void caseAndPunctuationDoNotCount()
    {
        for (const DiffWord& word : wordDiff("A Bird, singing!", "a bird singing"))
            QVERIFY(word.change == WordChange::Same);
    }

    void theCandidateCanBeReadBackInOrder()
    {
        QStringList words;
        for (const DiffWord& word : wordDiff("one two three four", "four three one five"))
            if (word.change != WordChange::Removed)
                words.append(word.word);
        QCOMPARE(words.join(' '), QString("four three one five"));
    }

    void sharedWordsSayWhetherAComparisonHelps()
    {
        QCOMPARE(sharedWords(wordDiff("a b c", "a b c")), 1.0);
        QCOMPARE(sharedWords(wordDiff("x y z", "a b c")), 0.0);
        QCOMPARE(sharedWords(wordDiff("", "")), 0.0);
    }

    void longTextsAreCutNotHung()
    {
        const QString text = QString("word ").repeated(20000);
        QVERIFY(wordDiff(text, text).size() <= 400);
    }
};

QTEST_MAIN(WordDiffTest)
#include "tst_word_diff.moc"
