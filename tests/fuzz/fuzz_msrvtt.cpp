// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/corpus.h"
#include "core/formats/msrvtt.h"
#include "tests/fuzz/fuzz_target.h"

using namespace descant;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto path = fuzz::fileWith(fuzz::textOf(data, size), "captions.json");
    project::Document document;
    const auto plan = formats::importCorpus(document, "msrvtt", path);
    if (plan)
        fuzz::require(document.apply(plan->step).has_value(), "an import that was planned can be done");
    else
        fuzz::require(!plan.error().problems.empty() || !plan.error().error.detail.empty(), "a refusal has a reason");
    return 0;
}
