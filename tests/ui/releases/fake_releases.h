// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/releases/releases_backend.h"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace descant::ui::test {

/// Splits and releases without files: answers what it is told to, and remembers what it was asked. Work that is listed
/// as a job waits for letGo() when `pace` says so. Safe from several threads; tests change it while nothing runs.
class FakeReleases : public ReleasesBackend {
public:
    std::optional<Error> trouble; ///< of everything
    workflows::ReleaseReport report;
    workflows::ReleaseCheck check;
    splits::FrozenSplits frozen;
    enum class Pace { AtOnce, WhenLet } pace = Pace::AtOnce;

    FakeReleases();
    /// Lets one piece of work that waits end.
    void letGo();
    std::vector<workflows::SplitOptions> planned() const;
    std::vector<workflows::ReleaseOptions> released() const;
    workflows::ReleaseOptions previewed() const; ///< the last one
    std::vector<std::filesystem::path> frozenFiles() const;
    std::vector<std::filesystem::path> verified() const;
    int stopped() const; ///< pieces of work that ended because somebody asked them to

    /// Groups by source alone, as the real one does: no file is looked at.
    Outcome<workflows::SplitPlan> planSplits(const project::Document& document, const workflows::SplitOptions& options,
                                             std::stop_token stop, const ProgressSink& progress) override;
    Outcome<splits::FrozenSplits> freezeSplits(const project::Document& document,
                                               const workflows::SplitOptions& options,
                                               const std::filesystem::path& file, std::stop_token stop,
                                               const ProgressSink& progress) override;
    Outcome<workflows::ReleaseReport> previewRelease(const project::Document& document,
                                                     const workflows::ReleaseOptions& options, std::stop_token stop,
                                                     const ProgressSink& progress) override;
    Outcome<workflows::ReleaseReport> releaseCorpus(const project::Document& document,
                                                    const std::vector<project::Step>& journal,
                                                    const workflows::ReleaseOptions& options, std::stop_token stop,
                                                    const ProgressSink& progress) override;
    Outcome<workflows::ReleaseCheck> verifyRelease(const std::filesystem::path& folder, std::stop_token stop) override;

private:
    Outcome<void> work(const std::stop_token& stop);
    template <typename Value> void note(std::vector<Value>& list, const Value& value);

    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<workflows::SplitOptions> m_planned;
    std::vector<workflows::ReleaseOptions> m_released;
    workflows::ReleaseOptions m_previewed;
    std::vector<std::filesystem::path> m_frozen, m_verified;
    int m_let = 0, m_stopped = 0;
};

} // namespace descant::ui::test
