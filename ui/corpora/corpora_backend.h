// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/formats/exchange.h"
#include "core/workflows/corpus_export.h"

#include <tl/expected.hpp>

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>

namespace descant::ui {

/// A project as it was when work on it began; the window goes on with its own.
using DocumentPointer = std::shared_ptr<const project::Document>;

/// An import as a person orders it.
struct ImportWish {
    std::filesystem::path file;
    std::string format;                ///< as formats::findFormat() takes it; empty: as the content says
    std::filesystem::path mediaFolder; ///< where the clips lie; empty: beside the file
    std::string medium;                ///< of a file of one medium: its path or its name; empty: by the file's name
    std::string split;                 ///< of what the file gives none
    std::filesystem::path idList;      ///< only the clips named there; empty: all of them
    bool operator==(const ImportWish&) const = default;
};

/// What the windows for corpora need from the rest of the program; app/desktop brings the real one, tests their own.
/// Called beside the UI thread, and by several threads at once; must not throw.
class CorporaBackend {
public:
    virtual ~CorporaBackend() = default;

    /// Which format a file has, from its content; empty when none fits.
    virtual std::string formatOf(const std::filesystem::path& file) = 0;
    /// What an import would do. Nothing is changed. After a stop the answer is not looked at.
    virtual tl::expected<formats::ImportPlan, formats::ImportFailure> planImport(const project::Document& document,
                                                                                 const ImportWish& wish,
                                                                                 std::stop_token stop,
                                                                                 const ProgressSink& progress) = 0;
    /// As workflows::exportCorpus().
    virtual Outcome<workflows::CorpusExportReport> exportCorpus(const project::Document& document,
                                                                const workflows::CorpusExportOptions& options,
                                                                std::stop_token stop, const ProgressSink& progress) = 0;
};

} // namespace descant::ui
