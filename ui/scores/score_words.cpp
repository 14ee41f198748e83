// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scores/score_words.h"

#include "ui/support/conversions.h"

#include <QCoreApplication>
#include <QLocale>

namespace descant::ui {
namespace {

using workflows::Score;

QString tr(const char* text) { return QCoreApplication::translate("scores", text); }
QString tr(const char* text, std::size_t count) { return tr(text).arg(QLocale().toString(qulonglong(count))); }

QString number(double value) { return QLocale().toString(value, 'f', 3); }

} // namespace

QString scoreName(Score score, workflows::MeteorPart part)
{
    constexpr std::array names{"BLEU-1",  "BLEU-2", "BLEU-3", "BLEU-4", "ROUGE-L",
                               "CIDEr-D", "METEOR", "SPICE",  "SPIDEr"};
    const QString name = names[static_cast<std::size_t>(score)];
    return score == Score::Meteor && part == workflows::MeteorPart::NoParaphrases ? tr("%1 (no paraphrases)").arg(name)
                                                                                  : name;
}

QString scoreText(std::optional<double> value) { return value ? number(*value) : QString("–"); }

QString differenceText(std::optional<double> value)
{
    if (!value)
        return "–";
    const QString size = number(std::abs(*value));
    return size == number(0) ? size : (*value > 0 ? "+" : "−") + size;
}

QString intervalText(const metrics::Interval& interval)
{
    return tr("%1 to %2").arg(number(interval.low), number(interval.high));
}

QString probabilityText(double probability)
{
    if (probability < 0.01)
        return "p < " + QLocale().toString(0.01, 'f', 2);
    return "p = " + QLocale().toString(probability, 'f', 2);
}

QStringList notesOf(const workflows::ProjectScores& scores, workflows::OwnTexts own)
{
    QStringList notes{tr("Clips judged: %1.", scores.clips.size())};
    const auto add = [&notes](std::size_t count, const char* text) {
        if (count > 0)
            notes.append(tr(text, count));
    };
    add(scores.withoutReference, QT_TRANSLATE_NOOP("scores", "Left out, with nothing to judge against: %1."));
    add(scores.withoutCandidate, QT_TRANSLATE_NOOP("scores", "Left out, not described by all that are judged: %1."));
    add(scores.withOwnTextAlone,
        QT_TRANSLATE_NOOP("scores", "Left out, the only text being a proposal accepted as it was: %1."));
    if (own == workflows::OwnTexts::LeftOut)
        add(scores.ownTexts,
            QT_TRANSLATE_NOOP("scores", "Texts that do not count, as they are proposals of a judged model: %1."));
    else
        add(scores.ownTexts,
            QT_TRANSLATE_NOOP("scores",
                              "Texts that are proposals of a judged model, so that its scores are too high: %1."));
    add(scores.editedTexts,
        QT_TRANSLATE_NOOP("scores", "Texts that began as proposals of a judged model and were edited: %1."));
    add(scores.strangers, QT_TRANSLATE_NOOP("scores", "Ids of the file that fit no clip: %1."));
    for (const std::string& warning : scores.judged.warnings)
        notes.append(toQString(warning) + ".");
    return notes;
}

std::vector<Score> scoresIn(const workflows::ScoreReport& report)
{
    std::vector<Score> scores;
    for (const Score score : workflows::kAllScores) {
        if (valueOf(report, score))
            scores.push_back(score);
    }
    return scores;
}

} // namespace descant::ui
