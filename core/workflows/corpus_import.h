// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/formats/exchange.h"
#include "core/project/project_view.h"

#include <tl/expected.hpp>

#include <filesystem>
#include <stop_token>
#include <string>

namespace descant::workflows {

/// An import as a person orders it. A value.
struct CorpusImportOrder {
    std::filesystem::path project, file;
    std::string format; ///< as formats::findFormat() takes it
    formats::ImportOptions options;
};

/// What came of it; the failure is that of the file, line by line.
using CorpusImport = tl::expected<formats::ImportSummary, formats::ImportFailure>;

/// Brings a corpus into a project on disk as one step, everything or nothing, in little memory however long it is.
/// On the caller's thread. Errors: as storage::ProjectFile.
Outcome<CorpusImport> importCorpus(const CorpusImportOrder& order, std::stop_token stop);

/// Only tells the changes, in their order, and leaves the project as it is.
Outcome<CorpusImport> tryImport(const CorpusImportOrder& order, std::stop_token stop, project::ChangeSink& changes);

} // namespace descant::workflows
