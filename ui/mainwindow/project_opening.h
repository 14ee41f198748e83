// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workflows/project_session.h"

#include <QString>

#include <functional>
#include <memory>

namespace descant::ui {

using SessionPointer = std::shared_ptr<workflows::ProjectSession>;
/// Reads or makes a project. Slow; beside the UI thread.
using ProjectOpener = std::function<Result<SessionPointer>(workflows::ProjectSession::Callbacks callbacks)>;

ProjectOpener openProject(const QString& path);
ProjectOpener openOrMakeProject(const QString& path);
/// ProjectExists when there is a file already.
ProjectOpener makeProject(const QString& path);

// Untitled projects live in the data folder, each called after what it was begun with, until a person says where to
// keep it.

QString untitledPath(const QString& name);
bool isUntitledProject(const QString& path);
/// A new one called `name`, or "name 2" where that is taken.
ProjectOpener makeUntitledProject(const QString& name);
/// The one that was begun with this file, if there is one that nobody has open; else a new one.
ProjectOpener openUntitledProjectOf(const project::Medium& medium);
/// What an untitled project of the file is called.
QString untitledName(const QString& file);

} // namespace descant::ui
