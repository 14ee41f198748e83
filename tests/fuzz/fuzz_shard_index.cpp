// SPDX-License-Identifier: GPL-3.0-or-later
// An index beside two shards that are whole.
#include "core/inference/checkpoints/tensor_source.h"
#include "core/inference/safetensors_writer.h"
#include "tests/fuzz/fuzz_target.h"

using namespace descant;
using namespace descant::inference;

namespace {

void writeShard(const std::filesystem::path& path, const std::string& name)
{
    const auto zeros = [](std::span<std::byte> target) -> Result<void> {
        std::fill(target.begin(), target.end(), std::byte{});
        return {};
    };
    fuzz::require(writeSafetensors(path, {{name, ElementType::F32, {2}, zeros}}).has_value(), "a shard can be written");
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto path = fuzz::fileWith(fuzz::textOf(data, size), "model.safetensors.index.json");
    static bool written = false;
    if (!written) {
        writeShard(path.parent_path() / "one.safetensors", "a");
        writeShard(path.parent_path() / "two.safetensors", "b");
        written = true;
    }
    const auto source = openTensorSource(path.parent_path());
    if (!source)
        return 0;
    for (const SourceTensor& tensor : (*source)->tensors())
        fuzz::require(tensor.name == "a" || tensor.name == "b", "only what the shards hold");
    return 0;
}
