// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/project/history.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace descant::workflows {

/// An open project at work. The document in memory changes at once on the caller's thread (always the same one: the
/// window's, or the command line's); a writer thread of its own brings every step to disk in order, each one a
/// transaction. What could not be saved is kept in memory and tried again with the next step or by flush().
class ProjectSession {
public:
    /// Called on the writer thread after every commit and after every failure; must be quick. May be empty.
    struct Callbacks {
        std::function<void()> saved;
        std::function<void(const Error&)> saveFailed;
    };

    static Result<std::unique_ptr<ProjectSession>> create(const std::filesystem::path& path, Callbacks callbacks = {});
    static Result<std::unique_ptr<ProjectSession>> open(const std::filesystem::path& path, Callbacks callbacks = {});
    /// Waits until everything is on disk, or cannot be brought there.
    ~ProjectSession();
    ProjectSession(const ProjectSession&) = delete;
    ProjectSession& operator=(const ProjectSession&) = delete;

    const std::filesystem::path& path() const;
    /// What the project is known by in its work packages; see storage::ProjectFile::id().
    const std::string& projectId() const;
    const project::Document& document() const;
    const project::History& history() const;

    /// Does the step: in memory now, on disk in a moment. A step that says nobody is the work of the person at work
    /// (see personAtWork(); in a work package, for whom it is). A step without changes does nothing. Steps of typing
    /// that follow closely become one. EditRefused when it does not fit the document; then nothing has changed.
    Result<void> perform(project::Step step);
    /// The same for an edit that may have been refused: session.perform(project::setText(…)).
    Result<void> perform(Result<project::Step> step);
    /// The name of what was taken back or done again; empty when there is nothing.
    Result<std::string> undo();
    Result<std::string> redo();

    /// Waits for the writer; the error of the first step that could not be saved.
    Result<void> flush();
    /// True when every step is on disk.
    bool isSaved() const;

private:
    class Writer;
    struct State;
    explicit ProjectSession(std::unique_ptr<State> state);
    Result<void> performAsIs(project::Step step);
    Result<std::string> takeBack(std::optional<project::Step> step);

    std::unique_ptr<State> m_state;
};

} // namespace descant::workflows
