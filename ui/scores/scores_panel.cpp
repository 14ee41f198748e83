// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/scores/scores_panel.h"

#include "ui/scores/clip_detail.h"
#include "ui/scores/number_table.h"
#include "ui/scores/score_csv.h"
#include "ui/scores/score_histogram.h"
#include "ui/scores/score_words.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/panel_area.h"
#include "ui/widgets/problem_box.h"

#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPointer>
#include <QProgressBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <utility>

namespace descant::ui {
namespace {
constexpr int kRereadMilliseconds = 1000; ///< a change is seldom alone
constexpr int kBesideMargins = 32;

/// Pages of which only the one that is shown asks for room.
class Pages : public QStackedWidget {
public:
    using QStackedWidget::QStackedWidget;
    bool hasHeightForWidth() const override { return false; } // the tables take what is there
    QSize sizeHint() const override { return currentWidget() == nullptr ? QSize() : currentWidget()->sizeHint(); }
    QSize minimumSizeHint() const override
    {
        return currentWidget() == nullptr ? QSize() : currentWidget()->minimumSizeHint();
    }
};

} // namespace

ScoresPanel::ScoresPanel(ScoreRunner& runner, const ActionSet& actions, const ScorePickers& pickers, QWidget* parent)
    : QWidget(parent),
      m_runner(runner),
      m_pickers(pickers),
      m_form(new WishForm(pickers, this)),
      m_problem(new ProblemBox(this)),
      m_pages(new Pages(this)),
      m_reading(new QTimer(this))
{
    m_reading->setSingleShot(true);
    m_reading->setInterval(kRereadMilliseconds);
    connect(m_reading, &QTimer::timeout, this, [this] {
        if (isVisible() && !m_runner.isRunning())
            m_runner.readChoices();
    });
    m_empty = makeEmpty(actions);
    m_running = makeRunning();
    m_results = makeResults(actions);
    for (QWidget* page : {m_empty, m_running, m_results})
        m_pages->addWidget(page);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead(actions));
    column->addWidget(m_problem);
    column->addWidget(m_pages, 1);
    connectRunner();
    connectParts();
}

QWidget* ScoresPanel::makeHead(const ActionSet& actions)
{
    auto* head = new QWidget(this);
    m_compute = actions.button("scores.compute", "primary", head);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(16, 0, 16, 12);
    row->setSpacing(8);
    row->addWidget(m_compute);
    row->addStretch(1);
    row->addWidget(actions.button("scores.export", "", head));
    row->addWidget(m_form->moreButton());
    auto* column = new QVBoxLayout(head);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_form);
    column->addLayout(row);
    return head;
}

QWidget* ScoresPanel::makeEmpty(const ActionSet& actions)
{
    auto* page =
        new EmptyState("accept", tr("No scores yet"),
                       tr("Scores tell how near a model's captions come to yours. Accept some texts, let a model "
                          "propose for the same segments, and compute; or choose files of captions above."),
                       this);
    page->addButton(actions.button("propose.all", "", page));
    return page;
}

QWidget* ScoresPanel::makeRunning()
{
    auto* page = new QWidget(this);
    m_progressWords = new QLabel(page);
    m_progressWords->setTextFormat(Qt::PlainText);
    m_progressWords->setWordWrap(true);
    m_bar = new QProgressBar(page);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("progress of the scores"));
    auto* cancel = new QPushButton(tr("Cancel"), page);
    cancel->setObjectName("cancelScoresButton");
    cancel->setAccessibleName(tr("Cancel the scores"));
    connect(cancel, &QPushButton::clicked, this, [this] { m_runner.stop(); });
    auto* row = new QHBoxLayout;
    row->addWidget(m_bar, 1);
    row->addWidget(cancel);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(8);
    column->addWidget(m_progressWords);
    column->addLayout(row);
    column->addStretch(1);
    return page;
}

QWidget* ScoresPanel::makeTools(const ActionSet& actions)
{
    auto* tools = new QWidget(this);
    auto* row = new QHBoxLayout(tools);
    row->setContentsMargins(16, 4, 16, 4);
    row->setSpacing(8);
    row->addStretch(1);
    for (const char* id : {"scores.play", "scores.next"})
        row->addWidget(actions.button(id, "", tools));
    return tools;
}

