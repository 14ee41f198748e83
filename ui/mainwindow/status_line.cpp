// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/status_line.h"

#include "ui/jobs/job_panel.h"
#include "ui/support/conversions.h"

#include <QAccessible>
#include <QLabel>
#include <QProgressBar>
#include <QTime>
#include <QToolButton>

#include <algorithm>

namespace descant::ui {

StatusLine::StatusLine(const JobListModel* jobs, QWidget* parent)
    : QStatusBar(parent),
      m_jobs(jobs),
      m_position(new QLabel(this)),
      m_place(new QLabel(this)),
      m_result(new QLabel(this)),
      m_saved(new QLabel(this)),
      m_model(new QToolButton(this)),
      m_jobText(new QToolButton(this)),
      m_jobBar(new QProgressBar(this))
{
    setAccessibleName("status");
    setSizeGripEnabled(false);
    m_result->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_result->setObjectName("result");
    m_result->setTextFormat(Qt::PlainText);
    m_result->installEventFilter(this);
    addWidget(m_position);
    addWidget(m_place);
    m_saved->setObjectName("saved");
    addWidget(m_saved);
    addWidget(m_result, 1);
    m_jobBar->setFixedWidth(80);
    m_jobBar->setTextVisible(false);
    m_jobBar->setAccessibleName(tr("progress of the running job"));
    for (QToolButton* button : {m_model, m_jobText}) {
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        button->setFocusPolicy(Qt::NoFocus);
        addPermanentWidget(button);
    }
    m_model->setToolTip(tr("The model that proposes. Click to choose another."));
    m_jobText->setToolTip(tr("What runs now. Click for the list."));
    addPermanentWidget(m_jobBar);
    connect(m_jobText, &QToolButton::clicked, this, &StatusLine::jobsClicked);
    connect(m_model, &QToolButton::clicked, this, &StatusLine::modelClicked);
    connect(jobs, &QAbstractItemModel::dataChanged, this, &StatusLine::showJobs);
    connect(jobs, &QAbstractItemModel::rowsInserted, this, &StatusLine::showJobs);
    connect(jobs, &QAbstractItemModel::modelReset, this, &StatusLine::showJobs);
    showJobs();
}

void StatusLine::setPosition(MediaTime time, std::int64_t frame)
{
    m_position->setText(toQString(formatTimeCode(time)) + (frame >= 0 ? " · " + tr("frame %1").arg(frame) : QString()));
}

void StatusLine::clearPosition() { m_position->clear(); }

void StatusLine::clearSaved() { showSaved({}, {}); }

void StatusLine::setPlace(const QString& words) { m_place->setText(words); }

void StatusLine::setResult(const QString& words)
{
    m_words = words;
    showResult();
    m_result->setToolTip(plainTip(words));
    setAccessibleDescription(words);
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

void StatusLine::setSaved()
{
    showSaved(tr("Saved"), tr("Every change is on disk, the last at %1").arg(QLocale().toString(QTime::currentTime())));
}

void StatusLine::setNotSaved()
{
    showSaved(tr("Not saved"), tr("The last changes are not on disk. They are tried again with the next change."));
}

void StatusLine::showSaved(const QString& words, const QString& tip)
{
    m_saved->setText(words);
    m_saved->setToolTip(tip);
    m_saved->setAccessibleName(words);
    if (m_words.isEmpty())
        setAccessibleDescription(words);
}

QString StatusLine::result() const { return m_words; }

void StatusLine::showResult()
{
    // Room ends where the model begins: what does not fit is in the tip and for screen readers.
    m_result->setText(
        m_result->fontMetrics().elidedText(m_words, Qt::ElideRight, std::max(80, m_result->width() - 18)));
    m_result->setAccessibleName(m_words);
}

bool StatusLine::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize)
        showResult();
    return QStatusBar::eventFilter(watched, event);
}

void StatusLine::setModel(const QString& words)
{
    m_model->setText(words);
    m_model->setAccessibleName(words);
}

void StatusLine::showJobs()
{
    const JobRow* front = m_jobs->front();
    m_jobBar->setVisible(front != nullptr);
    m_jobText->setText(front == nullptr
                           ? tr("No jobs")
                           : tr("Jobs: %1")
                                 .arg(m_jobs->running() > 1
                                          ? tr("%1 and %2 more").arg(front->title).arg(m_jobs->running() - 1)
                                          : front->title));
    m_jobText->setAccessibleName(m_jobText->text());
    if (front == nullptr)
        return;
    m_jobBar->setRange(0, front->fraction < 0.0 ? 0 : 1000);
    m_jobBar->setValue(int(front->fraction * 1000));
}

} // namespace descant::ui
