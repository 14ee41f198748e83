// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/scores/scores_backend.h"

#include <condition_variable>
#include <mutex>

namespace descant::ui::test {

/// Scores without metrics: answers what it is told to. Safe from a second thread.
class FakeScores : public ScoresBackend {
public:
    workflows::ScoringChoices given;
    workflows::ProjectScores answer;
    std::optional<Error> trouble;
    enum class Pace { AtOnce, WhenStopped } pace = Pace::AtOnce;
    workflows::ScoringWish lastWish() const;

    workflows::ScoringChoices choices(const project::Document& document) override;
    Outcome<workflows::ProjectScores> score(const project::Document& document, const workflows::ScoringWish& wish,
                                            std::stop_token stop, const ProgressSink& progress) override;

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_stopped;
    workflows::ScoringWish m_wish;
};

/// Clips with CIDEr-D 0, 1, 2, …, of media m0, m1, …, the last one unknown to the project; ROUGE-L goes the other way.
workflows::ProjectScores madeScores(int clips);
/// The same judged beside captions that are all worth 1.
workflows::ProjectScores comparedScores(int clips);
/// Two models.
workflows::ScoringChoices madeChoices();

} // namespace descant::ui::test
