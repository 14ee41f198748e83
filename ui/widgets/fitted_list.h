// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace descant::ui {

/// A list that asks for exactly the height its rows need, so that what follows it moves up.
class FittedList : public QListView {
    Q_OBJECT
public:
    explicit FittedList(QWidget* parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    void setModel(QAbstractItemModel* model) override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    int contentHeight() const;
};

} // namespace descant::ui
