// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/project/values.h"

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace descant::ui {

/// What proposes captions, as the window needs it: the real one runs the model on its own thread, tests have their own.
class CaptioningBackend {
public:
    /// Called once, on any thread.
    using Done = std::function<void(Outcome<std::vector<project::Proposal>>)>;
    /// Name of the model and its device for the status bar, or the error that says why there is none. Any thread.
    using Described = std::function<void(Result<std::string>)>;

    virtual ~CaptioningBackend() = default;

    /// From now on propose with the model in `folder`. Does not wait; `described` follows.
    virtual void setModel(const std::filesystem::path& folder, Described described) = 0;
    /// Proposes for a stretch of a file, after what was asked for before. Returns what stops it. Does not wait.
    virtual std::function<void()> propose(const project::Medium& medium, const project::Segment& segment,
                                          ProgressSink progress, Done done) = 0;
};

} // namespace descant::ui
