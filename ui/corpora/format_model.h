// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/format_table.h"

#include <QAbstractTableModel>

#include <vector>

namespace descant::ui {

/// The formats that can be written, a row each, and what each of them holds.
class FormatModel : public QAbstractTableModel {
    Q_OBJECT
public:
    explicit FormatModel(QObject* parent = nullptr);
    enum Column { Title, Times, Captions, Languages, Status, Split, Tier, Lines, Proposals, Shape, ColumnCount };

    const formats::FormatCapability& format(int row) const { return m_formats[std::size_t(row)]; }
    int rowOf(const QString& name) const; ///< -1: it cannot be written

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<formats::FormatCapability> m_formats;
};

} // namespace descant::ui
