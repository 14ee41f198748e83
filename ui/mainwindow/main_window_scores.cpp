// SPDX-License-Identifier: GPL-3.0-or-later
// The score view beside the player.
#include "ui/mainwindow/main_window.h"

#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/mainwindow/status_line.h"
#include "ui/mainwindow/window_layouts.h"
#include "ui/scores/scores_panel.h"
#include "ui/support/action_set.h"

#include <QApplication>

namespace descant::ui {

QWidget* MainWindow::makeScores()
{
    const auto snapshot = [this]() -> std::shared_ptr<const project::Document> {
        // The worker gets a copy of its own: the document may change meanwhile.
        return m_project->isOpen() ? std::make_shared<const project::Document>(m_project->document()) : nullptr;
    };
    m_scoreRunner = new ScoreRunner(m_services.scores, snapshot, *m_jobs, this);
    const ScorePickers pickers{m_dialogs.captionsToJudge, m_dialogs.meteorData, m_dialogs.spiceJar,
                               m_dialogs.scoreTable};
    m_scores = new ScoresPanel(*m_scoreRunner, *m_actions, pickers, this);
    return m_scores;
}

void MainWindow::connectScores()
{
    connect(m_project, &ProjectController::opened, m_scores, &ScoresPanel::forget);
    connect(m_project, &ProjectController::closed, m_scores, &ScoresPanel::forget);
    connect(m_project, &ProjectController::changed, m_scores, &ScoresPanel::refresh);
    connect(m_project, &ProjectController::rewritten, m_scores, &ScoresPanel::refresh);
    connect(m_scores, &ScoresPanel::result, m_status, &StatusLine::setResult);
    connect(m_scores, &ScoresPanel::playRequested, this, &MainWindow::playScored);
    m_actions->connectTo("scores.compute", this, [this] {
        m_layouts->reveal("scores");
        m_scores->compute();
    });
    m_actions->connectTo("scores.next", this, [this] { m_scores->goOn(ClipTable::Step::Next); });
    m_actions->connectTo("scores.previous", this, [this] { m_scores->goOn(ClipTable::Step::Previous); });
    m_actions->connectTo("scores.play", this, [this] { m_scores->playCurrent(); });
    m_actions->connectTo("scores.export", this, [this] { m_scores->exportTable(); });
    m_actions->connectTo("scores.copy", this, [this] { m_scores->copyNumbers(); });
}

void MainWindow::playScored(const QString& mediumId, const QString& segmentId, const TimeRange& range)
{
    const QPointer<QWidget> keyboard = QApplication::focusWidget();
    chooseMedium(mediumId);
    m_segments->setCurrent(segmentId);
    m_mediumView->playFrom(range);
    if (keyboard)
        keyboard->setFocus();
}

} // namespace descant::ui
