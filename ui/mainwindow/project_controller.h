// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/document.h"
#include "ui/mainwindow/project_opening.h"

#include <QHash>
#include <QObject>
#include <QSet>
#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <stop_token>

namespace descant::ui {

class Background;
struct WindowServices;

/// The project that is open in a window: opens, makes and closes it, brings edits to it, and says what changed.
/// Reading and writing files happens beside the UI thread; edits act in memory at once and reach the disk in order.
class ProjectController : public QObject {
    Q_OBJECT
public:
    ProjectController(const WindowServices& services, Background& background, QObject* parent = nullptr);
    ~ProjectController() override; ///< what was done is on disk when it returns

    bool isOpen() const { return m_session != nullptr; }
    /// Valid while a project is open.
    const project::Document& document() const;
    /// The document as it is now, for work beside the UI thread; empty while nothing is open. Copied when it is asked
    /// for the first time after a change.
    std::shared_ptr<const project::Document> snapshot();
    /// The steps that made it, for the same; empty while nobody else has said anything in it.
    std::shared_ptr<const std::vector<project::Step>> journal() const;
    QString path() const { return m_path; }
    /// What work packages know the project by, and its last step.
    std::string projectId() const;
    std::string lastStep() const;
    QString name() const;
    /// Whether the project lives in the data folder, without a name that a person gave.
    bool isUntitled() const;
    /// Whether everything that was done is on disk.
    bool isSaved() const;
    const QSet<QString>& missingMedia() const { return m_missing; }

    enum class IfAbsent { Fail, Make };
    /// `then` runs once the project is open; not when it fails.
    void open(const QString& path, IfAbsent ifAbsent, std::function<void()> then = {});
    /// Refused when there is a file at `path`.
    void create(const QString& path, std::function<void()> then = {});
    /// A project in the data folder, saved from its first moment, called `name` until a person gives it a place.
    void createUntitled(const QString& name, std::function<void()> then = {});
    /// Asks first what askBeforeLeaving() was given.
    void close();
    /// Without a question; what could not be saved until now is tried once more and then lost.
    void closeNow();
    /// `question` is asked before another project takes the place of the one that is open and may never go on.
    void askBeforeLeaving(std::function<void(std::function<void()> goOn)> question);
    /// Writes beside the UI thread what waits to be written.
    void trySaving(std::function<void(const Result<void>&)> then);
    /// Copies the project to `path` and goes on there, also with what could not be saved where it lies.
    void saveAs(const QString& path);
    /// Adds videos; if no project is open, in the untitled one that was begun with the first, or in a new one.
    /// `then` gets the id of the first that was added or known. What cannot be read is named in one sentence.
    void addMedia(const QStringList& files, std::function<void(const QString& id)> then = {});

    /// Looks again which files are missing.
    void lookForFiles();
    /// Looks in a folder, and below, for the files that are missing.
    void findMissing(const QString& folder);
    /// Does the step that an import of `file` became, in the project or in an untitled one if none is open; `then`
    /// runs when it was done. `words` say what it did.
    void takeCorpus(const QString& file, project::Step step, const QString& words, std::function<void()> then);

    /// Does a step that core/project/edits.h made, or tells why not. True if it was done.
    bool perform(Result<project::Step> step);
    void undo();
    void redo();
    QString nextUndo() const; ///< its name, or empty
    QString nextRedo() const;
    /// "18:02 Typing", newest first.
    QStringList history(const QString& segmentId) const;

Q_SIGNALS:
    void opened();
    void closed();
    void changed();                             ///< any value of the document
    void saved();                               ///< everything that was done is on disk
    void saveFailed(const QString& sentence);   ///< it waits in memory and is tried again with the next step
    void result(const QString& words);          ///< what was done
    void mediaReplaced(const QStringList& ids); ///< their files lie elsewhere now, or were read for the first time
    void failed(const QString& sentence);
    void busyChanged(const QString& what); ///< "Opening film.descant…"; empty: done
    /// The words of one segment and nothing else were changed; changed() is not told.
    void rewritten(const QString& segmentId);

private:
    void load(const QString& path, ProjectOpener opener, std::function<void()> then);
    void startOpening(const QString& path, const ProjectOpener& opener, std::function<void()> then);
    void openUntitledOf(const project::Medium& medium, std::function<void()> then);
    workflows::ProjectSession::Callbacks callbacksOf(int number);
    void use(SessionPointer session, int number);
    void forget(const QString& path);
    void lookBeside();
    void addRead(const std::vector<project::Medium>& media, const std::function<void(const QString&)>& then);
    void replace(std::vector<project::Medium> found);
    void readUnseenMedia();
    void takeSeen(std::vector<project::Medium> seen);
    SessionPointer takeSession();
    void dropSnapshot();

    const WindowServices& m_services;
    Background& m_background;
    SessionPointer m_session;
    std::shared_ptr<const project::Document> m_snapshot; ///< nothing when it is not the document of now
    QString m_path;
    QSet<QString> m_missing;
    std::function<void(std::function<void()>)> m_leave = [](const std::function<void()>& goOn) { goOn(); };
    std::stop_source m_stopReading;
    std::unique_ptr<Background>
        m_reading; ///< of files that nobody has looked into: opening others need not wait for it
    QHash<QString, QList<std::function<void()>>> m_opening; ///< what to do when a file that is being opened is open
    int m_lastNumber = 0;
    int m_number = 0; ///< of the session that is open: what an older one still says is not listened to
};

} // namespace descant::ui
