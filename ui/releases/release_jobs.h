// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/releases/release_preview.h"
#include "ui/releases/releases_backend.h"
#include "ui/support/background.h"

#include <QObject>

#include <array>

namespace descant::ui {

class JobListModel;

/// What can run for the windows of splits and releases; of each at most one at a time.
enum class ReleaseWork { Plan, Freeze, Release, Verify };

/// The project that is released, as it is when it is asked for, and its steps where others have said something in it.
struct ReleaseSource {
    std::function<std::shared_ptr<const project::Document>()> document;
    std::function<std::shared_ptr<const std::vector<project::Step>>()> journal;
};

/// How a piece of work ended that went well.
struct ReleaseEnd {
    QString words;        ///< "96 groups with 120 videos frozen in films-splits.json"
    QString folder;       ///< where to look at it
    QString problemWords; ///< what the list below is of; empty: none
    QStringList problems;
};

/// Does what the windows for splits and releases ask for, beside the UI thread: each piece a job that is listed and can
/// be cancelled, but previews, of which only the last one counts. Lives as long as the main window, so that closing a
/// dialog stops nothing. UI thread only.
class ReleaseJobs : public QObject {
    Q_OBJECT
public:
    using DocumentPointer = std::shared_ptr<const project::Document>;

    ReleaseJobs(std::shared_ptr<ReleasesBackend> backend, JobListModel& jobs, QObject* parent = nullptr);
    ~ReleaseJobs() override; ///< stops what runs and waits for it

    void plan(DocumentPointer document, const workflows::SplitOptions& options);
    /// The plan that was made last.
    const SplitPreviewPointer& lastPlan() const { return m_plan; }
    void forgetPlan();
    void freeze(DocumentPointer document, const workflows::SplitOptions& options, const QString& file);
    /// Finds out what a release would hold; takes the place of an earlier one.
    void preview(DocumentPointer document, const workflows::ReleaseOptions& options);
    void release(const ReleaseSource& source, const workflows::ReleaseOptions& options);
    void verify(const QString& folder);

    bool isRunning(ReleaseWork work) const { return running(work).job != 0; }
    /// What it said last about its course.
    Progress progressOf(ReleaseWork work) const { return running(work).progress; }
    void cancel(ReleaseWork work);

Q_SIGNALS:
    void started(descant::ui::ReleaseWork work);
    void progressed(descant::ui::ReleaseWork work, const descant::Progress& progress);
    void planned(const descant::ui::SplitPreviewPointer& preview);
    void previewed(const descant::ui::ReleasePreviewPointer& preview);
    /// Of everything but a plan.
    void ended(descant::ui::ReleaseWork work, const descant::ui::ReleaseEnd& end);
    void failed(descant::ui::ReleaseWork work, const descant::Error& error);
    void stopped(descant::ui::ReleaseWork work); ///< because it was cancelled

private:
    struct Running {
        int job = 0; ///< 0: nothing runs
        std::stop_source stop;
        Progress progress;
    };
    template <typename Value>
    void run(ReleaseWork work, const QString& title,
             std::function<Outcome<Value>(std::stop_token, const ProgressSink&)> task,
             std::function<void(int, const Value&)> done);
    void runToEnd(ReleaseWork work, const QString& title,
                  std::function<Outcome<ReleaseEnd>(std::stop_token, const ProgressSink&)> task);
    void begin(ReleaseWork work, const QString& title);
    void tell(ReleaseWork work, int job, const Progress& progress);
    int finished(ReleaseWork work); ///< gives the job's number
    void endBadly(ReleaseWork work, const Failure& why);
    const Running& running(ReleaseWork work) const { return m_running[std::size_t(work)]; }

    std::shared_ptr<ReleasesBackend> m_backend;
    JobListModel& m_jobs;
    SplitPreviewPointer m_plan;
    std::stop_source m_stopPreview;
    int m_preview = 0; ///< number of the last one
    std::array<Running, 4> m_running;
    Background m_previews;
    std::array<Background, 4> m_backgrounds; ///< these go first: they wait for what runs
};

} // namespace descant::ui
