// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/corpora/import_dialog.h"

#include "ui/corpora/corpus_jobs.h"
#include "ui/corpora/corpus_words.h"
#include "ui/corpora/preview_view.h"
#include "ui/support/conversions.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/form_parts.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/panel_area.h"
#include "ui/widgets/progress_strip.h"

#include <QDragEnterEvent>
#include <QLabel>
#include <QMimeData>
#include <QPointer>
#include <QPushButton>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

constexpr QSize kUsualSize(760, 720);
constexpr double kMostOfScreen = 0.94;
constexpr int kSoon = 300;   ///< milliseconds
constexpr int kMoment = 300; ///< milliseconds
constexpr int kPadding = 24;

} // namespace

ImportDialog::ImportDialog(CorpusJobs& jobs, std::function<DocumentPointer()> document, const CorpusPickers& pickers,
                           QWidget* parent)
    : QDialog(parent), m_jobs(jobs), m_document(std::move(document)), m_form(new ImportForm(pickers, this))
{
    setWindowTitle(tr("Import corpus"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAcceptDrops(true);
    auto* content = new QWidget(this);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(kPadding, kPadding, kPadding, 16);
    inner->setSpacing(16);
    inner->addWidget(m_form);
    inner->addWidget(makePages(pickers), 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new PanelArea(content, this), 1);
    column->addWidget(makeFoot());
    for (QTimer* timer : {&m_soon, &m_slow})
        timer->setSingleShot(true);
    m_soon.setInterval(kSoon);
    m_slow.setInterval(kMoment);
    connect(&m_soon, &QTimer::timeout, this, &ImportDialog::look);
    connect(&m_slow, &QTimer::timeout, this, [this] { m_pages->setCurrentWidget(m_looking); });
    connect(m_form, &ImportForm::changed, this, &ImportDialog::look);
    connectJobs();
    resize(kUsualSize.boundedTo(screen()->availableSize() * kMostOfScreen));
    documentChanged();
    look();
    m_empty->setFocus();
}

QWidget* ImportDialog::makeEmpty(const CorpusPickers& pickers)
{
    auto* page = new EmptyState("import", tr("Choose a corpus"),
                                tr("Captions with their times, in any of the exchange formats. Or drop them here. "
                                   " Nothing changes before you have seen what would."),
                                this);
    QPushButton* choose = makeButton(tr("Choose file…"), "chooseCorpusButton", page);
    choose->setProperty("look", "primary");
    QPushButton* folder = makeButton(tr("Choose folder…"), "chooseCorpusFolderButton", page);
    for (const auto& [button, ask] : {std::pair{choose, pickers.corpus}, {folder, pickers.corpusFolder}}) {
        page->addButton(button);
        connect(button, &QPushButton::clicked, this, [this, ask] {
            ask([self = QPointer(this)](const QString& path) {
                if (self)
                    self->setFile(path);
            });
        });
    }
    page->setFocusProxy(choose);
    return page;
}

QWidget* ImportDialog::makePages(const CorpusPickers& pickers)
{
    m_pages = new QStackedWidget(this);
    m_empty = makeEmpty(pickers);
    m_looking = new QWidget(m_pages);
    m_progress = new ProgressStrip(m_looking);
    m_progress->cancelButton()->setObjectName("stopPreviewButton");
    auto* column = new QVBoxLayout(m_looking);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_progress);
    column->addStretch();
    m_view = new PreviewView(m_pages);
    for (QWidget* page : {m_empty, m_looking, static_cast<QWidget*>(m_view)})
        m_pages->addWidget(page);
    connect(m_progress, &ProgressStrip::cancelled, this, &ImportDialog::stopLooking);
    return m_pages;
}

QWidget* ImportDialog::makeFoot()
{
    auto* foot = new QWidget(this);
    m_import = makeButton(tr("Import"), "importCorpusButton", foot);
    m_import->setProperty("look", "primary");
    QPushButton* closing = makeButton(tr("Close"), "closeImportButton", foot);
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(kPadding, 8, kPadding, 16);
    row->setSpacing(8);
    row->addWidget(makeGlance(tr("One step, which undo takes back."), foot), 1);
    row->addWidget(closing);
    row->addWidget(m_import);
    connect(closing, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_import, &QPushButton::clicked, this, [this] {
        if (const PreviewPointer preview = m_preview) {
            setPossible(nullptr);
            Q_EMIT importRequested(preview);
        }
    });
    return foot;
}

void ImportDialog::connectJobs()
{
    connect(&m_jobs, &CorpusJobs::previewed, this, &ImportDialog::showPreview);
    connect(&m_jobs, &CorpusJobs::previewProgressed, this,
            [this](const Progress& now) { m_progress->setProgress(toQString(now.what), now.fraction); });
}

void ImportDialog::setFile(const QString& path)
{
    window()->activateWindow(); // the dialog that asked belongs to another one
    m_form->setFile(path);
}

void ImportDialog::documentChanged()
{
    m_form->setMedia(*m_document());
    setPossible(nullptr);
    m_soon.start();
}

void ImportDialog::look()
{
    m_soon.stop();
    setPossible(nullptr);
    const ImportWish wish = m_form->wish();
    m_form->setVisible(!wish.file.empty());
    if (wish.file.empty()) {
        m_pages->setCurrentWidget(m_empty);
        return;
    }
    m_progress->setProgress(tr("Reading %1…").arg(toQString(wish.file.filename())), -1.0);
    m_slow.start();
    m_jobs.preview(m_document(), wish);
}

void ImportDialog::showPreview(const PreviewPointer& preview)
{
    // What is about to be looked for anew is not shown.
    if (m_soon.isActive() || !(preview->wish == m_form->wish()))
        return;
    m_slow.stop();
    m_form->showFound(preview->format);
    m_view->show(*preview);
    m_pages->setCurrentWidget(m_view);
    setPossible(preview);
}

void ImportDialog::stopLooking()
{
    m_jobs.stopPreview();
    m_slow.stop();
    m_form->setFile({});
}

void ImportDialog::setPossible(const PreviewPointer& preview)
{
    const bool any = preview != nullptr && preview->plan != nullptr && !preview->plan->step.changes.empty();
    m_preview = any ? preview : nullptr;
    m_import->setEnabled(any);
    m_import->setText(any && preview->plan->added > 0 ? tr("Import %1").arg(captionsText(preview->plan->added))
                                                      : tr("Import"));
}

void ImportDialog::dragEnterEvent(QDragEnterEvent* event)
{
    if (event->mimeData()->hasUrls())
        event->acceptProposedAction();
}

void ImportDialog::dropEvent(QDropEvent* event)
{
    for (const QUrl& url : event->mimeData()->urls())
        if (url.isLocalFile()) {
            event->acceptProposedAction();
            setFile(url.toLocalFile());
            return;
        }
}

void ImportDialog::done(int result)
{
    m_jobs.stopPreview();
    QDialog::done(result);
}

} // namespace descant::ui
