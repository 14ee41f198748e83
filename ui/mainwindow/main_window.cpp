// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/main_window.h"

#include "ui/adjudication/adjudication_dialog.h"
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
#include "ui/support/settings.h"
#include "ui/timeline/timeline_widget.h"
#include "ui/widgets/command_search.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/panel_area.h"

#include <QCloseEvent>
#include <QLabel>
#include <QMenuBar>
#include <QMimeData>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace descant::ui {
namespace {
/// Fits on 1280 × 720 pixels at 200 %, with the desktop's own bars; panels that are shown may need more.
constexpr QSize kLeastSize(620, 320);
} // namespace

MainWindow::MainWindow(WindowServices services, std::optional<FileDialogs> dialogs, QWidget* parent)
    : QMainWindow(parent),
      m_services(std::move(services)),
      m_dialogs(dialogs ? std::move(*dialogs) : systemDialogs(this)),
      m_actions(new ActionSet(this)),
      m_jobs(new JobListModel(this)),
      m_project(new ProjectController(m_services, m_background, this)),
      m_unsaved(new UnsavedGuard(*m_project, this)),
      m_layouts(new WindowLayouts(this))
{
    build();
    m_segments = new SegmentCommands(*m_project, *m_mediumView, this);
    m_proposals = new ProposalRunner(m_services.captioning, *m_project, *m_jobs, this);
    m_models = new ModelJobs(m_services.models, *m_jobs, this);
    m_corpora = new CorpusWindows(
        {m_services.corpora, m_services.releases,
         CorpusPickers{m_dialogs.importFrom, m_dialogs.importFolder, m_dialogs.mediaFolder, m_dialogs.idList,
                       m_dialogs.exportTo, m_dialogs.exportFolder},
         ReleasePickers{m_dialogs.frozenSplits, m_dialogs.newFrozenSplits, m_dialogs.release, m_dialogs.releaseParent}},
        *m_project, *m_jobs, this);
    connectProject();
    connectSegments();
    connectPanels();
    connectProposals();
    connectModels();
    connectScores();
    connectCorpora();
    connectActions();
    connectFiles();
    connectThemes();
    connectLayouts();
    connectTeam();
    setAcceptDrops(true);
    resize(1440, 900);
    setMinimumSize(kLeastSize);
    restoreGeometry(Settings::geometry());
    fillRecent();
    showDocument();
    useModel(toQString(m_services.models->activeFolder()));
}

MainWindow::~MainWindow() = default;

void MainWindow::build()
{
    setCentralWidget(makeCentre());
    makePanels();
    m_status = new StatusLine(m_jobs, this);
    setStatusBar(m_status);
    auto* brand = new QLabel("Descant", menuBar());
    brand->setProperty("look", "brand");
    menuBar()->setCornerWidget(brand, Qt::TopLeftCorner);
    menuBar()->setAccessibleName(tr("menus"));
    m_actions->fill(menuBar());
    QList<QAction*> commands;
    for (const ActionSpecification& row : actionTable())
        commands.append(m_actions->action(row.id));
    m_search = new CommandSearch(commands, this);
    auto* corner = new QWidget(menuBar());
    auto* row = new QHBoxLayout(corner);
    row->setContentsMargins(0, 5, 8, 5);
    row->addWidget(m_search);
    menuBar()->setCornerWidget(corner, Qt::TopRightCorner);
}

QWidget* MainWindow::makeCentre()
{
    auto* centre = new QWidget(this);
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_errors = new ErrorBar(centre);
    m_pages = new QStackedWidget(centre);
    m_startPage = new StartPage(*m_actions, m_pages);
    m_mediumView = new MediumView(m_pages);
    m_pages->addWidget(new PanelArea(m_startPage, m_pages));
    m_pages->addWidget(m_mediumView);
    column->addWidget(m_errors);
    column->addWidget(m_pages, 1);
    return centre;
}

QWidget* MainWindow::makeSegments()
{
    auto* whole = new QWidget(this);
    auto* column = new QVBoxLayout(whole);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_noSegments = makeGlance(tr("None in this video yet. I and O mark where one starts and ends."), whole);
    m_noSegments->setWordWrap(true);
    m_noSegments->setContentsMargins(16, 12, 16, 12);
    m_segmentList = new SegmentList(whole);
    column->addWidget(m_noSegments);
    column->addWidget(m_segmentList, 1);
    return whole;
}

void MainWindow::makePanels()
{
    m_mediaPanel = new MediaPanel(this);
    m_segmentPanel = new SegmentPanel(*m_actions, this);
    m_mediaPanel->setMinimumWidth(200); // below it is scrolled
    m_layouts->add("media", tr("Media"), m_mediaPanel);
    m_layouts->add("segments", tr("Segments"), makeSegments());
    m_layouts->add("caption", tr("Caption"), m_segmentPanel);
    m_layouts->add("jobs", tr("Jobs"), new JobPanel(m_jobs, this));
    m_layouts->add("scores", tr("Scores"), makeScores());
}

