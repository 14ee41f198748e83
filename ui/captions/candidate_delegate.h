// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QTextLayout>

namespace descant::ui {

class CandidateModel;

/// Paints a candidate as a violet dashed card: its words compared with the human text, doubtful words underlined,
/// and below them its key, score and what it was seen or heard from.
class CandidateDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintFooter(QPainter& painter, const QRect& box, const CandidateModel& model, int row) const;
};

} // namespace descant::ui
