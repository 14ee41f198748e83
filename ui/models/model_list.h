// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/models_backend.h"

#include <QAbstractListModel>
#include <QStyledItemDelegate>

namespace descant::ui {

/// The models that are known, as rows: name, what each can do, its size, whether it is in use or cannot be used.
class ModelListModel : public QAbstractListModel {
    Q_OBJECT
public:
    using QAbstractListModel::QAbstractListModel;
    void setModels(std::vector<ModelValue> models, const QString& inUse);
    const ModelValue& model(int row) const { return m_models[std::size_t(row)]; }
    bool isInUse(int row) const;
    int rowOf(const QString& folder) const; ///< -1: it is not there

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;

private:
    std::vector<ModelValue> m_models;
    QString m_inUse;
};

class ModelDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// Whether two spellings mean the same folder.
bool isSameFolder(const QString& one, const QString& other);

} // namespace descant::ui
