// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/job_strip.h"

#include "ui/models/model_jobs.h"

#include <QPushButton>

namespace descant::ui {

JobStrip::JobStrip(ModelJobs& jobs, QWidget* parent) : ProgressStrip(parent), m_jobs(jobs)
{
    cancelButton()->setObjectName("cancelModelJobButton");
    connect(&jobs, &ModelJobs::progressed, this, &JobStrip::refresh);
    connect(this, &ProgressStrip::cancelled, this, [this] {
        if (const ModelJobs::Running* front = m_jobs.front())
            m_jobs.cancel(front->job);
    });
    refresh();
}

void JobStrip::refresh()
{
    const ModelJobs::Running* front = m_jobs.front();
    setVisible(front != nullptr);
    if (front == nullptr)
        return;
    setProgress(tr("%1 – %2").arg(front->title, front->detail), front->fraction);
    // What is cancelled is the job, whatever it is at now.
    cancelButton()->setAccessibleName(tr("Cancel: %1").arg(front->title));
}

} // namespace descant::ui
