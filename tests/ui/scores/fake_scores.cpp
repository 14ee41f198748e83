// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/scores/fake_scores.h"

namespace descant::ui::test {

using workflows::ProjectScores;
using workflows::ScoredSegment;

workflows::ScoringWish FakeScores::lastWish() const
{
    const std::lock_guard lock(m_mutex);
    return m_wish;
}

workflows::ScoringChoices FakeScores::choices(const project::Document&) { return given; }

Outcome<ProjectScores> FakeScores::score(const project::Document&, const workflows::ScoringWish& wish,
                                         std::stop_token stop, const ProgressSink& progress)
{
    std::unique_lock lock(m_mutex);
    m_wish = wish;
    report(progress, "Judging", 0.25);
    if (pace == Pace::WhenStopped) {
        m_stopped.wait(lock, stop, [] { return false; });
        return cancelled();
    }
    if (trouble)
        return fail(*trouble);
    return answer;
}

ProjectScores madeScores(int clips)
{
    ProjectScores scores;
    for (int number = 0; number < clips; ++number) {
        const std::string name = std::to_string(number);
        workflows::ScoredClip clip;
        clip.id = "s" + name;
        clip.name = "clip " + name + ".mp4";
        clip.mediumId = number + 1 == clips ? std::string() : "m" + name;
        clip.segmentId = "s" + name;
        clip.range = {std::chrono::seconds(number), std::chrono::seconds(number + 1)};
        clip.references = {"a dog runs, \"fast\"", "the dog"};
        clip.candidate = "a cat runs";
        scores.clips.push_back(clip);
        ScoredSegment segment;
        segment.id = clip.id;
        segment.ciderD = number;
        segment.rougeL = 1 - number / double(clips);
        scores.judged.segments.push_back(segment);
    }
    scores.judged.ciderD = (clips - 1) / 2.0;
    scores.judged.rougeL = 0.5;
    scores.judged.intervals["cider_d"] = {0.25, 2.5};
    return scores;
}

ProjectScores comparedScores(int clips)
{
    ProjectScores scores = madeScores(clips);
    scores.beside = scores.judged;
    scores.beside->ciderD = 1;
    for (ScoredSegment& segment : scores.beside->segments)
        segment.ciderD = 1;
    for (workflows::ScoredClip& clip : scores.clips)
        clip.besideCandidate = "a dog sits";
    scores.differences[workflows::Score::CiderD] = {0.5, {0.125, 0.75}, 0.04, std::size_t(clips - 2), 1, 1};
    return scores;
}

workflows::ScoringChoices madeChoices()
{
    workflows::ScoringChoices choices;
    choices.models = {{"big", "Big", "1", 9}, {"small", "Small", "2", 4}};
    choices.languages = {"en"};
    choices.splits = {"test", "train"};
    return choices;
}

} // namespace descant::ui::test
