// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/corpora/fake_corpora.h"

#include <QtGlobal>

namespace descant::ui::test {
namespace {

project::Medium makeFilm(const std::string& id, const std::string& path)
{
    project::Medium medium;
    medium.id = id;
    medium.path = path;
    medium.name = std::filesystem::path(path).filename().string();
    medium.duration = fromSeconds(30);
    medium.hasVideo = true;
    return medium;
}

project::Segment makeSegment(const std::string& id, const std::string& film, double start, const std::string& text)
{
    project::Segment segment;
    segment.id = id;
    segment.mediumId = film;
    segment.range = {fromSeconds(start), fromSeconds(start + 3)};
    segment.text = text;
    segment.status = project::SegmentStatus::Accepted;
    return segment;
}

} // namespace

project::Document documentWith(const std::vector<std::string>& texts)
{
    project::Document document;
    project::Step step;
    step.changes.push_back({std::nullopt, makeFilm("film", "/films/film.mp4")});
    for (std::size_t i = 0; i < texts.size(); ++i)
        step.changes.push_back({std::nullopt, makeSegment("s" + std::to_string(i), "film", 3.0 * double(i), texts[i])});
    if (!document.apply(step))
        qFatal("the document of the test is wrong");
    return document;
}

formats::ImportPlan planOfOneCaption()
{
    formats::ImportPlan plan;
    plan.step.name = "import";
    plan.step.changes = {{std::nullopt, makeFilm("new", "/nowhere/imported.mp4")},
                         {std::nullopt, makeSegment("n1", "new", 0.0, "a dog barks")}};
    plan.added = 1;
    return plan;
}

FakeCorpora::FakeCorpora()
{
    plan = [](const project::Document&, const ImportWish&) { return planOfOneCaption(); };
    written.captions.videos = 1;
    written.captions.sentences = 3;
}

void FakeCorpora::letGo()
{
    const std::lock_guard lock(m_mutex);
    ++m_let;
    m_changed.notify_all();
}

std::vector<ImportWish> FakeCorpora::wishes() const
{
    const std::lock_guard lock(m_mutex);
    return m_wishes;
}

std::vector<workflows::CorpusExportOptions> FakeCorpora::exports() const
{
    const std::lock_guard lock(m_mutex);
    return m_exports;
}

workflows::CorpusExportOptions FakeCorpora::tried() const
{
    const std::lock_guard lock(m_mutex);
    return m_tried;
}

int FakeCorpora::stopped() const
{
    const std::lock_guard lock(m_mutex);
    return m_stopped;
}

bool FakeCorpora::work(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    if (pace == Pace::WhenLet) {
        m_changed.wait(lock, stop, [this] { return m_let > 0; });
        if (!stop.stop_requested())
            --m_let;
    }
    m_stopped += stop.stop_requested() ? 1 : 0;
    return !stop.stop_requested();
}

std::string FakeCorpora::formatOf(const std::filesystem::path&) { return found; }

FakeCorpora::Planned FakeCorpora::planImport(const project::Document& document, const ImportWish& wish,
                                             std::stop_token stop, const ProgressSink& progress)
{
    {
        const std::lock_guard lock(m_mutex);
        m_wishes.push_back(wish);
    }
    report(progress, "Reading " + wish.file.filename().string(), 0.25);
    if (!work(stop))
        return formats::ImportPlan();
    return plan(document, wish);
}

Outcome<workflows::CorpusExportReport> FakeCorpora::exportCorpus(const project::Document&,
                                                                 const workflows::CorpusExportOptions& options,
                                                                 std::stop_token stop, const ProgressSink& progress)
{
    const bool writes = options.captions.mode == formats::ExportMode::Write;
    {
        const std::lock_guard lock(m_mutex);
        if (writes)
            m_exports.push_back(options);
        else
            m_tried = options;
    }
    report(progress, "Cutting clip 1 of 2", 0.5);
    if (writes && !work(stop))
        return cancelled();
    if (exportTrouble)
        return fail(*exportTrouble);
    return written;
}

} // namespace descant::ui::test
