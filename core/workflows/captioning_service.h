// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/project/values.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace descant::workflows {

/// What to look at and listen to.
struct CaptionRequest {
    std::filesystem::path media;
    std::string fingerprint;       ///< of the medium: names what is remembered of a stretch; empty = nothing is
    TimeRange range;
    std::int64_t candidates = 3;   ///< at most as many as the package's beams
};

/// Keeps one model loaded on a thread of its own and proposes captions, one request after the other in the order asked.
/// All functions are for the thread that made it; all callbacks run on the model's thread, exactly once each, and must be
/// quick. What cannot wait because too much does already ends at once, on the caller's thread. Going away stops what runs
/// (within a frame or a token); what waited ends as Cancelled.
class CaptioningService {
public:
    using Described = std::function<void(Result<std::string>)>;
    using Done = std::function<void(Outcome<std::vector<project::Proposal>>)>;

    explicit CaptioningService(std::string device = "auto");
    ~CaptioningService();

    /// From now on use the package in `folder`; it is opened at once and its weights are read when they are first needed.
    /// `described` gets "demo 1.0" and where it runs, or why there is no model.
    void setModel(const std::filesystem::path& folder, Described described);

    /// Returns what stops this request; it may be called at any time, from any thread, also after the end.
    /// Errors: NoModel, those of the package, of the media and of inference::Captioner.
    std::function<void()> propose(CaptionRequest request, ProgressSink progress, Done done);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace descant::workflows
