// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/corpora/corpora_backend.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <vector>

namespace descant::ui::test {

/// Corpora without files: answers what it is told to, and remembers what it was asked. Work waits for letGo() when
/// `pace` says so. Safe from several threads; tests change it while nothing runs.
class FakeCorpora : public CorporaBackend {
public:
    using Planned = tl::expected<formats::ImportPlan, formats::ImportFailure>;

    std::string found = "csv"; ///< what formatOf() says
    std::function<Planned(const project::Document&, const ImportWish&)> plan;
    std::optional<Error> exportTrouble;
    workflows::CorpusExportReport written;
    enum class Pace { AtOnce, WhenLet } pace = Pace::AtOnce; ///< of plans and of exports that write

    FakeCorpora();
    /// Lets one piece of work that waits end.
    void letGo();
    std::vector<ImportWish> wishes() const;
    /// What was to be written; trials are not among them.
    std::vector<workflows::CorpusExportOptions> exports() const;
    /// The last trial.
    workflows::CorpusExportOptions tried() const;
    int stopped() const; ///< pieces of work that ended because somebody asked them to

    std::string formatOf(const std::filesystem::path& file) override;
    Planned planImport(const project::Document& document, const ImportWish& wish, std::stop_token stop,
                       const ProgressSink& progress) override;
    Outcome<workflows::CorpusExportReport> exportCorpus(const project::Document& document,
                                                        const workflows::CorpusExportOptions& options,
                                                        std::stop_token stop, const ProgressSink& progress) override;

private:
    bool work(const std::stop_token& stop);

    mutable std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::vector<ImportWish> m_wishes;
    std::vector<workflows::CorpusExportOptions> m_exports;
    workflows::CorpusExportOptions m_tried;
    int m_let = 0, m_stopped = 0;
};

/// A film of 30 seconds with segments of 3 seconds each that say these texts.
project::Document documentWith(const std::vector<std::string>& texts);
/// A plan that adds a film that is nowhere, with one caption.
formats::ImportPlan planOfOneCaption();

} // namespace descant::ui::test
