// SPDX-License-Identifier: GPL-3.0-or-later
// How the parts of the window hear of one another.
#include "ui/mainwindow/main_window.h"

#include "ui/captions/caption_edit.h"
#include "ui/captions/segment_list.h"
#include "ui/captions/segment_panel.h"
#include "ui/jobs/job_panel.h"
#include "ui/mainwindow/corpus_windows.h"
#include "ui/mainwindow/document_view.h"
#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/proposal_runner.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/mainwindow/start_page.h"
#include "ui/mainwindow/status_line.h"
#include "ui/mainwindow/unsaved_guard.h"
#include "ui/mainwindow/window_layouts.h"
#include "ui/media/media_panel.h"
#include "ui/models/model_jobs.h"
#include "ui/models/model_manager_dialog.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/support/error_bar.h"
#include "ui/timeline/timeline_widget.h"
#include "ui/widgets/command_search.h"

#include <QDesktopServices>
#include <QUrl>

namespace descant::ui {

void MainWindow::connectProject()
{
    connect(m_project, &ProjectController::opened, this, [this] {
        m_errors->clear();
        fillRecent();
        const auto media = m_project->document().media();
        showDocument();
        if (!media.empty())
            chooseMedium(toQString(media.front()->id));
        m_status->setResult(tr("Opened %1").arg(m_project->name()));
    });
    connect(m_project, &ProjectController::closed, this, [this] {
        m_mediumView->showMedium(nullptr);
        m_status->clearPosition();
        m_status->clearSaved();
        fillRecent();
        showDocument();
    });
    connect(m_project, &ProjectController::changed, this, &MainWindow::showDocument);
    connect(m_project, &ProjectController::rewritten, this, &MainWindow::showRewritten);
    connect(m_project, &ProjectController::failed, this, &MainWindow::showError);
    connect(m_project, &ProjectController::result, m_status, &StatusLine::setResult);
    connect(m_project, &ProjectController::mediaReplaced, this, [this](const QStringList& ids) {
        for (const QString& id : ids)
            m_picturesAsked.remove(id);
        showDocument();
        const QString shown = m_mediumView->mediumId();
        if (shown.isEmpty() && !ids.isEmpty())
            chooseMedium(ids.first());
        else if (ids.contains(shown)) {
            m_errors->clear();
            m_mediumView->reopen(m_project->document().medium(fromQString(shown)));
            showDocument();
        }
    });
    connect(m_project, &ProjectController::busyChanged, m_status, &StatusLine::setResult);
    connect(m_project, &ProjectController::saved, this, [this] { m_status->setSaved(); });
    connect(m_project, &ProjectController::saveFailed, this, [this](const QString& sentence) {
        m_status->setNotSaved();
        showError(sentence);
    });
    m_project->askBeforeLeaving([this](std::function<void()> goOn) { m_unsaved->leave(std::move(goOn)); });
    connect(m_unsaved, &UnsavedGuard::copyRequested, m_actions->action("file.saveAs"), &QAction::trigger);
}

void MainWindow::connectSegments()
{
    connect(m_segments, &SegmentCommands::currentChanged, this, &MainWindow::showSegment);
    connect(m_segments, &SegmentCommands::result, m_status, &StatusLine::setResult);
    connect(m_segments, &SegmentCommands::editRequested, m_actions->action("edit.text"), &QAction::trigger);
    connect(m_mediumView, &MediumView::segmentSelected, m_segments, &SegmentCommands::setCurrent);
    connect(m_mediumView, &MediumView::segmentRangeEdited, m_segments, &SegmentCommands::setRange);
    connect(m_mediumView, &MediumView::failed, this, [this](const QString& sentence) {
        showMediumFailure(m_project->document().medium(fromQString(m_mediumView->mediumId())), sentence);
    });
    connect(m_mediumView, &MediumView::positionChanged, m_status, &StatusLine::setPosition);
    connect(m_mediumView, &MediumView::dragValueChanged, m_status, &StatusLine::setResult);
    connect(m_mediumView, &MediumView::openRequested, m_actions->action("file.openVideos"), &QAction::trigger);
}

void MainWindow::connectPanels()
{
    connect(m_segmentPanel, &SegmentPanel::textEdited, m_segments, &SegmentCommands::writeText);
    connect(m_segmentPanel, &SegmentPanel::candidateTaken, m_segments, &SegmentCommands::take);
    connect(m_segmentPanel, &SegmentPanel::leftText, m_actions->action("edit.leaveText"), &QAction::trigger);
    connect(m_segmentList, &SegmentList::chosen, this, [this](const QString& id) {
        m_segments->setCurrent(id);
        if (const project::Segment* segment = m_segments->segment())
            m_mediumView->seek(segment->range.start);
    });
    connect(m_segmentList, &SegmentList::editRequested, m_actions->action("edit.text"), &QAction::trigger);
    connect(m_segmentList, &SegmentList::menuRequested, this,
            [this](QPoint at) { m_actions->popUp(ContextMenu::Segment, at); });
    connect(m_segmentPanel, &SegmentPanel::refused, m_status, &StatusLine::setResult);
    connect(m_mediaPanel, &MediaPanel::chosen, this, [this](const QString& id) {
        // The list keeps the keyboard: somebody may be walking through it.
        const bool walking = m_mediaPanel->list()->hasFocus();
        chooseMedium(id);
        if (walking)
            m_mediaPanel->list()->setFocus();
    });
    connect(m_mediaPanel, &MediaPanel::openRequested, m_actions->action("file.openVideos"), &QAction::trigger);
    connect(m_startPage, &StartPage::projectChosen, this,
            [this](const QString& path) { m_project->open(path, ProjectController::IfAbsent::Fail); });
    connect(m_status, &StatusLine::jobsClicked, this, [this] { m_layouts->reveal("jobs"); });
    connect(m_status, &StatusLine::modelClicked, m_actions->action("propose.model"), &QAction::trigger);
    connect(m_search, &CommandSearch::timeEntered, m_mediumView, &MediumView::seek);
    connect(m_search, &CommandSearch::refused, m_status, &StatusLine::setResult);
    connect(m_search, &CommandSearch::left, this, [this] { m_mediumView->timeline()->setFocus(); });
}

void MainWindow::connectModels()
{
    connect(m_models, &ModelJobs::activated, this, &MainWindow::useModel);
    connect(m_models, &ModelJobs::result, m_status, &StatusLine::setResult);
    connect(m_models, &ModelJobs::failed, this, [this](const Error& error) {
        // The manager shows it itself while it is open.
        if (m_modelManager == nullptr)
            showErrorWith("propose.model", sentence(error));
    });
}

void MainWindow::connectCorpora()
{
    m_actions->connectTo("file.import", this, [this] { m_corpora->showImport(); });
    m_actions->connectTo("file.export", this, [this] { m_corpora->showExport(); });
    connect(m_corpora, &CorpusWindows::result, m_status, &StatusLine::setResult);
    m_actions->connectTo("file.splits", this, [this] { m_corpora->showSplits(); });
    m_actions->connectTo("file.release", this, [this] { m_corpora->showRelease(); });
    connect(m_corpora, &CorpusWindows::written, this, [this](const QString& words, const QString& folder) {
        m_errors->showHint(words, tr("Open folder"),
                           [folder] { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); });
    });
    connect(m_corpora, &CorpusWindows::failed, this,
            [this](const char* action, const Error& error) { showErrorWith(action, sentence(error)); });
}

