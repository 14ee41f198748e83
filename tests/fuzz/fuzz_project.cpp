// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/project_file.h"
#include "tests/fuzz/fuzz_target.h"

using namespace descant;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const auto path = fuzz::fileWith(fuzz::textOf(data, size), "input.descant");
    // What the input before left beside it is not this input's.
    for (const auto& entry : std::filesystem::directory_iterator(path.parent_path())) {
        if (entry.path() != path)
            std::filesystem::remove_all(entry.path());
    }
    auto file = storage::ProjectFile::open(path);
    if (!file)
        return 0;
    (void)file->load();
    (void)file->journal();
    (void)file->check(storage::CheckDepth::Deep);
    (void)file->search("cow");
    return 0;
}
