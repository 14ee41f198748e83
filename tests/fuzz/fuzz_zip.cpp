// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/tensor_source.h"
#include "core/inference/checkpoints/zip_archive.h"
#include "tests/fuzz/fuzz_target.h"

using namespace descant;
using namespace descant::inference;

namespace {

void readAsArchive(const std::filesystem::path& path, std::size_t size)
{
    const auto archive = ZipArchive::open(path);
    if (!archive)
        return;
    for (const auto& [name, entry] : archive->entries()) {
        fuzz::require(("/" + name + "/").find("/../") == std::string::npos, "no name leaves the archive");
        fuzz::require(entry.header <= size && entry.bytes <= size - entry.header, "an entry lies within its file");
        std::vector<std::byte> bytes(entry.bytes);
        (void)archive->read(entry, 0, bytes);
    }
}

void readAsCheckpoint(const std::filesystem::path& path, std::size_t size)
{
    const auto source = openTensorSource(path);
    if (!source)
        return;
    for (std::size_t number = 0; number < (*source)->tensors().size(); ++number) {
        const std::uint64_t length = (*source)->tensors()[number].bytes();
        fuzz::require(length <= size, "a tensor is no larger than its file");
        std::vector<std::byte> bytes(length);
        (void)(*source)->read(number, bytes);
    }
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto path = fuzz::fileWith(fuzz::textOf(data, size), "input.pth");
    readAsArchive(path, size);
    readAsCheckpoint(path, size);
    return 0;
}
