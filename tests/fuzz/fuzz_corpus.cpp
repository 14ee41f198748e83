// SPDX-License-Identifier: GPL-3.0-or-later
// Every reader of a corpus: the one that the content asks for, or one that the length picks; and the writer of the same
// format for what came in.
#include "core/formats/corpus.h"
#include "core/formats/format_table.h"
#include "tests/fuzz/fuzz_target.h"

#include <string>

using namespace descant;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto path = fuzz::fileWith(fuzz::textOf(data, size), "corpus.txt");
    const std::string_view detected = formats::detectFormat(path);
    const auto& table = formats::formatTable();
    const std::string_view format =
        formats::findFormat(detected) != nullptr ? detected : table[size % table.size()].name;
    (void)formats::readCaptions(path, format);
    project::Document document;
    const auto plan = formats::importCorpus(document, format, path);
    if (!plan) {
        fuzz::require(!plan.error().problems.empty() || !plan.error().error.detail.empty(), "a refusal has a reason");
        return 0;
    }
    fuzz::require(document.apply(plan->step).has_value(), "an import that was planned can be done");
    // What the import kept goes out again through the format's writer.
    formats::ExportOptions options;
    options.statuses.insert(project::SegmentStatus::Draft);
    options.mode = formats::ExportMode::TryOnly;
    const auto report = formats::exportCorpus(document, format, path.parent_path() / "out", options);
    fuzz::require(report.has_value() || report.error().code == ErrorCode::NothingToExport, "what came in can go out");
    return 0;
}
