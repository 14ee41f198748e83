// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include "tests/support/temporary_folder.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace descant::fuzz {

std::string_view textOf(const std::uint8_t* data, std::size_t size)
{
    return {reinterpret_cast<const char*>(data), size};
}

std::filesystem::path fileWith(std::string_view bytes, const char* name)
{
    static const test::TemporaryFolder folder;
    const std::filesystem::path path = folder / name;
    std::filesystem::remove(path); // writing over a file would wait for the disk
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    require(!file.fail(), "the input could be written to a temporary file");
    return path;
}

void require(bool holds, const char* promise)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken: %s\n", promise);
    std::abort();
}

} // namespace descant::fuzz
