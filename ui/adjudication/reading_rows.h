// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace descant::ui {

struct AdjudicationValue;

/// A row of the list of readings: where and whose above, what they say below, each on one line. It paints the display
/// role, with a line break between the two.
class ReadingDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

QString readingRowText(const AdjudicationValue& value);
/// The same and the medium, for who points at the row or has it read aloud.
QString readingSpoken(const AdjudicationValue& value);

/// The words of a text as HTML, those that the other side lacks on the colour of additions.
QString markedWords(const QString& text, const QString& other);

} // namespace descant::ui
