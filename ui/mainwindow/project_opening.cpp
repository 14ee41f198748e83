// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/project_opening.h"

#include "ui/support/conversions.h"
#include "ui/support/settings.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace descant::ui {
namespace {

using workflows::ProjectSession;

constexpr int kMostOfOneName = 1000; ///< untitled projects called alike

Result<SessionPointer> shared(Result<std::unique_ptr<ProjectSession>> session)
{
    if (!session)
        return fail(std::move(session.error()));
    return SessionPointer(std::move(*session));
}

QString numbered(const QString& name, int number)
{
    return untitledPath(number == 1 ? name : name + " " + QString::number(number));
}

/// The first path of the name at which there is no file.
QString freePath(const QString& name)
{
    int number = 1;
    while (number < kMostOfOneName && QFileInfo::exists(numbered(name, number)))
        ++number;
    return numbered(name, number);
}

bool holds(const project::Document& document, const project::Medium& file)
{
    const auto media = document.media();
    return std::any_of(media.begin(), media.end(), [&](const auto* medium) { return medium->path == file.path; });
}

/// The newest project of the name that can be opened and has the file; nothing where there is none.
SessionPointer begunWith(const project::Medium& medium, const QString& name, const ProjectSession::Callbacks& callbacks)
{
    for (int number = kMostOfOneName; number > 0; --number) {
        const QString path = numbered(name, number);
        if (!QFileInfo::exists(path))
            continue;
        auto session = ProjectSession::open(toPath(path), callbacks);
        if (session && holds((*session)->document(), medium))
            return SessionPointer(std::move(*session));
    }
    return nullptr;
}

} // namespace

ProjectOpener openProject(const QString& path)
{
    return [file = toPath(path)](ProjectSession::Callbacks callbacks) {
        return shared(ProjectSession::open(file, std::move(callbacks)));
    };
}

ProjectOpener makeProject(const QString& path)
{
    return [file = toPath(path)](ProjectSession::Callbacks callbacks) {
        return shared(ProjectSession::create(file, std::move(callbacks)));
    };
}

ProjectOpener openOrMakeProject(const QString& path)
{
    return [path](ProjectSession::Callbacks callbacks) {
        return QFileInfo::exists(path) ? openProject(path)(std::move(callbacks))
                                       : makeProject(path)(std::move(callbacks));
    };
}

QString untitledPath(const QString& name) { return Settings::dataFolder("untitled") + "/" + name + ".descant"; }

bool isUntitledProject(const QString& path) { return path.startsWith(Settings::dataFolder("untitled") + "/"); }

ProjectOpener makeUntitledProject(const QString& name)
{
    return [name](ProjectSession::Callbacks callbacks) { return makeProject(freePath(name))(std::move(callbacks)); };
}

ProjectOpener openUntitledProjectOf(const project::Medium& medium)
{
    return [medium](ProjectSession::Callbacks callbacks) -> Result<SessionPointer> {
        const QString name = untitledName(toQString(medium.name));
        if (SessionPointer begun = begunWith(medium, name, callbacks))
            return begun;
        return makeUntitledProject(name)(std::move(callbacks));
    };
}

QString untitledName(const QString& file)
{
    const QString name = QFileInfo(file).completeBaseName();
    return name.isEmpty() ? QFileInfo(file).fileName() : name;
}

} // namespace descant::ui
