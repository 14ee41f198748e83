// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/corpora/import_preview.h"

#include <QAbstractListModel>
#include <QListView>
#include <QStyledItemDelegate>

namespace descant::ui {

/// What an import changes, segment by segment.
class ChangeModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setChanges(QList<ChangedCaption> changes);
    const ChangedCaption& change(int row) const { return m_changes[row]; }

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    QList<ChangedCaption> m_changes;
};

/// A change: where it is, and the words with those that come and go marked.
class ChangeDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// The list of changes, whose rows are as high as their texts need in the width that there is.
class ChangeList : public QListView {
    Q_OBJECT
public:
    explicit ChangeList(QWidget* parent = nullptr);
    void setChanges(QList<ChangedCaption> changes);

private:
    ChangeModel* m_model;
};

} // namespace descant::ui
