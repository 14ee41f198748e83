// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTabWidget>

namespace descant::ui {

/// Tabs of lists, each with its count; one that is empty is not shown, nor are the tabs when all are.
class LineTabs : public QTabWidget {
    Q_OBJECT
public:
    explicit LineTabs(QWidget* parent = nullptr);
    /// Shows these tabs, in this order; what was in front stays there when it can.
    struct Tab {
        QString title;
        QStringList lines;
        qulonglong count = 0; ///< of all; of very many only the first are among the lines
    };
    void setTabs(const QList<Tab>& tabs);
    /// A tab whose page is brought; hidden while `count` is 0. Call it after setTabs().
    void putFirst(QWidget* page, const QString& title, qulonglong count);

private:
    void add(const Tab& tab);
    QWidget* m_last = nullptr; ///< on the way of the Tab key
};

} // namespace descant::ui
