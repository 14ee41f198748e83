// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/release_dialog.h"

#include "ui/corpora/export_state.h"
#include "ui/releases/release_form.h"
#include "ui/releases/release_view.h"
#include "ui/support/conversions.h"
#include "ui/support/settings.h"
#include "ui/widgets/form_parts.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/panel_area.h"

#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QScreen>
#include <QVBoxLayout>

namespace descant::ui {
namespace {

constexpr QSize kUsualSize(1100, 720);
constexpr double kMostOfScreen = 0.94;
constexpr int kSoon = 250; ///< milliseconds
constexpr int kPadding = 24;
constexpr int kLeastColumn = 220;

QDir usualFolder()
{
    const QString last = Settings::lastFolder("release");
    return last.isEmpty() ? QDir::home() : QDir(last);
}

} // namespace

ReleaseDialog::ReleaseDialog(ReleaseJobs& jobs, ReleaseSource source, const QString& name,
                             const ReleasePickers& pickers, QWidget* parent)
    : QDialog(parent), m_jobs(jobs), m_source(std::move(source)), m_name(name)
{
    setWindowTitle(tr("Release"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* content = new QWidget(this);
    auto* columns = new QHBoxLayout;
    columns->setSpacing(kPadding);
    columns->addWidget(makeLeft(pickers), 6);
    columns->addWidget(makeRight(), 5);
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(kPadding, kPadding, kPadding, 16);
    inner->setSpacing(16);
    inner->addLayout(columns, 1);
    inner->addWidget(makePlace(pickers));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(new PanelArea(content, this), 1);
    column->addWidget(makeFoot(pickers));
    m_soon.setSingleShot(true);
    m_soon.setInterval(kSoon);
    connect(&m_soon, &QTimer::timeout, this, &ReleaseDialog::look);
    connectState();
    connectJobs();
    resize(kUsualSize.boundedTo(screen()->availableSize() * kMostOfScreen));
    m_form->chooseFormat(Settings::exportFormat());
    suggestFolder();
    for (const ReleaseWork work : {ReleaseWork::Release, ReleaseWork::Verify})
        if (m_jobs.isRunning(work)) // an earlier window may have ordered it
            m_state->showProgress(toQString(m_jobs.progressOf(work).what), m_jobs.progressOf(work).fraction);
    look();
    m_folder->setFocus();
}

QWidget* ReleaseDialog::makeLeft(const ReleasePickers& pickers)
{
    auto* whole = new QWidget(this);
    m_form = new ReleaseForm(pickers, whole);
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(makeHeading(tr("What goes out"), whole));
    column->addWidget(m_form);
    column->addStretch();
    connect(m_form, &ReleaseForm::changed, this, &ReleaseDialog::look);
    connect(m_form, &ReleaseForm::typed, this, &ReleaseDialog::wait);
    return whole;
}

QWidget* ReleaseDialog::makeRight()
{
    auto* whole = new QWidget(this);
    m_view = new ReleaseView(whole);
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    column->addWidget(makeHeading(tr("What is in it"), whole));
    column->addWidget(m_view, 1);
    whole->setMinimumWidth(kLeastColumn);
    return whole;
}

QWidget* ReleaseDialog::makePlace(const ReleasePickers& pickers)
{
    auto* whole = new QWidget(this);
    m_folder = new QLineEdit(whole);
    m_folder->setObjectName("releaseFolder");
    m_folder->setAccessibleName(tr("Folder to make"));
    const QString help = tr("It is there whole or not at all, and must not be there yet.");
    m_folder->setAccessibleDescription(help);
    m_folder->setToolTip(plainTip(help));
    QPushButton* choose = makeButton(tr("Choose…"), "chooseReleaseFolderButton", whole);
    choose->setAccessibleName(tr("Choose where the folder is made"));
    auto* row = new QHBoxLayout(whole);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    row->addWidget(makeFieldName(tr("Folder to make"), m_folder));
    row->addWidget(m_folder, 1);
    row->addWidget(choose);
    connect(m_folder, &QLineEdit::textEdited, this, &ReleaseDialog::wait);
    connect(choose, &QPushButton::clicked, this, [this, ask = pickers.releaseParent] {
        ask([self = QPointer(this)](const QString& folder) {
            if (self)
                self->changeParent(folder);
        });
    });
    return whole;
}

QWidget* ReleaseDialog::makeFoot(const ReleasePickers& pickers)
{
    auto* foot = new QWidget(this);
    m_state = new ExportState(foot);
    QPushButton* other = makeButton(tr("Verify a release…"), "verifyOtherButton", foot);
    const QString help = tr("Reads every file of a release that is there against its manifest.");
    other->setToolTip(plainTip(help));
    other->setAccessibleDescription(help);
    QPushButton* closing = makeButton(tr("Close"), "closeReleaseButton", foot);
    closing->setToolTip(plainTip(tr("What runs goes on, and is listed under Jobs.")));
    m_release = makeButton(tr("Release"), "releaseButton", foot);
    m_release->setProperty("look", "primary");
    m_release->setEnabled(false);
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(kPadding, 8, kPadding, 16);
    row->setSpacing(8);
    row->addWidget(m_state, 100);
    row->addStretch(1);
    for (QPushButton* button : {other, closing, m_release})
        row->addWidget(button);
    connect(other, &QPushButton::clicked, this, [this, ask = pickers.release] {
        ask([self = QPointer(this)](const QString& folder) {
            if (self)
                self->m_jobs.verify(folder);
        });
    });
    connect(closing, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_release, &QPushButton::clicked, this, &ReleaseDialog::start);
    return foot;
}

void ReleaseDialog::connectState()
{
    m_verify = makeButton(tr("Verify"), "verifyReleaseButton", m_state);
    m_verify->setAccessibleDescription(tr("Reads every file of this release against its manifest."));
    m_verify->setToolTip(plainTip(m_verify->accessibleDescription()));
    m_state->addEndButton(m_verify);
    connect(m_verify, &QPushButton::clicked, this, [this] { m_jobs.verify(m_state->folder()); });
    connect(m_state, &ExportState::openFolderRequested, this, &ReleaseDialog::openFolderRequested);
    connect(m_state, &ExportState::cancelled, this, [this] {
        for (const ReleaseWork work : {ReleaseWork::Release, ReleaseWork::Verify})
            m_jobs.cancel(work);
    });
}

void ReleaseDialog::connectJobs()
{
    const auto isOurs = [](ReleaseWork work) { return work == ReleaseWork::Release || work == ReleaseWork::Verify; };
    const auto showProgress = [this, isOurs](ReleaseWork work, const Progress& now) {
        if (isOurs(work))
            m_state->showProgress(toQString(now.what), now.fraction);
    };
    connect(&m_jobs, &ReleaseJobs::started, this, [this, isOurs, showProgress](ReleaseWork work) {
        if (isOurs(work))
            m_view->clearProblems();
        showProgress(work, m_jobs.progressOf(work));
    });
    connect(&m_jobs, &ReleaseJobs::progressed, this, showProgress);
    connect(&m_jobs, &ReleaseJobs::previewed, this, &ReleaseDialog::showPreview);
    connect(&m_jobs, &ReleaseJobs::ended, this, &ReleaseDialog::showEnd);
    connect(&m_jobs, &ReleaseJobs::failed, this, [this, isOurs](ReleaseWork work, const Error& error) {
        if (isOurs(work))
            showTrouble(error);
    });
    connect(&m_jobs, &ReleaseJobs::stopped, this, [this, isOurs](ReleaseWork work) {
        if (!isOurs(work))
            return;
        const bool waited = m_state->hasKeyboard();
        m_state->showEnd(work == ReleaseWork::Release ? tr("Cancelled: nothing was written") : tr("Cancelled"));
        if (waited)
            m_folder->setFocus();
        look();
    });
}

/// The next free number: a release is never written over. It is compared with the one before.
void ReleaseDialog::suggestFolder()
{
    int number = 1;
    const auto folder = [&] { return usualFolder().filePath(QString("%1-%2").arg(m_name).arg(number)); };
    while (QFileInfo::exists(folder()))
        ++number;
    m_folder->setText(QDir::toNativeSeparators(folder()));
    const QDir before(usualFolder().filePath(QString("%1-%2").arg(m_name).arg(number - 1)));
    if (before.exists(workflows::kManifestFile))
        m_form->setPrevious(before.path());
}

void ReleaseDialog::changeParent(const QString& folder)
{
    activateWindow(); // the dialog that asked belongs to another one
    const QString name = QFileInfo(m_folder->text().trimmed()).fileName();
    m_folder->setText(QDir::toNativeSeparators(QDir(folder).filePath(name)));
    look();
}

workflows::ReleaseOptions ReleaseDialog::options() const
{
    workflows::ReleaseOptions options = m_form->options();
    if (const QString folder = QDir::fromNativeSeparators(m_folder->text().trimmed()); !folder.isEmpty())
        options.folder = toPath(usualFolder().absoluteFilePath(folder));
    return options;
}

void ReleaseDialog::documentChanged() { wait(); }

void ReleaseDialog::wait()
{
    m_release->setEnabled(false);
    m_soon.start();
}

void ReleaseDialog::look()
{
    m_soon.stop();
    m_release->setEnabled(false);
    m_form->setUsualName(QFileInfo(m_folder->text().trimmed()).fileName());
    m_view->showWaiting();
    m_jobs.preview(m_source.document(), options());
}

void ReleaseDialog::showPreview(const ReleasePreviewPointer& preview)
{
    if (m_soon.isActive())
        return;
    m_view->show(*preview);
    m_release->setEnabled(!preview->trouble && !m_jobs.isRunning(ReleaseWork::Release) && !options().folder.empty());
}

void ReleaseDialog::start()
{
    const workflows::ReleaseOptions wanted = options();
    Settings::setLastFolder("release", toQString(wanted.folder));
    Settings::setExportFormat(toQString(wanted.format));
    m_jobs.release(m_source, wanted);
    m_state->setFocus();
    m_release->setEnabled(false);
}

void ReleaseDialog::showEnd(ReleaseWork work, const ReleaseEnd& end)
{
    if (work != ReleaseWork::Release && work != ReleaseWork::Verify)
        return;
    const bool waited = m_state->hasKeyboard();
    m_state->showEnd(end.words, end.folder);
    if (waited)
        m_verify->setFocus();
    if (!end.problems.isEmpty())
        m_view->showProblems(end.problemWords, end.problems);
    if (work == ReleaseWork::Release) {
        suggestFolder();
        m_form->setPrevious(end.folder);
        look();
    }
}

void ReleaseDialog::showTrouble(const Error& error)
{
    m_state->clear();
    ReleasePreview preview;
    preview.trouble = error;
    m_view->show(preview);
    m_release->setEnabled(!m_jobs.isRunning(ReleaseWork::Release));
}

} // namespace descant::ui
