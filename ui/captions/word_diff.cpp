// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/captions/word_diff.h"

#include <algorithm>
#include <vector>

namespace descant::ui {
namespace {

constexpr int kMostWords = 200;

QStringList comparables(const QStringList& words)
{
    QStringList result;
    for (const QString& word : words)
        result.append(comparable(word));
    return result;
}

/// table[i][j]: length of the longest common subsequence of the words from i and from j on.
std::vector<std::vector<int>> commonLengths(const QStringList& first, const QStringList& second)
{
    std::vector<std::vector<int>> table(std::size_t(first.size()) + 1,
                                        std::vector<int>(std::size_t(second.size()) + 1, 0));
    for (auto i = std::size_t(first.size()); i-- > 0;)
        for (auto j = std::size_t(second.size()); j-- > 0;)
            table[i][j] = first[qsizetype(i)] == second[qsizetype(j)] ? table[i + 1][j + 1] + 1
                                                                      : std::max(table[i + 1][j], table[i][j + 1]);
    return table;
}

} // namespace

QStringList wordsOf(const QString& text) { return text.simplified().split(' ', Qt::SkipEmptyParts); }

QString comparable(const QString& word)
{
    qsizetype first = 0;
    qsizetype last = word.size();
    while (first < last && !word[first].isLetterOrNumber())
        ++first;
    while (last > first && !word[last - 1].isLetterOrNumber())
        --last;
    return word.mid(first, last - first).toCaseFolded();
}

QList<DiffWord> wordDiff(const QString& text, const QString& candidate)
{
    const QStringList old = wordsOf(text).mid(0, kMostWords);
    const QStringList fresh = wordsOf(candidate).mid(0, kMostWords);
    const QStringList oldKeys = comparables(old);
    const QStringList freshKeys = comparables(fresh);
    const auto lengths = commonLengths(oldKeys, freshKeys);
    QList<DiffWord> result;
    qsizetype i = 0;
    qsizetype j = 0;
    while (i < old.size() || j < fresh.size()) {
        if (i < old.size() && j < fresh.size() && oldKeys[i] == freshKeys[j]) {
            result.append({fresh[j++], WordChange::Same});
            ++i;
        } else if (j >= fresh.size()
                   || (i < old.size()
                       && lengths[std::size_t(i) + 1][std::size_t(j)] >= lengths[std::size_t(i)][std::size_t(j) + 1])) {
            result.append({old[i++], WordChange::Removed});
        } else {
            result.append({fresh[j++], WordChange::Added});
        }
    }
    return result;
}

double sharedWords(const QList<DiffWord>& diff)
{
    const auto same =
        std::count_if(diff.begin(), diff.end(), [](const DiffWord& word) { return word.change == WordChange::Same; });
    const auto added =
        std::count_if(diff.begin(), diff.end(), [](const DiffWord& word) { return word.change == WordChange::Added; });
    return same + added > 0 ? double(same) / double(same + added) : 0.0;
}

} // namespace descant::ui
