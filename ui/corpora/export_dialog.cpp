// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/export_dialog.h"

#include "ui/corpora/corpus_words.h"
#include "ui/corpora/export_form.h"
#include "ui/corpora/export_state.h"
#include "ui/corpora/format_model.h"
#include "ui/corpora/trial_view.h"
#include "ui/support/conversions.h"
#include "ui/support/settings.h"
#include "ui/widgets/form_parts.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/panel_area.h"

#include <QDir>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScreen>
#include <QTableView>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

constexpr QSize kUsualSize(960, 760);
constexpr double kMostOfScreen = 0.94;
constexpr int kSoon = 250; ///< milliseconds
constexpr int kPadding = 24;
constexpr int kLeastTable = 150; ///< height
constexpr int kLeastColumn = 220;

QDir usualFolder()
{
    const QString last = Settings::lastFolder("export");
    return last.isEmpty() ? QDir::home() : QDir(last);
}

} // namespace

ExportDialog::ExportDialog(CorpusJobs& jobs, std::function<DocumentPointer()> document, const QString& name,
                           const CorpusPickers& pickers, QWidget* parent)
    : QDialog(parent), m_jobs(jobs), m_document(std::move(document)), m_name(name), m_formats(new FormatModel(this))
{
    setWindowTitle(tr("Export corpus"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* content = new QWidget(this);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(kPadding, kPadding, kPadding, 16);
    inner->setSpacing(8);
    inner->addWidget(makeHeading(tr("Format, and what it keeps"), content));
    inner->addWidget(makeFormats(), 1);
    inner->addSpacing(8);
    inner->addWidget(makeMiddle());
    inner->addSpacing(8);
    inner->addWidget(makePlace(pickers));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new PanelArea(content, this), 1);
    column->addWidget(makeFoot());
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &ExportDialog::tryIt);
    connectJobs();
    m_job = m_jobs.runningExport(); // an earlier window may have ordered one
    if (m_job != 0)
        m_state->showProgress(tr("Writing…"), -1.0);
    resize(kUsualSize.boundedTo(screen()->availableSize() * kMostOfScreen));
    chooseFormat(Settings::exportFormat());
    m_table->setFocus();
}

QWidget* ExportDialog::makeFormats()
{
    m_table = new QTableView(this);
    m_table->setModel(m_formats);
    m_table->setAccessibleName(tr("formats"));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->resizeColumnsToContents();
    m_table->setMinimumHeight(kLeastTable);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &ExportDialog::showFormat);
    return m_table;
}

QWidget* ExportDialog::makeMiddle()
{
    auto* whole = new QWidget(this);
    m_form = new ExportForm(whole);
    m_trial = new TrialView(whole);
    auto* left = new QVBoxLayout;
    left->setSpacing(8);
    left->addWidget(makeHeading(tr("What goes out"), whole));
    left->addWidget(m_form);
    left->addStretch();
    auto* right = new QVBoxLayout;
    right->setSpacing(8);
    right->addWidget(makeHeading(tr("What comes of it"), whole));
    right->addWidget(m_trial, 1);
    for (QWidget* part : std::initializer_list<QWidget*>{m_form, m_trial})
        part->setMinimumWidth(kLeastColumn);
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(kPadding);
    row->addLayout(left, 1);
    row->addLayout(right, 1);
    connect(m_form, &ExportForm::changed, this, &ExportDialog::tryIt);
    return whole;
}

QWidget* ExportDialog::makePlace(const CorpusPickers& pickers)
{
    auto* whole = new QWidget(this);
    auto* name = new QLabel(tr("Where to"), whole);
    name->setProperty("look", "quiet");
    m_path = new QLineEdit(whole);
    m_path->setObjectName("exportPath");
    m_path->setAccessibleName(tr("Where to"));
    name->setBuddy(m_path);
    QPushButton* choose = makeButton(tr("Choose…"), "chooseExportButton", whole);
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(name);
    row->addWidget(m_path, 1);
    row->addWidget(choose);
    connect(m_path, &QLineEdit::textEdited, this, [this] {
        m_export->setEnabled(false);
        m_soon.start();
    });
    connect(choose, &QPushButton::clicked, this, [this, pickers] {
        const bool toFile = format().shape == formats::ExportShape::OneFile;
        (toFile ? pickers.exportFile : pickers.exportFolder)([self = QPointer(this)](const QString& path) {
            if (self)
                self->changePath(path);
        });
    });
    return whole;
}

