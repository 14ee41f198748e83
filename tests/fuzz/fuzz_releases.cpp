// SPDX-License-Identifier: GPL-3.0-or-later
// The files that travel with a corpus: frozen splits, the manifest of a release, its captions, and signatures in a
// cache.
#include "core/media/similarity.h"
#include "core/splits/frozen_file.h"
#include "core/workflows/release_captions.h"
#include "tests/fuzz/fuzz_target.h"

using namespace descant;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(data, size);
    if (const auto frozen = splits::frozenFrom(text, "input")) {
        const auto again = splits::frozenFrom(splits::frozenText(*frozen), "written");
        fuzz::require(again && *again == *frozen, "frozen splits that are accepted can be written and read");
    }
    if (const auto manifest = workflows::manifestFrom(text, "input")) {
        const auto again = workflows::manifestFrom(workflows::manifestText(*manifest), "written");
        fuzz::require(again && *again == *manifest, "a manifest that is accepted can be written and read");
    }
    if (const auto captions = workflows::readCaptionsFile(fuzz::fileWith(text, "captions.jsonl"))) {
        const auto again =
            workflows::readCaptionsFile(fuzz::fileWith(workflows::captionsText(*captions), "captions.jsonl"));
        fuzz::require(again && *again == *captions, "captions that are accepted can be written and read");
    }
    if (const auto signature = media::decodeSignature(text))
        fuzz::require(media::decodeSignature(media::encodeSignature(*signature)) == *signature,
                      "a signature that is accepted can be written and read");
    return 0;
}
