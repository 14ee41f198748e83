// SPDX-License-Identifier: GPL-3.0-or-later
// Every reader of a corpus: the one that the content asks for, or one that the length picks.
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
    if (plan)
        fuzz::require(document.apply(plan->step).has_value(), "an import that was planned can be done");
    else
        fuzz::require(!plan.error().problems.empty() || !plan.error().error.detail.empty(), "a refusal has a reason");
    return 0;
}
