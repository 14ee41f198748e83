// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/captions/caption_values.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

namespace descant::ui {

/// The segments of one medium in order of time.
class SegmentListModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    /// Replaces all rows; tells only what differs when the ids are the same, so that the view stays still.
    void setRows(QList<SegmentRow> rows);
    /// Replaces the row of its id.
    void putRow(const SegmentRow& row);
    const SegmentRow& row(int index) const { return m_rows[index]; }
    int indexOf(const QString& id) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QList<SegmentRow> m_rows;
};

class SegmentDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The list "segments": number, times, status and text, one line each.
class SegmentList : public QListView {
    Q_OBJECT
public:
    explicit SegmentList(QWidget* parent = nullptr);
    void setRows(const QList<SegmentRow>& rows);
    void putRow(const SegmentRow& row);
    void setCurrent(const QString& id);

Q_SIGNALS:
    void chosen(const QString& id);
    void menuRequested(QPoint globalPosition); ///< of the current segment
    void editRequested();                      ///< Enter: the text of the current segment should have the keyboard

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    SegmentListModel* m_model;
};

} // namespace descant::ui
