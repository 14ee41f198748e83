// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <vector>

namespace descant::metrics {

using Words = std::vector<std::string>;

/// A caption to be judged and what people said of the same clip (at least one).
struct JudgedCaption {
    Words candidate;
    std::vector<Words> references;
};

struct CiderScore {
    double mean = 0;              ///< 0…10
    std::vector<double> segments; ///< in the order given
};

/// CIDEr-D (Vedantam et al. 2015) as coco-caption counts it: n-grams of one to four words without stemming, counts
/// clipped, sigma 6, document frequencies from the references of this very set. So scores of different sets cannot be
/// compared, and a set of one is 0. Any thread. InputInvalid for an empty set or a caption without references.
Result<CiderScore> ciderD(const std::vector<JudgedCaption>& captions);

} // namespace descant::metrics
