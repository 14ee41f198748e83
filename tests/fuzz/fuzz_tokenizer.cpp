// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/tokenizer.h"
#include "tests/fuzz/fuzz_target.h"

using namespace descant;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    constexpr std::int64_t kVocabulary = 32128;
    const auto path = fuzz::fileWith(fuzz::textOf(data, size), "spiece.model");
    const auto tokenizer = inference::Tokenizer::load(path, kVocabulary);
    if (!tokenizer)
        return 0;
    const auto ids = tokenizer->encode("A cow jumps over the moon. <extra_id_3> \xf0\x9f\x90\x84");
    for (const std::int64_t id : ids)
        fuzz::require(id >= 0 && id < kVocabulary, "every id has a row in the embedding");
    (void)tokenizer->decode(ids);
    for (const std::int64_t id : {std::int64_t(-1), std::int64_t(0), tokenizer->pieces(), kVocabulary})
        (void)tokenizer->piece(id);
    return 0;
}
