// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/safetensors_reader.h"
#include "tests/fuzz/fuzz_target.h"

using namespace descant;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto path = fuzz::fileWith(fuzz::textOf(data, size), "input.safetensors");
    const auto file = inference::SafetensorsFile::open(path);
    if (!file)
        return 0;
    for (const inference::TensorEntry& entry : file->tensors()) {
        fuzz::require(entry.offset <= size && entry.bytes <= size - entry.offset, "a tensor lies within its file");
        std::vector<std::byte> bytes(entry.bytes);
        fuzz::require(file->read(entry, bytes).has_value(), "what was accepted can be read");
    }
    return 0;
}
