// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace descant::ui {

/// Paints a cell of a table as rows of lists are painted: raised where it is chosen, with an edge at the start of the
/// row, in the colour that the model gives it also then. Of what the model decorates only pictures are drawn.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace descant::ui
