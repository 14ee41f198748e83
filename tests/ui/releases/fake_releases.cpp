// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/releases/fake_releases.h"

namespace descant::ui::test {

FakeReleases::FakeReleases()
{
    report.manifest.counts.captionsOfSplit = {{"train", 8}, {"test", 2}};
    report.manifest.counts.mediaOfSplit = {{"train", 3}, {"test", 1}};
    report.manifest.counts.captions = 10;
    report.manifest.counts.media = 4;
    report.manifest.losses = {{"train.json", {"2 captions lose their language"}}};
    report.manifest.files.resize(5);
    check.files = 6;
    frozen.groups = {{"one", "train", {{"a", "a.mp4", {}}, {"b", "b.mp4", {}}}}};
}

void FakeReleases::letGo()
{
    const std::lock_guard lock(m_mutex);
    ++m_let;
    m_changed.notify_all();
}

template <typename Value> void FakeReleases::note(std::vector<Value>& list, const Value& value)
{
    const std::lock_guard lock(m_mutex);
    list.push_back(value);
}

Outcome<void> FakeReleases::work(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    if (pace == Pace::WhenLet) {
        m_changed.wait(lock, stop, [this] { return m_let > 0; });
        if (!stop.stop_requested())
            --m_let;
    }
    m_stopped += stop.stop_requested() ? 1 : 0;
    if (stop.stop_requested())
        return cancelled();
    if (trouble)
        return fail(*trouble);
    return {};
}

std::vector<workflows::SplitOptions> FakeReleases::planned() const
{
    const std::lock_guard lock(m_mutex);
    return m_planned;
}

std::vector<workflows::ReleaseOptions> FakeReleases::released() const
{
    const std::lock_guard lock(m_mutex);
    return m_released;
}

workflows::ReleaseOptions FakeReleases::previewed() const
{
    const std::lock_guard lock(m_mutex);
    return m_previewed;
}

std::vector<std::filesystem::path> FakeReleases::frozenFiles() const
{
    const std::lock_guard lock(m_mutex);
    return m_frozen;
}

std::vector<std::filesystem::path> FakeReleases::verified() const
{
    const std::lock_guard lock(m_mutex);
    return m_verified;
}

int FakeReleases::stopped() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopped;
}

Outcome<workflows::SplitPlan> FakeReleases::planSplits(const project::Document& document,
                                                       const workflows::SplitOptions& options, std::stop_token stop,
                                                       const ProgressSink& progress)
{
    note(m_planned, options);
    descant::report(progress, "Looking through a.mp4", 0.25);
    DESCANT_CHECK(work(stop));
    workflows::SplitOptions bySource = options;
    bySource.by = {splits::Criterion::Source};
    return workflows::planSplits(document, bySource, std::move(stop), {});
}

Outcome<splits::FrozenSplits> FakeReleases::freezeSplits(const project::Document&, const workflows::SplitOptions&,
                                                         const std::filesystem::path& file, std::stop_token stop,
                                                         const ProgressSink&)
{
    note(m_frozen, file);
    DESCANT_CHECK(work(stop));
    return frozen;
}

Outcome<workflows::ReleaseReport> FakeReleases::previewRelease(const project::Document&,
                                                               const workflows::ReleaseOptions& options,
                                                               std::stop_token, const ProgressSink&)
{
    const std::lock_guard lock(m_mutex);
    m_previewed = options;
    if (trouble)
        return fail(*trouble);
    return report;
}

Outcome<workflows::ReleaseReport> FakeReleases::releaseCorpus(const project::Document&,
                                                              const std::vector<project::Step>&,
                                                              const workflows::ReleaseOptions& options,
                                                              std::stop_token stop, const ProgressSink& progress)
{
    note(m_released, options);
    descant::report(progress, "Cutting clip 1 of 2", 0.5);
    DESCANT_CHECK(work(stop));
    return report;
}

Outcome<workflows::ReleaseCheck> FakeReleases::verifyRelease(const std::filesystem::path& folder, std::stop_token stop)
{
    note(m_verified, folder);
    DESCANT_CHECK(work(stop));
    return check;
}

} // namespace descant::ui::test