QWidget* ScoresPanel::makeResults(const ActionSet& actions)
{
    auto* page = new QWidget(this);
    m_notes = makeGlance({}, page);
    m_notes->setTextFormat(Qt::PlainText);
    m_notes->setWordWrap(true);
    m_notes->setContentsMargins(16, 0, 16, 8);
    m_numbers = new NumberTable(page);
    m_histogram = new ScoreHistogram(page);
    m_top = new QBoxLayout(QBoxLayout::LeftToRight);
    m_top->setContentsMargins(8, 0, 8, 0);
    m_top->addWidget(m_numbers, 0);
    m_top->addWidget(m_histogram, 1);
    m_table = new ClipTable(page);
    m_detail = new ClipDetail(page);
    auto* parts = new QSplitter(Qt::Vertical, page);
    parts->setChildrenCollapsible(false);
    parts->addWidget(m_table);
    parts->addWidget(new PanelArea(m_detail, parts));
    parts->setStretchFactor(0, 1);
    parts->setSizes({260, 190});
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_shown = makeGlance({}, page);
    m_shown->setWordWrap(true);
    m_shown->setContentsMargins(16, 0, 16, 4);
    column->addWidget(m_notes);
    column->addLayout(m_top);
    column->addWidget(m_shown);
    column->addWidget(makeTools(actions));
    column->addWidget(parts, 1);
    return page;
}

void ScoresPanel::connectRunner()
{
    connect(&m_runner, &ScoreRunner::choicesRead, this, [this](const workflows::ScoringChoices& choices) {
        m_form->setChoices(choices);
        if (std::exchange(m_wanted, false))
            begin();
    });
    connect(&m_runner, &ScoreRunner::progressed, this, [this](const QString& what, double fraction) {
        m_progressWords->setText(what);
        m_bar->setRange(0, fraction < 0.0 ? 0 : 1000);
        m_bar->setValue(int(fraction * 1000));
        m_pages->setCurrentWidget(m_running);
    });
    connect(&m_runner, &ScoreRunner::scored, this, &ScoresPanel::showScores);
    connect(&m_runner, &ScoreRunner::failed, this, [this](const Error& error) {
        showIdle();
        m_problem->showError(error);
    });
    connect(&m_runner, &ScoreRunner::cancelled, this, [this] {
        showIdle();
        Q_EMIT result(tr("Computing the scores was cancelled"));
    });
}

void ScoresPanel::connectParts()
{
    connect(m_numbers, &NumberTable::chosen, this, &ScoresPanel::chooseScore);
    connect(m_histogram, &ScoreHistogram::filterChanged, this, [this] {
        m_table->showOnly(m_histogram->filter());
        showFiltered();
    });
    connect(m_table, &ClipTable::clipChosen, this,
            [this](int clip) { m_detail->show(m_scores, clip, m_judgedName, m_besideName); });
    connect(m_table, &ClipTable::playRequested, this, &ScoresPanel::play);
}

void ScoresPanel::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!m_runner.isRunning())
        m_runner.readChoices();
}

void ScoresPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitTop();
}

