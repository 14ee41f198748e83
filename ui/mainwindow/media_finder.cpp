// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/media_finder.h"

#include "ui/support/conversions.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QHash>
#include <QSet>

#include <utility>

namespace descant::ui {
namespace {

constexpr int kPortion = 1000;      ///< milliseconds after which what was read is shown
constexpr int kMostFiles = 500'000; ///< a whole disk is not walked to its end

QHash<QString, QStringList> filesNamed(const QSet<QString>& names, const QString& folder)
{
    QHash<QString, QStringList> places;
    QDirIterator files(folder, QDir::Files | QDir::Readable, QDirIterator::Subdirectories);
    for (int seen = 0; files.hasNext() && seen < kMostFiles; ++seen) {
        files.next();
        if (names.contains(files.fileName()))
            places[files.fileName()].append(files.filePath());
    }
    return places;
}

/// The medium as the file says it is, still the one that the project knows.
std::optional<project::Medium> recognised(const project::Medium& wanted, const QString& file, const ReadMedium& read)
{
    Result<project::Medium> medium = read(toPath(QFileInfo(file).absoluteFilePath()));
    if (!medium || (!wanted.fingerprint.empty() && medium->fingerprint != wanted.fingerprint))
        return std::nullopt;
    medium->id = wanted.id;
    medium->extra = wanted.extra;
    return *std::move(medium);
}

} // namespace

FoundMedia findMedia(const std::vector<project::Medium>& wanted, const QString& folder, const ReadMedium& read)
{
    QSet<QString> names;
    for (const project::Medium& medium : wanted)
        names.insert(QFileInfo(toQString(medium.path)).fileName());
    const QHash<QString, QStringList> places = filesNamed(names, folder);
    FoundMedia result;
    for (const project::Medium& medium : wanted) {
        const QStringList files = places.value(QFileInfo(toQString(medium.path)).fileName());
        std::optional<project::Medium> found;
        for (const QString& file : files)
            if (!found)
                found = recognised(medium, file, read);
        if (found)
            result.found.push_back(*std::move(found));
        else
            (files.isEmpty() ? result.missing : result.others).append(toQString(medium.name));
    }
    return result;
}

void readUnseen(const std::vector<project::Medium>& media, const ReadMedium& read, const std::stop_token& stop,
                const std::function<void(std::vector<project::Medium>)>& take)
{
    std::vector<project::Medium> found;
    QElapsedTimer since;
    since.start();
    for (const project::Medium& medium : media) {
        if (stop.stop_requested())
            return;
        if (QFileInfo::exists(toQString(medium.path)))
            if (auto seen = recognised(medium, toQString(medium.path), read))
                found.push_back(*std::move(seen));
        if (since.elapsed() > kPortion && !found.empty()) {
            take(std::exchange(found, {}));
            since.restart();
        }
    }
    take(std::move(found));
}

} // namespace descant::ui
