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

/// Whether a key is one that does what a click on the current row does. Desktops differ in which keys and clicks Qt
/// calls "activated"; this is the same everywhere.
bool isEnter(const QKeyEvent& event);

} // namespace descant::ui
