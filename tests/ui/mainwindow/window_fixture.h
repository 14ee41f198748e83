// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/temporary_folder.h"
#include "tests/ui/corpora/fake_corpora.h"
#include "tests/ui/models/fake_models.h"
#include "tests/ui/releases/fake_releases.h"
#include "tests/ui/scores/fake_scores.h"
#include "ui/mainwindow/main_window.h"

#include <QPushButton>
#include <QSemaphore>
#include <QStringList>

#include <map>

namespace descant::ui::test {

/// A model without weights: answers at once, or when it is told to.
class FakeCaptioning : public CaptioningBackend {
public:
    QStringList texts{"a grey rabbit wakes up", "a rabbit looks out of a hole", "birds sing"};
    enum class Answer { AtOnce, Later } answer = Answer::AtOnce;
    std::optional<Error> trouble;
    std::filesystem::path model; ///< the folder that was asked for last
    int asked = 0;
    int cancelled = 0;
    std::vector<Done> waiting;

    /// What it proposes.
    std::vector<project::Proposal> proposals() const;
    void setModel(const std::filesystem::path& folder, Described described) override;
    std::function<void()> propose(const project::Medium& medium, const project::Segment& segment, ProgressSink progress,
                                  Done done) override;
};

/// A window over a folder of its own, with a fake model and made-up media files of 30 seconds.
struct WindowFixture {
    WindowFixture();
    descant::test::TemporaryFolder folder;
    std::shared_ptr<FakeCaptioning> captioning = std::make_shared<FakeCaptioning>();
    std::shared_ptr<FakeCorpora> corpora = std::make_shared<FakeCorpora>();
    std::shared_ptr<FakeModels> models = std::make_shared<FakeModels>();
    std::shared_ptr<FakeReleases> releases = std::make_shared<FakeReleases>();
    std::shared_ptr<FakeScores> scores = std::make_shared<FakeScores>();
    QSemaphore reads{1'000'000}; ///< reading a file takes one: a test may keep them back, and gives them back
    QStringList videosToOpen;
    QString pathToGive;
    std::unique_ptr<MainWindow> window;

    WindowServices services();
    FileDialogs dialogs();
    /// A file that the fake takes for a video.
    QString makeVideo(const QString& name);
    /// Opens a video through the menu and waits until it is shown.
    void openVideo(const QString& name = "clip.mp4");
    /// The button of a dialog of the window.
    QPushButton* button(const char* name) const;
    /// Through the menu, from pathToGive, with the preview.
    void importCorpus();
    /// Marks 3 s to 9 s and makes the segment.
    void makeSegment(double from = 3.0, double to = 9.0);
    /// What the human text of the current segment is, in the document.
    QString humanText() const;
    void trigger(const QString& action);
    /// The button of the error bar that does what helps.
    QPushButton* offer() const;
    /// Through the menu; everything is on disk afterwards.
    void closeProject();
};

} // namespace descant::ui::test
