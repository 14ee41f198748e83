// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/change_list.h"

#include "ui/captions/diff_layout.h"
#include "ui/support/conversions.h"
#include "ui/support/theme.h"
#include "ui/widgets/painting.h"

#include <QPainter>

#include <algorithm>

namespace descant::ui {
namespace {

constexpr int kPadding = 12;
constexpr int kHead = 20;
constexpr int kLeastWidth = 120;

QList<DiffWord> wordsOf(const ChangedCaption& change)
{
    if (change.kind == ChangedCaption::Kind::Changed)
        return wordDiff(change.before, change.after);
    QList<DiffWord> words;
    for (const QString& word : descant::ui::wordsOf(change.after))
        words.append({word, WordChange::Same});
    return words;
}

std::unique_ptr<QTextLayout> layoutOf(const ChangedCaption& change, int width)
{
    QString text;
    QList<QTextLayout::FormatRange> formats;
    for (const DiffWord& word : wordsOf(change)) {
        if (!text.isEmpty())
            text += ' ';
        formats.append({int(text.size()), int(word.word.size()), formatOf(word.change)});
        text += word.word;
    }
    return layOut(text, formats, {Theme::current().font(TextRole::Interface), std::max(kLeastWidth, width), 2});
}

int widthFor(const QStyleOptionViewItem& option)
{
    const auto* view = qobject_cast<const QListView*>(option.widget);
    return view == nullptr ? option.rect.width() : view->viewport()->width();
}

QString kindText(ChangedCaption::Kind kind)
{
    switch (kind) {
    case ChangedCaption::Kind::Changed:
        return ChangeModel::tr("changes");
    case ChangedCaption::Kind::Added:
        return ChangeModel::tr("new");
    case ChangedCaption::Kind::Removed:
        return ChangeModel::tr("gone");
    }
    return {};
}

} // namespace

void ChangeModel::setChanges(QList<ChangedCaption> changes)
{
    beginResetModel();
    m_changes = std::move(changes);
    endResetModel();
}

int ChangeModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(m_changes.size()); }

QVariant ChangeModel::data(const QModelIndex& index, int role) const
{
    const ChangedCaption& one = change(index.row());
    if (role == Qt::DisplayRole)
        return one.after;
    if (role != Qt::AccessibleTextRole)
        return {};
    QStringList parts{tr("%1, %2").arg(kindText(one.kind), one.where)};
    if (one.kind == ChangedCaption::Kind::Changed && one.before != one.after)
        parts.append(tr("before: %1").arg(one.before));
    parts.append(one.kind == ChangedCaption::Kind::Changed ? tr("after: %1").arg(one.after) : one.after);
    if (!one.other.isEmpty())
        parts.append(one.other);
    return withoutMarks(parts.join("; "));
}

QSize ChangeDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& change = static_cast<const ChangeModel*>(index.model())->change(index.row());
    const int width = widthFor(option);
    const auto layout = layoutOf(change, width - 2 * kPadding);
    return {width, kHead + int(std::ceil(layout->boundingRect().height())) + kPadding};
}

void ChangeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    const auto& change = static_cast<const ChangeModel*>(index.model())->change(index.row());
    painter->save();
    painter->setLayoutDirection(option.direction);
    paintRowBackground(*painter, option.rect, option.state.testFlag(QStyle::State_Selected),
                       option.state.testFlag(QStyle::State_MouseOver));
    const QRect inner = option.rect.adjusted(kPadding, 4, -kPadding, -4);
    painter->setFont(Theme::current().font(TextRole::Glance));
    QStringList head{kindText(change.kind), change.where};
    if (!change.other.isEmpty())
        head.append(change.other);
    paintLine(*painter, QRect(inner.topLeft(), QSize(inner.width(), kHead - 4)), head.join(" · "), tokens().text2);
    const auto layout = layoutOf(change, inner.width());
    layout->draw(painter, QPointF(inner.left(), inner.top() + kHead - 2));
    painter->restore();
}

ChangeList::ChangeList(QWidget* parent) : QListView(parent), m_model(new ChangeModel(this))
{
    setModel(m_model);
    setItemDelegate(new ChangeDelegate(this));
    setAccessibleName(tr("changes"));
    setResizeMode(QListView::Adjust);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setMouseTracking(true);
    connect(&Theme::current(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void ChangeList::setChanges(QList<ChangedCaption> changes)
{
    m_model->setChanges(std::move(changes));
    setCurrentIndex(m_model->index(0));
}

} // namespace descant::ui
