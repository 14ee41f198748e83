// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace descant::ui {

enum class WordChange { Same, Added, Removed };

struct DiffWord {
    QString word;
    WordChange change = WordChange::Same;
    bool operator==(const DiffWord&) const = default;
};

/// Words of a text, split at white space.
QStringList wordsOf(const QString& text);
/// A word as it is compared: lower case, without punctuation around it.
QString comparable(const QString& word);

/// What taking `candidate` would change in `text`: its words in order, those the text lacks marked Added, and between
/// them the words of the text that would go. Longest common subsequence; at most 200 words of each are compared.
QList<DiffWord> wordDiff(const QString& text, const QString& candidate);

/// Share of the candidate's words that the text has too, 0…1: below about a third a comparison only confuses.
double sharedWords(const QList<DiffWord>& diff);

} // namespace descant::ui
