// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workflows/caption_files.h"
#include "tests/fuzz/fuzz_target.h"

using namespace descant;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto path = fuzz::fileWith(fuzz::textOf(data, size), "captions.json");
    const auto references = workflows::readReferences(path);
    if (references) {
        for (const workflows::CaptionGroup& group : *references)
            fuzz::require(!group.captions.empty(), "a group has captions");
    } else {
        fuzz::require(!references.error().detail.empty(), "a refusal has a reason");
    }
    const auto candidates = workflows::readCandidates(path);
    if (candidates) {
        for (const workflows::CaptionGroup& group : *candidates)
            fuzz::require(group.captions.size() == 1, "there is one candidate for each id");
    }
    return 0;
}
