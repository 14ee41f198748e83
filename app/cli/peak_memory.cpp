// SPDX-License-Identifier: GPL-3.0-or-later
// Source: Linux, Documentation/filesystems/proc.rst: clear_refs, VmHWM.
#include "app/cli/peak_memory.h"

#include <fstream>
#include <limits>
#include <string>

namespace descant::cli {

void forgetPeakMemory() { std::ofstream("/proc/self/clear_refs") << "5"; }

std::uint64_t peakMemory()
{
    std::ifstream status("/proc/self/status");
    std::string name;
    while (status >> name) {
        if (name == "VmHWM:") {
            std::uint64_t kilobytes = 0;
            status >> kilobytes;
            return kilobytes * 1024;
        }
        status.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return 0;
}

} // namespace descant::cli
