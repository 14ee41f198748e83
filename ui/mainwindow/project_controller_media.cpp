// SPDX-License-Identifier: GPL-3.0-or-later
// The files of a project: adding, importing, missing and finding them again.
#include "core/project/edits.h"
#include "core/workflows/media_beside.h"
#include "ui/mainwindow/media_finder.h"
#include "ui/mainwindow/project_controller.h"
#include "ui/mainwindow/window_services.h"
#include "ui/support/background.h"
#include "ui/support/conversions.h"

#include <QFileInfo>

#include <algorithm>
#include <system_error>

namespace descant::ui {
namespace {

/// What came of reading files that are to be added.
struct ReadFiles {
    std::vector<project::Medium> media;
    QString trouble; ///< one sentence about those that could not be read; empty: none
};

/// One file has its own sentence; of several each is named with its reason.
QString troubleOf(const std::vector<Error>& errors)
{
    if (errors.size() < 2)
        return errors.empty() ? QString() : sentence(errors.front());
    QStringList files;
    for (const Error& error : errors)
        files.append(QString("%1 (%2)").arg(QFileInfo(toQString(error.subject)).fileName(),
                                            QString::fromUtf8(errorSentence(error.code).data())));
    return ProjectController::tr("%1 files could not be added: %2. Look at these files, then open them again.")
        .arg(errors.size())
        .arg(files.join(", "));
}

ReadFiles readAll(const QStringList& files, const ReadMedium& readMedium)
{
    ReadFiles read;
    std::vector<Error> errors;
    for (const QString& file : files) {
        Result<project::Medium> medium = readMedium(toPath(QFileInfo(file).absoluteFilePath()));
        if (medium)
            read.media.push_back(*std::move(medium));
        else
            errors.push_back(std::move(medium.error()));
    }
    read.trouble = troubleOf(errors);
    return read;
}

} // namespace

void ProjectController::addMedia(const QStringList& files, std::function<void(const QString&)> then)
{
    if (files.isEmpty())
        return;
    Q_EMIT busyChanged(files.size() == 1 ? tr("Reading %1…").arg(QFileInfo(files.first()).fileName())
                                         : tr("Reading %1 files…").arg(files.size()));
    const QString into = m_path;
    m_background.run<ReadFiles>(
        this, [files, readMedium = m_services.readMedium] { return readAll(files, readMedium); },
        [this, then, into](ReadFiles read) {
            Q_EMIT busyChanged({});
            if (m_path != into)
                return;
            const auto add = [this, read, then] {
                addRead(read.media, then);
                // Last: opening a project takes older messages away.
                if (!read.trouble.isEmpty())
                    Q_EMIT failed(read.trouble);
            };
            if (isOpen() || read.media.empty())
                add();
            else
                openUntitledOf(read.media.front(), add);
        });
}

void ProjectController::addRead(const std::vector<project::Medium>& media,
                                const std::function<void(const QString&)>& then)
{
    QString first;
    std::vector<project::Medium> fresh;
    for (const project::Medium& medium : media) {
        const auto known = document().media();
        const auto same = std::find_if(known.begin(), known.end(),
                                       [&](const project::Medium* one) { return one->path == medium.path; });
        if (first.isEmpty())
            first = toQString(same == known.end() ? medium.id : (*same)->id);
        if (same == known.end())
            fresh.push_back(medium);
    }
    if (!fresh.empty() && !perform(project::addMedia(document(), std::move(fresh))))
        return;
    if (then && !first.isEmpty())
        then(first);
}

void ProjectController::lookForFiles()
{
    using Places = std::vector<std::pair<std::string, std::filesystem::path>>; // by id of the medium
    Places files;
    for (const project::Medium* medium : document().media())
        files.emplace_back(medium->id, medium->path);
    m_background.run<Places>(
        this,
        [files]() mutable {
            std::error_code ignored;
            // A relative path is one beside the project: lookBeside() makes it a whole one where there is the file.
            std::erase_if(files, [&](const auto& file) {
                return file.second.is_absolute() && std::filesystem::exists(file.second, ignored);
            });
            return files;
        },
        [this](const Places& missing) {
            m_missing.clear();
            // A file may have been found at another place meanwhile.
            for (const auto& [id, path] : missing)
                if (const project::Medium* medium = document().medium(id); medium != nullptr && medium->path == path)
                    m_missing.insert(toQString(id));
            Q_EMIT changed();
        });
}

/// Work packages come with their files beside them, on a machine that has them elsewhere.
void ProjectController::lookBeside()
{
    using Media = std::vector<project::Medium>;
    Media media;
    for (const project::Medium* medium : document().media())
        media.push_back(*medium);
    const QString opened = m_path;
    m_background.run<Media>(
        this,
        [media, opened, read = m_services.readMedium] { return workflows::mediaBeside(media, toPath(opened), read); },
        [this, opened](Media found) {
            if (m_path == opened)
                replace(std::move(found));
        });
}

void ProjectController::findMissing(const QString& folder)
{
    std::vector<project::Medium> wanted;
    for (const project::Medium* medium : document().media())
        if (m_missing.contains(toQString(medium->id)))
            wanted.push_back(*medium);
    if (wanted.empty()) {
        Q_EMIT result(tr("Every file is where the project says"));
        return;
    }
    Q_EMIT busyChanged(wanted.size() == 1 ? tr("Looking for %1…").arg(toQString(wanted.front().name))
                                          : tr("Looking for %1 files…").arg(wanted.size()));
    const QString into = m_path;
    m_background.run<FoundMedia>(
        this, [wanted, folder, read = m_services.readMedium] { return findMedia(wanted, folder, read); },
        [this, into, folder](FoundMedia media) {
            Q_EMIT busyChanged({});
            if (m_path != into)
                return;
            const auto count = int(media.found.size());
            replace(std::move(media.found));
            if (!media.missing.isEmpty())
                Q_EMIT failed(tr("Not found in %1: %2. Look in another folder.").arg(folder, media.missing.join(", ")));
            else if (!media.others.isEmpty())
                Q_EMIT failed(tr("Not the files that this project was made with: %1. Look in another folder.")
                                  .arg(media.others.join(", ")));
            else
                Q_EMIT result(count == 1 ? tr("1 file found") : tr("%1 files found").arg(count));
        });
}

void ProjectController::replace(std::vector<project::Medium> found)
{
    QStringList ids;
    for (const project::Medium& medium : found)
        ids.append(toQString(medium.id));
    if (found.empty() || !perform(project::replaceMedia(document(), std::move(found))))
        return;
    for (const QString& id : ids)
        m_missing.remove(id);
    Q_EMIT changed();
    Q_EMIT mediaReplaced(ids);
}

void ProjectController::takeCorpus(const QString& file, project::Step step, const QString& words,
                                   std::function<void()> then)
{
    const auto take = [this, step = std::move(step), words, then = std::move(then)] {
        if (!perform(step))
            return;
        Q_EMIT result(words);
        readUnseenMedia();
        lookForFiles();
        then();
    };
    if (isOpen())
        take();
    else
        createUntitled(untitledName(file), take);
}

/// An import at the command line names files without looking into them.
void ProjectController::readUnseenMedia()
{
    std::vector<project::Medium> unseen;
    for (const project::Medium* medium : document().media())
        if (medium->fingerprint.empty())
            unseen.push_back(*medium);
    m_stopReading.request_stop();
    if (unseen.empty())
        return;
    m_stopReading = std::stop_source();
    auto take =
        posted<std::vector<project::Medium>>(this, [this, number = m_number](std::vector<project::Medium> seen) {
            if (number == m_number)
                takeSeen(std::move(seen));
        });
    m_reading->run([unseen = std::move(unseen), read = m_services.readMedium, stop = m_stopReading.get_token(),
                    take = std::move(take)] { readUnseen(unseen, read, stop, take); });
}

void ProjectController::takeSeen(std::vector<project::Medium> seen)
{
    // The project went on meanwhile: files may have been found elsewhere or taken out, and have been given splits.
    std::erase_if(seen, [this](const project::Medium& medium) {
        const project::Medium* now = document().medium(medium.id);
        return now == nullptr || !now->fingerprint.empty() || now->path != medium.path;
    });
    for (project::Medium& medium : seen)
        medium.extra = document().medium(medium.id)->extra;
    replace(std::move(seen));
}

} // namespace descant::ui
