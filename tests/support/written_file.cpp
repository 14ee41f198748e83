// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/written_file.h"

#include <fstream>
#include <stdexcept>

namespace descant::test {

std::filesystem::path writtenFile(const std::filesystem::path& path, std::string_view bytes)
{
    std::filesystem::remove(path); // writing over a file would wait for the disk
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file)
        throw std::runtime_error("a file of the test could not be written");
    return path;
}

} // namespace descant::test
