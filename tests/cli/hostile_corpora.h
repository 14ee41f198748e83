// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace descant::test {

/// A file that a stranger could hand over and that must be refused.
struct HostileCorpus {
    const char* what;
    std::string bytes;
    std::size_t line;            ///< that must be named; 0: the problem is of no line
    const char* says = "";       ///< words of the problem
    const char* name = "in.txt"; ///< of the file
};

/// By the name of the format.
struct HostileFormat {
    const char* format;
    std::vector<HostileCorpus> files;
};

std::vector<HostileFormat> hostileJson();
std::vector<HostileFormat> hostileTables();
std::vector<HostileFormat> hostileTimedText();
std::vector<HostileFormat> hostileShards();
/// What no format can be.
std::vector<HostileCorpus> hostileToAll();

} // namespace descant::test
