// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/format_table.h"
#include "ui/corpora/corpus_jobs.h"
#include "ui/corpora/import_form.h"

#include <QDialog>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QLineEdit;
class QPushButton;
class QTableView;
QT_END_NAMESPACE

namespace descant::ui {

class ExportForm;
class ExportState;
class FormatModel;
class TrialView;

/// From the project to a corpus: the formats and what each holds, what of the project goes out, what would be lost,
/// then a job that can be left alone. Finds out anew what would be lost whenever something changes. Not modal.
class ExportDialog : public QDialog {
    Q_OBJECT
public:
    /// `document` gives the project as it is now; `name` is what a file of it is called.
    ExportDialog(CorpusJobs& jobs, std::function<DocumentPointer()> document, const QString& name,
                 const CorpusPickers& pickers, QWidget* parent = nullptr);
    void documentChanged();
    void chooseFormat(const QString& name);

Q_SIGNALS:
    void openFolderRequested(const QString& folder);

private:
    QWidget* makeFormats();
    QWidget* makeMiddle();
    QWidget* makePlace(const CorpusPickers& pickers);
    QWidget* makeFoot();
    void connectJobs();
    void showFormat();
    void changePath(const QString& path);
    QString suggestedPath() const;
    void tryIt();
    void showTrial(const TrialPointer& trial);
    void start();
    void showEnd(const ExportedCorpus& corpus);
    void showCancelled(const QString& words);
    void showTrouble(const Error& error);
    const formats::FormatCapability& format() const;
    workflows::CorpusExportOptions options() const;

    CorpusJobs& m_jobs;
    std::function<DocumentPointer()> m_document;
    QString m_name;
    FormatModel* m_formats;
    QTableView* m_table = nullptr;
    ExportForm* m_form = nullptr;
    TrialView* m_trial = nullptr;
    QLineEdit* m_path = nullptr;
    QString m_suggested; ///< what stands in the field unless a person has written there
    QPushButton* m_export = nullptr;
    ExportState* m_state = nullptr;
    int m_job = 0; ///< whose course is shown; 0: none runs
    QTimer m_soon;
};

} // namespace descant::ui
