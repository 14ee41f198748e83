// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scores/cell_delegate.h"

#include "ui/support/theme.h"
#include "ui/widgets/painting.h"

#include <QPainter>
#include <QPixmap>

namespace descant::ui {
namespace {
constexpr int kPadding = 8, kHeight = 24, kEdge = 3;
} // namespace

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    painter->save();
    painter->setLayoutDirection(option.direction);
    const bool chosen = option.state.testFlag(QStyle::State_Selected);
    if (chosen)
        painter->fillRect(option.rect, tokens().raised);
    const auto place = [&option](const QRect& box) { return QStyle::visualRect(option.direction, option.rect, box); };
    if (chosen && index.column() == 0)
        painter->fillRect(place(QRect(option.rect.topLeft(), QSize(kEdge, option.rect.height()))), tokens().accent);
    QRect inner = option.rect.adjusted(kPadding, 0, -kPadding, 0);
    if (const auto picture = index.data(Qt::DecorationRole).value<QPixmap>(); !picture.isNull()) {
        const QSize size = picture.deviceIndependentSize().toSize();
        const QRect box(inner.left(), inner.center().y() - size.height() / 2 + 1, size.width(), size.height());
        painter->drawPixmap(place(box).topLeft(), picture);
        inner.setLeft(inner.left() + size.width() + kPadding - 2);
    }
    const QVariant color = index.data(Qt::ForegroundRole);
    painter->setPen(color.isValid() ? color.value<QColor>() : tokens().text);
    painter->setFont(option.font);
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    const int flags = (alignment.isValid() ? alignment.toInt() : int(Qt::AlignLeading | Qt::AlignVCenter));
    const QString line =
        option.fontMetrics.elidedText(index.data().toString().simplified(), Qt::ElideRight, inner.width());
    painter->drawText(place(inner), flags | Qt::TextSingleLine, line);
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    return {option.fontMetrics.horizontalAdvance(index.data().toString()) + 2 * kPadding + 2, kHeight};
}

} // namespace descant::ui
