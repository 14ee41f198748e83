// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scores/clip_table.h"
#include "ui/scores/wish_form.h"

#include <QWidget>

QT_BEGIN_NAMESPACE
class QBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QStackedWidget;
class QTimer;
QT_END_NAMESPACE

namespace descant::ui {

class ActionSet;
class ClipDetail;
class NumberTable;
class ProblemBox;
class ScoreHistogram;

/// The score view: what is judged, the numbers, how they are distributed, and the clips, worst first. It asks for clips
/// to be played and knows nothing of the player.
class ScoresPanel : public QWidget {
    Q_OBJECT
public:
    ScoresPanel(ScoreRunner& runner, const ActionSet& actions, const ScorePickers& pickers, QWidget* parent = nullptr);

    void compute();
    /// Goes to the next clip in the order of the table, and asks to play it.
    void goOn(ClipTable::Step direction);
    void playCurrent();
    void exportTable();
    void copyNumbers();
    /// The project has changed: what can be judged is read again in a moment, and what is shown is said to be old.
    void refresh();
    /// Another project: what was shown says nothing about it.
    void forget();
    ClipTable* table() const { return m_table; }

Q_SIGNALS:
    void playRequested(const QString& mediumId, const QString& segmentId, descant::TimeRange range);
    void result(const QString& words);

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeHead(const ActionSet& actions);
    QWidget* makeEmpty(const ActionSet& actions);
    QWidget* makeRunning();
    QWidget* makeResults(const ActionSet& actions);
    QWidget* makeTools(const ActionSet& actions);
    void connectRunner();
    void begin();
    void connectParts();
    /// Numbers and distribution side by side where there is room.
    void fitTop();
    void showScores(const ScoresPointer& scores);
    void chooseScore(workflows::Score score);
    void showFiltered();
    void showIdle();
    void play(int clip);

    ScoreRunner& m_runner;
    ScorePickers m_pickers;
    WishForm* m_form;
    ProblemBox* m_problem;
    QStackedWidget* m_pages;
    QWidget* m_empty;
    QWidget* m_running;
    QWidget* m_results;
    QLabel* m_progressWords = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_compute = nullptr;
    QLabel* m_notes = nullptr;
    QLabel* m_shown = nullptr;
    QBoxLayout* m_top = nullptr;
    NumberTable* m_numbers = nullptr;
    ScoreHistogram* m_histogram = nullptr;
    ClipTable* m_table = nullptr;
    ClipDetail* m_detail = nullptr;
    ScoresPointer m_scores;
    workflows::OwnTexts m_own = workflows::OwnTexts::LeftOut;
    QString m_judgedName, m_besideName;
    QTimer* m_reading;
    bool m_wanted = false; ///< computing waits for what can be judged
    Background m_background;
};

} // namespace descant::ui
