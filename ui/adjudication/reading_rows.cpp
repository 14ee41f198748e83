// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/adjudication/reading_rows.h"

#include "ui/adjudication/adjudication_values.h"
#include "ui/captions/word_diff.h"
#include "ui/support/conversions.h"
#include "ui/support/theme.h"
#include "ui/widgets/painting.h"

#include <QPainter>
#include <QStyle>

namespace descant::ui {
namespace {

QString personOf(const AdjudicationValue& value)
{
    return value.person.isEmpty() ? ReadingDelegate::tr("Somebody") : value.person;
}

QString wordsOf(const AdjudicationValue& value)
{
    return value.removes ? ReadingDelegate::tr("removed") : value.theirs.text;
}

} // namespace

QSize ReadingDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const { return {160, 44}; }

void ReadingDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const QString text = index.data().toString();
    painter->save();
    painter->setLayoutDirection(option.direction);
    paintRowBackground(*painter, option.rect, option.state.testFlag(QStyle::State_Selected),
                       option.state.testFlag(QStyle::State_MouseOver));
    const QRect body = option.rect.adjusted(12, 4, -12, -4);
    const QRect above(body.left(), body.top(), body.width(), body.height() / 2);
    const QRect below(body.left(), above.bottom() + 1, body.width(), body.height() / 2);
    painter->setFont(Theme::current().font(TextRole::Glance));
    paintLine(*painter, above, text.section('\n', 0, 0), tokens().text2);
    painter->setFont(Theme::current().font(TextRole::Interface));
    paintLine(*painter, below, text.section('\n', 1, 1), tokens().text);
    painter->restore();
}

QString readingRowText(const AdjudicationValue& value)
{
    return QString("%1 · %2\n%3").arg(isolated(personOf(value)), rangeText(value.theirs.range), wordsOf(value));
}

QString readingSpoken(const AdjudicationValue& value)
{
    return QString("%1, %2, %3: %4")
        .arg(value.medium, rangeSpoken(value.theirs.range), personOf(value), wordsOf(value));
}

QString markedWords(const QString& text, const QString& other)
{
    QStringList words;
    for (const DiffWord& word : wordDiff(other, text)) {
        if (word.change == WordChange::Removed)
            continue;
        const QString shown = word.word.toHtmlEscaped();
        words.append(word.change == WordChange::Added ? QString("<span style=\"background-color:%1\">%2</span>")
                                                            .arg(tokens().added.name(QColor::HexRgb), shown)
                                                      : shown);
    }
    return words.join(' ');
}

} // namespace descant::ui
