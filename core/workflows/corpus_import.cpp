// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/corpus_import.h"

#include "core/formats/corpus.h"
#include "core/storage/project_file.h"
#include "core/storage/project_rows.h"
#include "core/workflows/person_at_work.h"

#include <memory>
#include <optional>

namespace descant::workflows {
namespace {

/// Ends the changes when somebody wants the work to stop.
class StoppableSink : public project::ChangeSink {
public:
    StoppableSink(project::ChangeSink& sink, std::stop_token stop) : m_sink(sink), m_stop(std::move(stop)) { }

    Result<void> add(project::Change change) override
    {
        if (m_stop.stop_requested())
            return fail(ErrorCode::Internal, "import", "stopped"); // nobody sees it: the caller says "cancelled"
        return m_sink.add(std::move(change));
    }

private:
    project::ChangeSink& m_sink;
    std::stop_token m_stop;
};

storage::StepSize sizeOf(const std::filesystem::path& file)
{
    constexpr std::uintmax_t kLarge = std::uintmax_t{16} << 20;
    std::error_code problem;
    const std::uintmax_t bytes = std::filesystem::file_size(file, problem);
    return !problem && bytes >= kLarge ? storage::StepSize::Large : storage::StepSize::Usual;
}

Outcome<CorpusImport> read(const CorpusImportOrder& order, const std::stop_token& stop, project::ChangeSink& changes)
{
    DESCANT_TRY(const std::unique_ptr<storage::ProjectRows> project, storage::ProjectRows::open(order.project));
    StoppableSink sink(changes, stop);
    CorpusImport done = formats::importCorpus(*project, order.format, order.file, order.options, sink);
    if (stop.stop_requested())
        return cancelled();
    DESCANT_CHECK(project->readState());
    return done;
}

} // namespace

Outcome<CorpusImport> importCorpus(const CorpusImportOrder& order, std::stop_token stop)
{
    DESCANT_TRY(storage::ProjectFile file, storage::ProjectFile::open(order.project));
    DESCANT_TRY(const std::optional<project::PackageOrigin> origin, file.packageOrigin());
    project::Step head = formats::importStep(order.file);
    head.person = personAtWork(origin ? origin->person : std::string());
    DESCANT_TRY(const std::unique_ptr<storage::StepWriter> step, file.begin(head, sizeOf(order.file)));
    DESCANT_TRY(CorpusImport done, read(order, stop, *step));
    if (done)
        DESCANT_CHECK(step->commit());
    return done;
}

Outcome<CorpusImport> tryImport(const CorpusImportOrder& order, std::stop_token stop, project::ChangeSink& changes)
{
    DESCANT_TRY(const storage::ProjectFile file, storage::ProjectFile::open(order.project));
    return read(order, stop, changes);
}

} // namespace descant::workflows