void MainWindow::showDocument()
{
    const bool open = m_project->isOpen();
    const auto media = m_project->document().media();
    const QString shown = m_mediumView->mediumId();
    const bool there = m_project->document().medium(fromQString(shown)) != nullptr;
    if (open && !there && !(shown.isEmpty() && media.empty())) {
        // Imported, added beside or taken back: what is there is shown, and nothing that is not.
        chooseMedium(media.empty() ? QString() : toQString(media.front()->id));
        return;
    }
    m_pages->setCurrentIndex(open ? 1 : 0);
    if (open)
        m_layouts->showPanels();
    else
        m_layouts->hidePanels();
    if (open) {
        const QString medium = m_mediumView->mediumId();
        m_mediaPanel->setRows(mediaRows(m_project->document(), m_project->missingMedia()));
        m_mediaPanel->setCurrent(medium);
        const QList<SegmentRow> rows = segmentRows(m_project->document(), medium);
        m_segmentList->setRows(rows);
        m_noSegments->setVisible(rows.isEmpty());
        m_mediumView->setSegments(timelineSegments(m_project->document(), medium));
        readThumbnails();
    }
    m_segments->refresh();
    showSegment();
    showTitle();
    enableActions();
}

void MainWindow::showRewritten(const QString& segmentId)
{
    // Typing must not cost what a whole document does: of thousands of segments one is shown anew.
    const project::Segment* segment = m_segments->segment();
    if (segment == nullptr || segmentId != m_segments->current()) {
        showDocument();
        return;
    }
    m_segmentList->putRow(segmentRow(m_project->document(), *segment, m_segments->number()));
    m_mediumView->putSegment(timelineSegment(m_project->document(), *segment, m_segments->number()));
    showSegment();
    showTitle();
}

void MainWindow::showSegment()
{
    std::optional<SegmentValue> value;
    if (m_project->isOpen())
        value = segmentValue(m_project->document(), m_segments->current(), {m_segments->number(), m_segments->count()});
    if (value)
        value->history = m_project->history(value->id);
    m_segmentPanel->show(value);
    m_segmentList->setCurrent(m_segments->current());
    m_mediumView->setCurrentSegment(m_segments->current(), value ? std::optional(value->range) : std::nullopt);
    m_mediumView->setEvidence(value ? segmentEvidence(m_project->document(), value->id) : std::nullopt);
    m_status->setPlace(value ? tr("Segment %1 of %2").arg(value->number).arg(value->count) : QString());
    enableActions();
}

void MainWindow::showTitle()
{
    setWindowTitle(m_project->isOpen() ? "Descant – " + m_project->name() : "Descant");
    const QString undo = m_project->nextUndo();
    const QString redo = m_project->nextRedo();
    m_actions->action("edit.undo")->setText(undo.isEmpty() ? tr("Undo") : tr("Undo “%1”").arg(undo));
    m_actions->action("edit.redo")->setText(redo.isEmpty() ? tr("Redo") : tr("Redo “%1”").arg(redo));
}

bool MainWindow::available(Needs needs) const
{
    const bool medium = m_project->isOpen() && !m_mediumView->mediumId().isEmpty();
    const bool segment = medium && m_segments->segment() != nullptr;
    switch (needs) {
    case Needs::Nothing:
        return true;
    case Needs::Project:
        return m_project->isOpen();
    case Needs::Medium:
        return medium;
    case Needs::Segment:
        return segment;
    case Needs::Proposal:
        return segment && !candidatesOf(m_project->document(), fromQString(m_segments->current())).empty();
    }
    return false;
}

void MainWindow::enableActions()
{
    m_actions->enable([this](Needs needs) { return available(needs); });
    m_actions->action("edit.undo")->setEnabled(!m_project->nextUndo().isEmpty());
    m_actions->action("edit.redo")->setEnabled(!m_project->nextRedo().isEmpty());
    m_actions->action("propose.stop")->setEnabled(m_proposals != nullptr && m_proposals->isRunning());
}

void MainWindow::chooseMedium(const QString& id)
{
    if (!m_project->isOpen() || id == m_mediumView->mediumId())
        return;
    const project::Medium* medium = m_project->document().medium(fromQString(id));
    m_segments->setCurrent({});
    m_mediumView->showMedium(medium);
    if (medium == nullptr)
        m_status->clearPosition();
    else
        m_status->setPosition(MediaTime{0}, 0);
    showDocument();
    chooseFirstOpenSegment();
    m_mediumView->timeline()->setFocus();
}

void MainWindow::chooseFirstOpenSegment()
{
    const auto all = m_project->document().segmentsOf(fromQString(m_mediumView->mediumId()));
    if (all.empty())
        return;
    const auto open = std::find_if(all.begin(), all.end(), [](const auto* one) { return !hasVerdict(*one); });
    const project::Segment* segment = open == all.end() ? all.front() : *open;
    m_segments->setCurrent(toQString(segment->id));
    m_mediumView->seek(segment->range.start);
}

void MainWindow::showError(const QString& sentence)
{
    m_errors->showError(sentence);
    m_status->setResult(sentence);
}

void MainWindow::useModel(const QString& folder)
{
    m_models->setInUse(folder);
    m_proposals->setModel(folder);
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    Settings::setGeometry(saveGeometry());
    m_layouts->remember();
    if (m_project->isSaved()) {
        m_proposals->stop();
        event->accept();
        return;
    }
    event->ignore();
    m_unsaved->leave([this] {
        m_project->closeNow();
        close();
    });
}

} // namespace descant::ui
