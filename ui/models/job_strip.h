// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

QT_BEGIN_NAMESPACE
class QLabel;
class QProgressBar;
class QPushButton;
QT_END_NAMESPACE

namespace descant::ui {

class ModelJobs;

/// What the model manager does now, how far it is, and a button that stops it. Hidden while nothing runs.
class JobStrip : public QFrame {
    Q_OBJECT
public:
    explicit JobStrip(ModelJobs& jobs, QWidget* parent = nullptr);

private:
    void refresh();
    ModelJobs& m_jobs;
    QLabel* m_words;
    QProgressBar* m_bar;
    QPushButton* m_cancel;
};

} // namespace descant::ui
