// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/line_tabs.h"

#include "ui/widgets/form_parts.h"
#include "ui/widgets/line_list.h"
#include "ui/widgets/painting.h"

#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QTabBar>
#include <QVBoxLayout>

namespace descant::ui {
namespace {
constexpr int kLeastHeight = 140;
constexpr const char* kBrought = "brought"; ///< the page belongs to somebody else
} // namespace

LineTabs::LineTabs(QWidget* parent) : QTabWidget(parent)
{
    setMinimumHeight(kLeastHeight);
    setUsesScrollButtons(true);
    hide();
}

void LineTabs::add(const Tab& tab)
{
    auto* page = new QWidget(this);
    auto* list = new LineList(page);
    list->setAccessibleName(tab.title);
    list->setLines(tab.lines);
    auto* copy = makeButton(tr("Copy"), "copyLinesButton", page);
    copy->setAccessibleName(tr("Copy: %1").arg(tab.title));
    connect(copy, &QPushButton::clicked, list, &LineList::copy);
    auto* foot = new QHBoxLayout;
    foot->addWidget(copy);
    if (const qulonglong unseen = tab.count - qulonglong(tab.lines.size()); unseen > 0)
        foot->addWidget(makeGlance(tr("and %1 more").arg(QLocale().toString(unseen)), page));
    foot->addStretch(1);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);
    column->addWidget(list, 1);
    column->addLayout(foot);
    // Pages that are made later would else come behind the rest of the window.
    setTabOrder(m_last, list);
    setTabOrder(list, copy);
    m_last = copy;
    page->setObjectName(tab.title);
    addTab(page, tr("%1 (%2)").arg(tab.title, QLocale().toString(tab.count)));
}

void LineTabs::setTabs(const QList<Tab>& tabs)
{
    const QString front = currentWidget() == nullptr ? QString() : currentWidget()->objectName();
    for (int i = count() - 1; i >= 0; --i) {
        QWidget* page = widget(i);
        removeTab(i);
        if (!page->property(kBrought).toBool())
            page->deleteLater();
    }
    m_last = tabBar();
    for (const Tab& tab : tabs)
        if (tab.count > 0)
            add(tab);
    for (int i = 0; i < count(); ++i)
        if (widget(i)->objectName() == front)
            setCurrentIndex(i);
    setVisible(count() > 0);
}

void LineTabs::putFirst(QWidget* page, const QString& title, qulonglong count)
{
    page->setProperty(kBrought, true);
    if (count > 0)
        setCurrentIndex(insertTab(0, page, tr("%1 (%2)").arg(title, QLocale().toString(count))));
    else
        page->hide();
    setVisible(this->count() > 0);
}

} // namespace descant::ui
