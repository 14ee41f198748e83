// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/pickle_document.h"
#include "tests/fuzz/fuzz_target.h"

using namespace descant;
using namespace descant::inference;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto document = readPickle(std::as_bytes(std::span(data, size)), "input.pkl");
    if (!document)
        return 0;
    fuzz::require(document->root < document->values.size(), "the root is a value");
    for (const PickleValue& value : document->values) {
        for (const std::size_t member : value.members)
            fuzz::require(member < document->values.size(), "members are values");
        if (value.kind == PickleKind::Dictionary)
            fuzz::require(value.members.size() % 2 == 0, "every key has a value");
        if (value.kind == PickleKind::Tensor) {
            fuzz::require(document->at(value.members.at(0)).kind == PickleKind::Storage, "a tensor has a storage");
            fuzz::require(value.shape.size() == value.strides.size(), "every dimension has a stride");
        }
    }
    (void)document->member(document->top(), "model");
    return 0;
}
