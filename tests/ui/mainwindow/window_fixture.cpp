// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/mainwindow/window_fixture.h"
#include "tests/support/patient_test.h"

#include "core/base/identifier.h"
#include "core/project/edits.h"
#include "ui/mainwindow/medium_view.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/segment_commands.h"
#include "ui/support/action_set.h"
#include "ui/support/conversions.h"
#include "ui/support/error_bar.h"
#include "ui/support/text_key_guard.h"
#include "ui/timeline/timeline_widget.h"

#include <QApplication>
#include <QFile>
#include <QFileInfo>

namespace descant::ui::test {

void FakeCaptioning::setModel(const std::filesystem::path& folder, Described described)
{
    model = folder;
    if (trouble)
        described(fail(*trouble));
    else
        described(std::string("fake 1.0 on CPU"));
}

std::function<void()> FakeCaptioning::propose(const project::Medium&, const project::Segment&, ProgressSink progress,
                                              Done done)
{
    ++asked;
    report(progress, "Looking at frame 1 of 2", 0.5);
    if (answer == Answer::Later) {
        const std::size_t index = waiting.size();
        waiting.push_back(done);
        return [this, index] {
            ++cancelled;
            waiting[index](::descant::cancelled());
        };
    }
    if (trouble) {
        done(fail(*trouble));
        return [] {};
    }
    done(proposals());
    return [] {};
}

std::vector<project::Proposal> FakeCaptioning::proposals() const
{
    std::vector<project::Proposal> all;
    for (const QString& text : texts) {
        project::Proposal proposal;
        proposal.id = newIdentifier();
        proposal.rank = int(all.size());
        proposal.text = fromQString(text);
        proposal.score = -0.3 - double(all.size());
        proposal.modelName = "fake";
        proposal.modelVersion = "1.0";
        all.push_back(proposal);
    }
    return all;
}

namespace {

/// A corpus names one film beside it.
FakeCorpora::Planned planOfAFilm(const project::Document& document, const ImportWish& wish)
{
    if (!std::filesystem::exists(wish.file))
        return tl::unexpected(formats::ImportFailure{{ErrorCode::FileNotFound, wish.file.string(), {}, {}, {}}, {}});
    project::Medium medium;
    medium.id = newIdentifier();
    medium.name = "imported.mp4";
    medium.path = (wish.file.parent_path() / medium.name).string();
    formats::ImportPlan plan;
    plan.step = *project::addMedia(document, {medium});
    plan.added = 1;
    return plan;
}

} // namespace

WindowFixture::WindowFixture()
{
    qputenv("XDG_DATA_HOME", QByteArray::fromStdString((folder / "data").string()));
    qputenv("XDG_CONFIG_HOME", QByteArray::fromStdString((folder / "config").string()));
    static TextKeyGuard* guard = nullptr;
    if (guard == nullptr) {
        guard = new TextKeyGuard(qApp);
        qApp->installEventFilter(guard);
    }
    window = std::make_unique<MainWindow>(services(), dialogs());
}

WindowServices WindowFixture::services()
{
    WindowServices services;
    services.captioning = captioning;
    services.readMedium = [this](const std::filesystem::path& path) -> Result<project::Medium> {
        reads.acquire();
        if (!std::filesystem::exists(path))
            return fail(ErrorCode::FileNotFound, path.string());
        project::Medium medium;
        medium.id = newIdentifier();
        medium.path = path.string();
        medium.fingerprint = "of " + path.filename().string();
        medium.name = path.filename().string();
        medium.duration = fromSeconds(30);
        medium.hasVideo = true;
        return medium;
    };
    services.thumbnail = [](const std::filesystem::path& path) -> Result<Image> {
        return fail(ErrorCode::NotMedia, path.string());
    };
    corpora->plan = planOfAFilm;
    services.corpora = corpora;
    services.models = models;
    services.scores = scores;
    services.releases = releases;
    return services;
}

FileDialogs WindowFixture::dialogs()
{
    const auto give = [this](const FileDialogs::Chosen& chosen) {
        if (!pathToGive.isEmpty())
            chosen(pathToGive);
    };
    const auto giveNew = [give](const QString&, const FileDialogs::Chosen& chosen) { give(chosen); };
    FileDialogs answers;
    answers.openVideos = [this](const FileDialogs::SeveralChosen& chosen) { chosen(videosToOpen); };
    answers.openProject = give;
    answers.newProject = giveNew;
    answers.saveProjectAs = giveNew;
    for (auto* ask :
         {&answers.exportTo, &answers.exportFolder, &answers.importFrom, &answers.importFolder, &answers.idList})
        *ask = give;
    answers.mediaFolder = give;
    for (auto* ask : {&answers.frozenSplits, &answers.release, &answers.releaseParent})
        *ask = give;
    answers.newFrozenSplits = giveNew;
    answers.newPackage = giveNew;
    answers.packages = [give](const FileDialogs::SeveralChosen& chosen) {
        give([chosen](const QString& path) { chosen({path}); });
    };
    answers.modelFolder = give;
    answers.modelFile = give;
    answers.captionsToJudge = give;
    answers.meteorData = give;
    answers.spiceJar = give;
    answers.scoreTable = giveNew;
    return answers;
}

QString WindowFixture::makeVideo(const QString& name)
{
    QFile file(toQString(folder.path()) + "/" + name);
    if (file.open(QIODevice::WriteOnly))
        file.write("not really a video");
    return file.fileName();
}

void WindowFixture::trigger(const QString& action) { window->actions().action(action)->trigger(); }

QPushButton* WindowFixture::offer() const { return window->errorBar().findChild<QPushButton*>(); }

QPushButton* WindowFixture::button(const char* name) const
{
    auto* found = window->findChild<QPushButton*>(name);
    if (found == nullptr)
        qFatal("no button %s", name);
    return found;
}

void WindowFixture::importCorpus()
{
    trigger("file.import");
    button("chooseCorpusButton")->click();
    QTRY_VERIFY(button("importCorpusButton")->isEnabled());
    button("importCorpusButton")->click();
}

void WindowFixture::closeProject()
{
    trigger("file.close");
    QTRY_VERIFY(!window->project().isOpen());
}

void WindowFixture::openVideo(const QString& name)
{
    videosToOpen = {makeVideo(name)};
    trigger("file.openVideos");
    QTRY_VERIFY(!window->mediumView().mediumId().isEmpty());
    // The player finds out beside the window that this is no video; what it says must not come in between later.
    QTRY_VERIFY(!window->errorBar().text().isEmpty());
}

void WindowFixture::makeSegment(double from, double to)
{
    window->mediumView().timeline()->setSelection(TimeRange{fromSeconds(from), fromSeconds(to)});
    trigger("segment.new");
}

QString WindowFixture::humanText() const
{
    const project::Segment* segment = window->segments().segment();
    return segment == nullptr ? QString() : toQString(segment->text);
}

} // namespace descant::ui::test