void ScoresPanel::fitTop()
{
    const int beside = m_numbers->neededWidth() + m_histogram->minimumSizeHint().width() + kBesideMargins;
    m_top->setDirection(width() >= beside ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void ScoresPanel::compute()
{
    m_problem->clear();
    if (m_form->canJudge()) {
        begin();
        return;
    }
    // What can be judged may not have been read yet.
    m_wanted = true;
    m_runner.readChoices();
}

void ScoresPanel::begin()
{
    if (!m_form->canJudge()) {
        m_problem->showWords(tr("There is nothing to judge: no model has proposed captions in this project. Let one "
                                "propose (Shift+G), or choose a file."),
                             {});
        return;
    }
    m_judgedName = m_form->judgedName();
    m_besideName = m_form->besideName();
    const workflows::ScoringWish wish = m_form->wish();
    m_own = wish.own;
    m_runner.score(wish);
}

void ScoresPanel::showScores(const ScoresPointer& scores)
{
    m_problem->clear();
    m_scores = scores;
    m_notes->setText(notesOf(*scores, m_own).join(' '));
    m_table->setScores(scores);
    m_numbers->setScores(scores, m_judgedName, m_besideName);
    fitTop();
    m_numbers->choose(m_table->clips()->chosen());
    m_pages->setCurrentWidget(m_results);
    Q_EMIT result(tr("Scores of %1 clips").arg(QLocale().toString(qulonglong(scores->clips.size()))));
}

void ScoresPanel::chooseScore(workflows::Score score)
{
    m_table->choose(score);
    m_histogram->setValues(m_table->clips()->values(), scoreName(score, m_scores->judged.meteorPart));
    showFiltered();
}

void ScoresPanel::showFiltered()
{
    const QLocale locale;
    const auto shown = locale.toString(m_table->clips()->rowCount());
    const auto all = locale.toString(qulonglong(m_scores ? m_scores->clips.size() : 0));
    m_shown->setText(tr("%1 of %2 clips: those of one bar (Esc there shows all)").arg(shown, all));
    m_shown->setVisible(m_histogram->filter().has_value());
}

void ScoresPanel::showIdle() { m_pages->setCurrentWidget(m_scores ? m_results : m_empty); }

void ScoresPanel::refresh()
{
    m_reading->start();
    if (m_scores)
        m_notes->setText(notesOf(*m_scores, m_own).join(' ') + ' ' + tr("The project has changed since."));
}

void ScoresPanel::forget()
{
    m_runner.stop();
    m_scores.reset();
    m_problem->clear();
    m_table->setScores(nullptr);
    m_numbers->setScores(nullptr, {}, {});
    m_detail->show(nullptr, -1, {}, {});
    showIdle();
    if (isVisible())
        m_runner.readChoices();
}

void ScoresPanel::goOn(ClipTable::Step direction)
{
    if (m_scores == nullptr)
        Q_EMIT result(tr("There are no scores yet: compute them first"));
    else if (!m_table->step(direction))
        Q_EMIT result(direction == ClipTable::Step::Next ? tr("That was the last clip")
                                                         : tr("That was the first clip"));
    else
        play(m_table->currentClip());
}

void ScoresPanel::playCurrent() { play(m_table->currentClip()); }

void ScoresPanel::play(int clip)
{
    if (m_scores == nullptr || clip < 0) {
        Q_EMIT result(tr("There is no clip to play: compute the scores first"));
        return;
    }
    const workflows::ScoredClip& chosen = m_scores->clips[std::size_t(clip)];
    if (chosen.mediumId.empty())
        Q_EMIT result(tr("%1 cannot be played: the project does not have it").arg(toQString(chosen.name)));
    else
        Q_EMIT playRequested(toQString(chosen.mediumId), toQString(chosen.segmentId), chosen.range);
}

void ScoresPanel::exportTable()
{
    if (m_scores == nullptr) {
        Q_EMIT result(tr("There are no scores yet: compute them first"));
        return;
    }
    // What is shown is written, in its order.
    m_pickers.table("scores.csv",
                    [self = QPointer(this), scores = m_scores, rows = m_table->clips()->clips()](const QString& path) {
                        if (!self)
                            return;
                        self->m_background.run<Result<void>>(
                            self, [scores, rows, path] { return writeScoresCsv(*scores, rows, toPath(path)); },
                            [panel = self.data(), path, count = rows.size()](const Result<void>& written) {
                                if (written)
                                    Q_EMIT panel->result(
                                        tr("Wrote %1 clips to %2").arg(count).arg(QFileInfo(path).fileName()));
                                else
                                    panel->m_problem->showError(written.error());
                            });
                    });
}

void ScoresPanel::copyNumbers()
{
    if (m_scores == nullptr) {
        Q_EMIT result(tr("There are no scores yet: compute them first"));
        return;
    }
    QApplication::clipboard()->setText(m_numbers->asText() + '\n' + notesOf(*m_scores, m_own).join('\n'));
    Q_EMIT result(tr("Copied the scores"));
}

} // namespace descant::ui
