// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/corpora/corpora_backend.h"

namespace descant::desktop {

/// Corpora in and out as the command line has them.
class ProjectCorpora : public ui::CorporaBackend {
public:
    std::string formatOf(const std::filesystem::path& file) override;
    tl::expected<formats::ImportPlan, formats::ImportFailure> planImport(const project::Document& document,
                                                                         const ui::ImportWish& wish,
                                                                         std::stop_token stop,
                                                                         const ProgressSink& progress) override;
    Outcome<workflows::CorpusExportReport> exportCorpus(const project::Document& document,
                                                        const workflows::CorpusExportOptions& options,
                                                        std::stop_token stop, const ProgressSink& progress) override;
};

} // namespace descant::desktop
