// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/corpus_export.h"

#include "core/formats/corpus.h"
#include "core/formats/format_table.h"

namespace descant::workflows {
namespace {

/// What can be refused before any work.
Result<void> checkOrder(const CorpusExportOptions& options)
{
    const formats::FormatCapability* format = formats::findFormat(options.format);
    if (format == nullptr || !format->exports)
        return fail(ErrorCode::FormatUnknown, options.format,
                    "this version writes " + formats::formatNames(formats::FormatUse::Export));
    if (options.clips != ClipMode::None)
        return fail(ErrorCode::NotSupported, "clips", "this version writes captions without cutting clips",
                    "leave --clips out");
    return {};
}

} // namespace

Outcome<CorpusExportReport> exportCorpus(const project::Document& document, const CorpusExportOptions& options,
                                         std::stop_token stop, const ProgressSink& progress)
{
    DESCANT_CHECK(checkOrder(options));
    if (stop.stop_requested())
        return cancelled();
    report(progress, "Writing captions", -1.0);
    CorpusExportReport done;
    DESCANT_TRY(done.captions, formats::exportCorpus(document, options.format, options.path, options.captions));
    return done;
}

} // namespace descant::workflows