ModelManagerDialog* MainWindow::showModels()
{
    if (m_modelManager == nullptr)
        m_modelManager = new ModelManagerDialog(*m_models, {m_dialogs.modelFolder, m_dialogs.modelFile}, this);
    m_modelManager->show();
    m_modelManager->raise();
    m_modelManager->activateWindow();
    return m_modelManager;
}

void MainWindow::connectProposals()
{
    connect(m_proposals, &ProposalRunner::modelChanged, this, [this](const QString& words, const QString& trouble) {
        m_status->setModel(words);
        m_segmentPanel->setModelNotice(trouble);
    });
    connect(m_proposals, &ProposalRunner::progressed, this,
            [this](const QString& id, const QString& what, double fraction) {
                if (id == m_segments->current())
                    m_segmentPanel->showProposing(what, fraction);
                enableActions();
            });
    connect(m_proposals, &ProposalRunner::ended, this, [this](const QString& id) {
        if (id == m_segments->current())
            m_segmentPanel->showProposing({}, 0.0);
        enableActions();
    });
    connect(m_proposals, &ProposalRunner::result, m_status, &StatusLine::setResult);
    connect(m_proposals, &ProposalRunner::failed, this, &MainWindow::showProposalFailure);
    m_actions->connectTo("propose.segment", this, [this] { m_proposals->propose(m_segments->current()); });
    m_actions->connectTo("propose.all", this, [this] {
        const int count = m_proposals->proposeAll(m_mediumView->mediumId());
        m_status->setResult(count == 0 ? tr("Every segment has a text or proposals")
                                       : tr("Proposing for %1 segments").arg(count));
    });
    m_actions->connectTo("propose.stop", this, [this] { m_proposals->stop(); });
}

} // namespace descant::ui
