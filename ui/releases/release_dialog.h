// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/releases/release_jobs.h"
#include "ui/releases/release_pickers.h"

#include <QDialog>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

class ExportState;
class ReleaseForm;
class ReleaseView;

/// A corpus to give away: format, licence, clips and splits, what changed since the release before, then a job that can
/// be left alone. Finds out anew what would be in it whenever something changes. Not modal.
class ReleaseDialog : public QDialog {
    Q_OBJECT
public:
    /// `name` is what a folder of the project is called.
    ReleaseDialog(ReleaseJobs& jobs, ReleaseSource source, const QString& name, const ReleasePickers& pickers,
                  QWidget* parent = nullptr);
    void documentChanged();

Q_SIGNALS:
    void openFolderRequested(const QString& folder);

private:
    QWidget* makeLeft(const ReleasePickers& pickers);
    QWidget* makeRight();
    QWidget* makePlace(const ReleasePickers& pickers);
    QWidget* makeFoot(const ReleasePickers& pickers);
    void connectState();
    void connectJobs();
    void changeParent(const QString& folder);
    void suggestFolder();
    void look();
    void wait();
    void showPreview(const ReleasePreviewPointer& preview);
    void start();
    void showEnd(ReleaseWork work, const ReleaseEnd& end);
    void showTrouble(const Error& error);
    workflows::ReleaseOptions options() const;

    ReleaseJobs& m_jobs;
    ReleaseSource m_source;
    QString m_name;
    ReleaseForm* m_form = nullptr;
    ReleaseView* m_view = nullptr;
    QLineEdit* m_folder = nullptr;
    ExportState* m_state = nullptr;
    QPushButton* m_release = nullptr;
    QPushButton* m_verify = nullptr;
    QTimer m_soon;
};

} // namespace descant::ui
