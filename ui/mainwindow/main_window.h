// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/work_package.h"
#include "ui/mainwindow/file_dialogs.h"
#include "ui/mainwindow/window_services.h"
#include "ui/support/action_table.h"
#include "ui/support/background.h"
#include "ui/support/theme.h"

#include <QMainWindow>
#include <QPointer>
#include <QSet>

#include <memory>

QT_BEGIN_NAMESPACE
class QLabel;
class QStackedWidget;
QT_END_NAMESPACE

namespace descant::ui {

class ActionSet;
class AdjudicationDialog;
class CommandSearch;
class CorpusWindows;
class ErrorBar;
class JobListModel;
class MediaPanel;
class MediumView;
class ModelJobs;
class ModelManagerDialog;
class ProjectController;
class ProposalRunner;
class ScoreRunner;
class ScoresPanel;
class SegmentCommands;
class SegmentList;
class SegmentPanel;
class StartPage;
class StatusLine;
class UnsavedGuard;
class WindowLayouts;

/// The window: panels around player and timeline, wired to the project and the model. It composes; what is done is
/// done by ProjectController, SegmentCommands, ProposalRunner and MediumView.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `dialogs` answers what the window asks; the default asks the person.
    explicit MainWindow(WindowServices services, std::optional<FileDialogs> dialogs = std::nullopt,
                        QWidget* parent = nullptr);
    ~MainWindow() override;

    /// What the command line asked for. With a project it is made if it is not there; files are added, the first shown.
    void start(const QString& project, const QStringList& files);
    void openSample();
    /// From now on captions are proposed by the model in this folder; empty: by none.
    void useModel(const QString& folder);
    /// Opens the model manager, or brings it to the front.
    ModelManagerDialog* showModels();

    ActionSet& actions() const { return *m_actions; }
    ProjectController& project() const { return *m_project; }
    SegmentCommands& segments() const { return *m_segments; }
    ProposalRunner& proposals() const { return *m_proposals; }
    SegmentPanel& segmentPanel() const { return *m_segmentPanel; }
    MediumView& mediumView() const { return *m_mediumView; }
    WindowLayouts& layouts() const { return *m_layouts; }
    ScoresPanel& scores() const { return *m_scores; }
    CorpusWindows& corpora() const { return *m_corpora; }
    StatusLine& statusLine() const { return *m_status; }
    ErrorBar& errorBar() const { return *m_errors; }

    /// Opens the window in which readings are decided about, or brings it to the front.
    AdjudicationDialog* showReadings();

    void chooseMedium(const QString& id);
    void showError(const QString& sentence);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    QWidget* makeCentre();
    QWidget* makeSegments();
    void makePanels();
    void connectProject();
    void connectSegments();
    void connectPanels();
    void connectProposals();
    void connectModels();
    QWidget* makeScores();
    void connectScores();
    /// Shows and plays a segment that was judged; the keyboard stays where it is.
    void playScored(const QString& mediumId, const QString& segmentId, const TimeRange& range);
    void connectCorpora();
    void connectActions();
    void connectFiles();
    void connectThemes();
    void connectLayouts();
    void connectTeam();
    void makePackage(project::PackageSight sight);
    void mergePackages(const QStringList& files);
    void connectReadings();
    void fillRecent();
    void showDocument();
    void showRewritten(const QString& segmentId);
    void showSegment();
    void chooseFirstOpenSegment();
    void showTitle();
    void enableActions();
    bool available(Needs needs) const;
    void openFiles(const QStringList& files);
    void readThumbnails();
    void findMissing();
    void showMediumFailure(const project::Medium* medium, const QString& sentence);
    void save();
    void showProposalFailure(const Error& error, const QString& segmentId);
    /// An error with the action that helps.
    void showErrorWith(const char* action, const QString& sentence);
    void useTheme(ThemeName name);

    WindowServices m_services;
    Background m_background;
    Background m_pictures;
    FileDialogs m_dialogs;
    ActionSet* m_actions;
    JobListModel* m_jobs;
    ProjectController* m_project;
    UnsavedGuard* m_unsaved;
    WindowLayouts* m_layouts;
    MediumView* m_mediumView = nullptr;
    SegmentCommands* m_segments = nullptr;
    ProposalRunner* m_proposals = nullptr;
    ModelJobs* m_models = nullptr;
    CorpusWindows* m_corpora = nullptr;
    QPointer<ModelManagerDialog> m_modelManager;
    ScoreRunner* m_scoreRunner = nullptr;
    ScoresPanel* m_scores = nullptr;
    QPointer<AdjudicationDialog> m_readings;
    StartPage* m_startPage = nullptr;
    QStackedWidget* m_pages = nullptr;
    ErrorBar* m_errors = nullptr;
    MediaPanel* m_mediaPanel = nullptr;
    SegmentList* m_segmentList = nullptr;
    QLabel* m_noSegments = nullptr;
    SegmentPanel* m_segmentPanel = nullptr;
    CommandSearch* m_search = nullptr;
    StatusLine* m_status = nullptr;
    QSet<QString> m_picturesAsked;
};

} // namespace descant::ui
