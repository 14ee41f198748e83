// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QString>
#include <QStringList>

namespace descant::ui {

/// Where a copy of the sample project stands that can be written to.
struct SampleProject {
    QString project;
    QStringList videos;
};

/// Copies the sample videos of `from` to `folder` where they are not there yet, and names the project there.
/// Any thread. FileNotFound when the program came without samples.
Result<SampleProject> copySample(const QString& from, const QString& folder);

} // namespace descant::ui
