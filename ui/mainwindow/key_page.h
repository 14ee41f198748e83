// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

QT_BEGIN_NAMESPACE
class QTableWidget;
QT_END_NAMESPACE

namespace descant::ui {

/// Every key and what it does, from the action table, with a field to search in. Not modal.
class KeyPage : public QDialog {
    Q_OBJECT
public:
    explicit KeyPage(QWidget* parent = nullptr);

private:
    void fill();
    void filter(const QString& words);
    QTableWidget* m_table;
};

} // namespace descant::ui
