// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/project_corpora.h"

#include "core/formats/corpus.h"
#include "core/formats/id_list.h"

namespace descant::desktop {

std::string ProjectCorpora::formatOf(const std::filesystem::path& file)
{
    return std::string(formats::detectFormat(file));
}

tl::expected<formats::ImportPlan, formats::ImportFailure> ProjectCorpora::planImport(const project::Document& document,
                                                                                     const ui::ImportWish& wish,
                                                                                     std::stop_token,
                                                                                     const ProgressSink& progress)
{
    formats::ImportOptions options{wish.mediaFolder, wish.medium, wish.split, std::nullopt};
    if (!wish.idList.empty()) {
        auto ids = formats::readIdList(wish.idList);
        if (!ids)
            return tl::unexpected(formats::ImportFailure{std::move(ids.error()), {}});
        options.ids = *std::move(ids);
    }
    report(progress, "Reading " + wish.file.filename().string(), -1.0);
    return formats::importCorpus(document, wish.format, wish.file, options);
}

Outcome<workflows::CorpusExportReport> ProjectCorpora::exportCorpus(const project::Document& document,
                                                                    const workflows::CorpusExportOptions& options,
                                                                    std::stop_token stop, const ProgressSink& progress)
{
    return workflows::exportCorpus(document, options, stop, progress);
}

} // namespace descant::desktop
