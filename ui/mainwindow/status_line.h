// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"

#include <QStatusBar>

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QToolButton;
QT_END_NAMESPACE

namespace descant::ui {

class JobListModel;

/// The status bar "status": time code and frame, place in the video, the last result in words, the model, the jobs.
class StatusLine : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusLine(const JobListModel* jobs, QWidget* parent = nullptr);

    void setPosition(MediaTime time, std::int64_t frame);
    void clearPosition(); ///< nothing is shown
    void clearSaved();    ///< nothing is open
    void setPlace(const QString& words);
    /// "Saved", "Segment 2 accepted", the sentence of an error: shown, and read out.
    void setResult(const QString& words);
    /// Everything is on disk.
    void setSaved();
    /// The last changes could not be written.
    void setNotSaved();
    QString result() const;
    void setModel(const QString& words);

Q_SIGNALS:
    void jobsClicked();
    void modelClicked();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showJobs();
    void showResult();
    void showSaved(const QString& words, const QString& tip);
    const JobListModel* m_jobs;
    QLabel* m_position;
    QLabel* m_place;
    QLabel* m_result;
    QLabel* m_saved;
    QString m_words;
    QToolButton* m_model;
    QToolButton* m_jobText;
    QProgressBar* m_jobBar;
};

} // namespace descant::ui
