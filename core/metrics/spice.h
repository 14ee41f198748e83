// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::metrics {

struct SpiceScore {
    double mean = 0;              ///< 0…1
    std::vector<double> segments; ///< F-score over all tuples
};

/// Runs a program to its end; it fails when the program does.
using ProgramRunner = std::function<Outcome<void>(const std::vector<std::string>& arguments, std::stop_token stop)>;

/// SPICE (Anderson et al. 2016) by the program of its authors, which the person has installed: `jar` is their
/// spice-1.0.jar, run by the `java` on the path as a process of its own. Captions are words with single blanks between
/// them. Files of the exchange lie in a folder of this call alone, which is removed. FileNotFound for a missing jar,
/// FormatInvalid for an answer that does not fit.
Outcome<SpiceScore> spice(const std::vector<std::string>& candidates,
                          const std::vector<std::vector<std::string>>& references, const std::filesystem::path& jar,
                          const ProgramRunner& run, std::stop_token stop);

} // namespace descant::metrics
