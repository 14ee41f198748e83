// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::cli {

struct BenchSetting {
    std::string media; ///< empty: a clip of a minute is made
    std::string model; ///< empty: the demo model
    int runs = 7;
};

/// Does the work once and gives the milliseconds that it took.
using TimedRun = std::function<Outcome<double>(std::stop_token)>;

struct BenchPair {
    TimedRun ours;
    TimedRun peer; ///< empty: no peer on this machine
    std::string peerName;
};

struct BenchLine {
    std::string name;
    bool needsModel = false;
    std::function<Outcome<BenchPair>(const BenchSetting&, std::stop_token)> prepare;
};

/// The lines that jump about in an open film, with mpv as the peer.
std::vector<BenchLine> seekLines();
/// BLEU, ROUGE-L and CIDEr-D of 2,990 captions against 20 references each, the first time and again; pycocoevalcap of
/// the Python named in $DESCANT_PYTHON (else python3) is the peer.
std::vector<BenchLine> metricLines();
/// Every line that the command line can measure.
const std::vector<BenchLine>& benchLines();
bool hasModel(const BenchSetting& setting);

} // namespace descant::cli
