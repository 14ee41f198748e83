// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/releases/release_jobs.h"
#include "ui/releases/release_pickers.h"

#include <QDialog>

QT_BEGIN_NAMESPACE
class QPushButton;
class QStackedWidget;
QT_END_NAMESPACE

namespace descant::ui {

class ExportState;
class ProblemBox;
class SplitsForm;
class SplitsView;

/// Gives every video one of train, validate and test, so that nothing leaks: a plan first, then one step that undo
/// takes back; then a file that promises it. Not modal; what runs goes on without it.
class SplitsDialog : public QDialog {
    Q_OBJECT
public:
    /// `document` gives the project as it is now; `name` is what a file of it is called.
    SplitsDialog(ReleaseJobs& jobs, std::function<ReleaseJobs::DocumentPointer()> document, const QString& name,
                 const ReleasePickers& pickers, QWidget* parent = nullptr);
    void documentChanged();
    /// The plan was brought to the project.
    void showAssigned();

Q_SIGNALS:
    void assignRequested(const descant::ui::SplitPreviewPointer& plan);
    void openFolderRequested(const QString& folder);

private:
    QWidget* makeLeft(const ReleasePickers& pickers);
    QWidget* makeRight();
    QWidget* makeFoot(const ReleasePickers& pickers);
    void connectJobs();
    void plan();
    void forgetPlan();
    void showPlan(const SplitPreviewPointer& plan);
    void showTrouble(ReleaseWork work, const Error& error);
    void showButtons();
    bool isBusy() const;

    ReleaseJobs& m_jobs;
    std::function<ReleaseJobs::DocumentPointer()> m_document;
    QString m_name;
    SplitPreviewPointer m_plan; ///< that may be assigned; nothing when none was made, or it no longer holds
    bool m_assigned = false;    ///< the plan that is shown was brought to the project
    SplitsForm* m_form = nullptr;
    QStackedWidget* m_pages = nullptr;
    SplitsView* m_view = nullptr;
    ProblemBox* m_problem = nullptr;
    ExportState* m_state = nullptr;
    QPushButton* m_planButton = nullptr;
    QPushButton* m_assign = nullptr;
    QPushButton* m_freeze = nullptr;
};

} // namespace descant::ui
