// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/releases/release_preview.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QLabel;
QT_END_NAMESPACE

namespace descant::ui {

class ChangeList;
class LineTabs;
class ProblemBox;
class SizeTable;

/// What a release would hold: captions of each split, what the format cannot hold, what changed since the release
/// before; or why there can be none.
class ReleaseView : public QWidget {
    Q_OBJECT
public:
    explicit ReleaseView(QWidget* parent = nullptr);
    void show(const ReleasePreview& preview);
    /// What is wrong with a release that is there, until the next piece of work.
    void showProblems(const QString& words, const QStringList& items);
    void clearProblems();
    /// Until the next preview what is shown may no longer hold.
    void showWaiting();

private:
    void fillChanges();
    QLabel* m_head;
    QLabel* m_verdict;
    QLabel* m_since;
    ProblemBox* m_problem; ///< of what would be released
    ProblemBox* m_touched; ///< of what was
    SizeTable* m_sizes;
    LineTabs* m_tabs;
    QWidget* m_changePage;
    ChangeList* m_changes;
    QLabel* m_more;
};

} // namespace descant::ui
