// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/corpora/import_form.h"
#include "ui/corpora/import_preview.h"

#include <QDialog>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QPushButton;
class QStackedWidget;
QT_END_NAMESPACE

namespace descant::ui {

class CorpusJobs;
class PreviewView;
class ProgressStrip;

/// From a corpus file to the project: what to import and how, what would happen, then one step. Finds out anew what
/// would happen whenever a field or the project changes. Not modal.
class ImportDialog : public QDialog {
    Q_OBJECT
public:
    /// `document` gives the project as it is now.
    ImportDialog(CorpusJobs& jobs, std::function<DocumentPointer()> document, const CorpusPickers& pickers,
                 QWidget* parent = nullptr);
    void setFile(const QString& path);
    /// The project is another one, or was changed.
    void documentChanged();

Q_SIGNALS:
    /// The person wants what the preview says.
    void importRequested(const descant::ui::PreviewPointer& preview);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void done(int result) override;

private:
    QWidget* makeEmpty(const CorpusPickers& pickers);
    QWidget* makePages(const CorpusPickers& pickers);
    QWidget* makeFoot();
    void connectJobs();
    void look();
    void showPreview(const PreviewPointer& preview);
    void stopLooking();
    void setPossible(const PreviewPointer& preview);

    CorpusJobs& m_jobs;
    std::function<DocumentPointer()> m_document;
    ImportForm* m_form;
    QStackedWidget* m_pages = nullptr;
    QWidget* m_empty = nullptr;
    QWidget* m_looking = nullptr;
    ProgressStrip* m_progress = nullptr;
    PreviewView* m_view = nullptr;
    QPushButton* m_import = nullptr;
    PreviewPointer m_preview; ///< what the button would do; nothing while that is being found out
    QTimer m_soon;            ///< several changes after another are one
    QTimer m_slow;            ///< the bar comes when it takes longer than a moment
};

} // namespace descant::ui
