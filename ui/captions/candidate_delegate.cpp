// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/captions/candidate_delegate.h"

#include "ui/captions/candidate_list.h"
#include "ui/captions/diff_layout.h"
#include "ui/support/key_frame.h"
#include "ui/support/theme.h"
#include "ui/widgets/painting.h"

#include <QListView>
#include <QPainter>

#include <memory>

namespace descant::ui {
namespace {

constexpr int kPadding = 12;
constexpr int kFooter = 24;
constexpr int kGap = 8;
constexpr double kEnoughShared = 0.34;

QTextCharFormat formatOf(WordChange change, bool doubtful)
{
    QTextCharFormat format = ui::formatOf(change);
    if (doubtful) {
        format.setUnderlineStyle(QTextCharFormat::DotLine);
        format.setUnderlineColor(tokens().warn);
    }
    return format;
}

/// The words of the card with their formats, laid out over `width`.
std::unique_ptr<QTextLayout> layoutOf(const CandidateModel& model, int row, int width)
{
    const CandidateValue& candidate = model.candidate(row);
    QList<DiffWord> words = wordDiff(model.humanText(), candidate.text);
    if (sharedWords(words) < kEnoughShared) {
        words.clear();
        for (const QString& word : wordsOf(candidate.text))
            words.append({word, WordChange::Same});
    }
    QString text;
    QList<QTextLayout::FormatRange> formats;
    for (const DiffWord& word : words) {
        if (!text.isEmpty())
            text += ' ';
        const bool doubtful =
            word.change != WordChange::Removed && candidate.doubtfulWords.contains(comparable(word.word));
        formats.append({int(text.size()), int(word.word.size()), formatOf(word.change, doubtful)});
        text += word.word;
    }
    return layOut(text, formats, {Theme::current().font(TextRole::Candidate), std::max(40, width), 3});
}

int cardWidth(const QStyleOptionViewItem& option)
{
    const auto* view = qobject_cast<const QListView*>(option.widget);
    return view == nullptr ? option.rect.width() : view->viewport()->width() - 2 * view->spacing();
}

} // namespace

QSize CandidateDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = static_cast<const CandidateModel*>(index.model());
    const int width = cardWidth(option);
    const auto layout = layoutOf(*model, index.row(), width - 2 * kPadding);
    return {width, int(layout->boundingRect().height()) + 2 * kPadding + kFooter};
}

void CandidateDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto* model = static_cast<const CandidateModel*>(index.model());
    const Tokens& colors = tokens();
    painter->save();
    painter->setLayoutDirection(option.direction);
    painter->setRenderHint(QPainter::Antialiasing);
    const bool focused = option.state.testFlag(QStyle::State_HasFocus);
    QPen border(focused ? colors.focus : colors.proposal, focused ? 2 : colors.outlineWidth);
    if (!focused) {
        border.setStyle(Qt::CustomDashLine);
        border.setDashPattern({4, 3});
    }
    painter->setPen(border);
    painter->setBrush(option.state.testFlag(QStyle::State_MouseOver) ? mixed(colors.proposal, colors.panel, 0.10)
                                                                     : QColor(Qt::transparent));
    painter->drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 8, 8);
    const QRect inner = option.rect.adjusted(kPadding, kPadding, -kPadding, -kPadding + 4);
    layoutOf(*model, index.row(), inner.width())->draw(painter, inner.topLeft());
    paintFooter(*painter, QRect(inner.left(), inner.bottom() - kFooter + 4, inner.width(), kFooter), *model,
                index.row());
    painter->restore();
}

void CandidateDelegate::paintFooter(QPainter& painter, const QRect& box, const CandidateModel& model, int row) const
{
    const CandidateValue& candidate = model.candidate(row);
    const Tokens& colors = tokens();
    int used = 0;
    // The next `width` pixels of the footer, from the side where reading begins.
    const auto take = [&](int width, int height) {
        const QRect part(box.left() + used, box.center().y() - height / 2, width, height);
        used += width + kGap;
        return QStyle::visualRect(painter.layoutDirection(), box, part);
    };
    if (row < 9) {
        const QString key = QString::number(row + 1);
        const QSize frame = keyFrameSize(key);
        paintKeyFrame(painter, take(frame.width(), frame.height()).topLeft(), key, colors.text2);
    }
    painter.setFont(Theme::current().font(TextRole::Glance));
    const QString score = QLocale().toString(candidate.score, 'f', 2);
    paintLine(painter, take(painter.fontMetrics().horizontalAdvance(score) + 2, box.height()), score, colors.text2);
    QString note;
    if (candidate.seenShare >= 0.0) {
        paintSplitBar(painter, take(56, 5), candidate.seenShare, colors.seen, colors.heard);
        const int seen = qRound(candidate.seenShare * 100);
        note = tr("%1 % seen · %2 % heard").arg(seen).arg(100 - seen);
    }
    if (candidate.stale)
        note = tr("made for other times");
    paintLine(painter, take(box.width() - used, box.height()), note, colors.text2);
}

} // namespace descant::ui
