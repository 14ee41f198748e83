// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/progress_strip.h"

namespace descant::ui {

class ModelJobs;

/// What the model manager does now, how far it is, and a button that stops it. Hidden while nothing runs.
class JobStrip : public ProgressStrip {
    Q_OBJECT
public:
    explicit JobStrip(ModelJobs& jobs, QWidget* parent = nullptr);

private:
    void refresh();
    ModelJobs& m_jobs;
};

} // namespace descant::ui