QWidget* ExportDialog::makeFoot()
{
    auto* foot = new QWidget(this);
    m_export = makeButton(tr("Export"), "exportCorpusButton", foot);
    m_export->setProperty("look", "primary");
    m_export->setEnabled(false);
    QPushButton* closing = makeButton(tr("Close"), "closeExportButton", foot);
    closing->setToolTip(plainTip(tr("What runs goes on, and is listed under Jobs.")));
    m_state = new ExportState(foot);
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(kPadding, 8, kPadding, 16);
    row->setSpacing(8);
    row->addWidget(m_state, 100);
    row->addStretch(1);
    row->addWidget(closing);
    row->addWidget(m_export);
    connect(closing, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::start);
    connect(m_state, &ExportState::openFolderRequested, this, &ExportDialog::openFolderRequested);
    connect(m_state, &ExportState::cancelled, this, [this] { m_jobs.cancel(m_job); });
    return foot;
}

void ExportDialog::connectJobs()
{
    connect(&m_jobs, &CorpusJobs::tried, this, &ExportDialog::showTrial);
    connect(&m_jobs, &CorpusJobs::exportProgressed, this, [this](int job, const Progress& now) {
        if (job == m_job)
            m_state->showProgress(toQString(now.what), now.fraction);
    });
    connect(&m_jobs, &CorpusJobs::exported, this, [this](int job, const ExportedCorpus& corpus) {
        if (job == m_job)
            showEnd(corpus);
    });
    connect(&m_jobs, &CorpusJobs::exportCancelled, this, [this](int job, const QString& words) {
        if (job == m_job)
            showCancelled(words);
    });
    connect(&m_jobs, &CorpusJobs::exportFailed, this, [this](int job, const Error& error) {
        if (job == m_job)
            showTrouble(error);
    });
}

const formats::FormatCapability& ExportDialog::format() const
{
    return m_formats->format(std::max(0, m_table->currentIndex().row()));
}

void ExportDialog::chooseFormat(const QString& name)
{
    const int row = std::max(0, m_formats->rowOf(name));
    m_table->setCurrentIndex(m_formats->index(row, 0));
    m_table->scrollTo(m_formats->index(row, 0));
}

void ExportDialog::showFormat()
{
    m_form->setFormat(format());
    if (m_path->text() == m_suggested) {
        m_suggested = suggestedPath();
        m_path->setText(m_suggested);
    }
    tryIt();
}

QString ExportDialog::suggestedPath() const
{
    const QString name = m_name + "-" + toQString(std::string(format().name)) + suffixOf(format());
    return QDir::toNativeSeparators(usualFolder().filePath(name));
}

void ExportDialog::changePath(const QString& path)
{
    activateWindow(); // the dialog that asked belongs to another one
    m_path->setText(QDir::toNativeSeparators(path));
    tryIt();
}

void ExportDialog::documentChanged()
{
    m_export->setEnabled(false);
    m_soon.start();
}

workflows::CorpusExportOptions ExportDialog::options() const
{
    workflows::CorpusExportOptions options = m_form->options();
    options.format = format().name;
    // A bare name means a file where exports go, not one in the folder that the program happened to start in.
    if (const QString path = QDir::fromNativeSeparators(m_path->text().trimmed()); !path.isEmpty())
        options.path = toPath(usualFolder().absoluteFilePath(path));
    return options;
}

void ExportDialog::tryIt()
{
    m_soon.stop();
    m_export->setEnabled(false);
    m_trial->showWaiting();
    m_jobs.tryExport(m_document(), options());
}

void ExportDialog::showTrial(const TrialPointer& trial)
{
    if (m_soon.isActive())
        return;
    m_trial->show(*trial);
    m_export->setText(trial->replaced > 0 ? tr("Replace") : tr("Export"));
    m_export->setEnabled(trial->report.has_value() && trial->leaks.isEmpty() && m_job == 0
                         && !trial->options.path.empty());
}

void ExportDialog::start()
{
    const workflows::CorpusExportOptions wanted = options();
    Settings::setLastFolder("export", toQString(wanted.path));
    Settings::setExportFormat(toQString(wanted.format));
    m_export->setEnabled(false);
    m_state->showProgress(tr("Writing %1…").arg(toQString(wanted.path.filename())), -1.0);
    m_job = m_jobs.startExport(m_document(), wanted);
}

void ExportDialog::showEnd(const ExportedCorpus& corpus)
{
    m_job = 0;
    m_state->showEnd(corpus.words, corpus.folder);
    if (corpus.problems.isEmpty())
        return tryIt();
    m_trial->showProblems(tr("These clips could not be cut; the others are whole."), corpus.problems);
    m_export->setEnabled(true);
}

void ExportDialog::showCancelled(const QString& words)
{
    m_job = 0;
    m_state->showEnd(words);
    tryIt();
}

void ExportDialog::showTrouble(const Error& error)
{
    m_job = 0;
    ExportTrial trial;
    trial.options = options();
    trial.trouble = error;
    m_state->clear();
    m_trial->show(trial);
    m_export->setEnabled(true);
}

} // namespace descant::ui
