// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/releases/split_preview.h"

#include <QTableWidget>

namespace descant::ui {

/// The splits and what lies in each, with its share of the videos; as high as its rows.
class SizeTable : public QTableWidget {
    Q_OBJECT
public:
    enum class Columns { WithGroups, WithoutGroups };
    explicit SizeTable(Columns columns, QWidget* parent = nullptr);
    void setSizes(const QList<SplitSize>& sizes);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void changeEvent(QEvent* event) override;

private:
    void setCell(int row, int column, const QString& words);
    Columns m_columns;
};

} // namespace descant::ui
