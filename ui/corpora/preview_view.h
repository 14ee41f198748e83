// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/corpora/import_preview.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QPushButton;
class QTabWidget;
QT_END_NAMESPACE

namespace descant::ui {

class ChangeList;
class LineList;

/// What an import would do: counts, the changes before and after, what is wrong line by line, what will be missing.
class PreviewView : public QWidget {
    Q_OBJECT
public:
    explicit PreviewView(QWidget* parent = nullptr);
    void show(const ImportPreview& preview);

private:
    QWidget* makeLines(LineList*& list, const QString& name);
    void setTab(QWidget* page, const QString& title, int count);
    QLabel* m_head;
    QLabel* m_rest;
    QTabWidget* m_tabs;
    ChangeList* m_changes;
    QLabel* m_more;
    QWidget* m_changePage;
    QWidget* m_problemPage;
    QWidget* m_missingPage;
    LineList* m_problems = nullptr;
    LineList* m_missing = nullptr;
};

} // namespace descant::ui
