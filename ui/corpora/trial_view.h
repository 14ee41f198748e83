// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/corpora/corpus_jobs.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
class QVBoxLayout;
QT_END_NAMESPACE

namespace descant::ui {

class ProblemBox;

/// What an export would write, and what the format cannot hold of it, in words and counted.
class TrialView : public QWidget {
    Q_OBJECT
public:
    explicit TrialView(QWidget* parent = nullptr);
    void show(const ExportTrial& trial);
    /// What went wrong with parts of an export that was done.
    void showProblems(const QString& words, const QStringList& items);
    /// Until the next trial what is shown may no longer hold.
    void showWaiting();

private:
    void showLosses(const QStringList& losses);
    QLabel* m_head;
    QLabel* m_replaces;
    QLabel* m_verdict;
    QWidget* m_losses;
    QVBoxLayout* m_lines;
    ProblemBox* m_problem;
};

} // namespace descant::ui
