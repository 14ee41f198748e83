// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/releases/split_preview.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace descant::ui {

class LineTabs;
class SizeTable;

/// What a plan comes to: how many videos change, the size of each split, whether anything leaks and why, and all of it
/// line by line.
class SplitsView : public QWidget {
    Q_OBJECT
public:
    explicit SplitsView(QWidget* parent = nullptr);
    void show(const SplitPreview& preview);
    /// Something in the place of the head, about the same plan.
    void setHead(const QString& words);

private:
    QLabel* m_head;
    QLabel* m_rest;
    QLabel* m_verdict;
    SizeTable* m_sizes;
    LineTabs* m_tabs;
};

} // namespace descant::ui
