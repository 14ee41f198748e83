// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/job_strip.h"

#include "ui/models/model_jobs.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

namespace descant::ui {

JobStrip::JobStrip(ModelJobs& jobs, QWidget* parent)
    : QFrame(parent),
      m_jobs(jobs),
      m_words(new QLabel(this)),
      m_bar(new QProgressBar(this)),
      m_cancel(new QPushButton(tr("Cancel"), this))
{
    setProperty("look", "card");
    m_words->setTextFormat(Qt::PlainText);
    m_words->setWordWrap(true);
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("progress"));
    m_cancel->setObjectName("cancelModelJobButton");
    m_cancel->setAutoDefault(false);
    auto* column = new QVBoxLayout;
    column->setSpacing(8);
    column->addWidget(m_words);
    column->addWidget(m_bar);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 12, 16, 12);
    row->setSpacing(16);
    row->addLayout(column, 1);
    row->addWidget(m_cancel);
    connect(&jobs, &ModelJobs::progressed, this, &JobStrip::refresh);
    connect(m_cancel, &QPushButton::clicked, this, [this] {
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
    m_words->setText(tr("%1 – %2").arg(front->title, front->detail));
    m_cancel->setAccessibleName(tr("Cancel: %1").arg(front->title));
    m_bar->setRange(0, front->fraction < 0.0 ? 0 : 1000);
    m_bar->setValue(int(front->fraction * 1000));
}

} // namespace descant::ui
