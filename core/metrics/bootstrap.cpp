// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/bootstrap.h"

#include <algorithm>
#include <random>
#include <vector>

namespace descant::metrics {

Interval bootstrap(std::size_t segments, const BootstrapSetting& setting,
                   const std::function<double(std::span<const std::size_t>)>& score)
{
    if (segments == 0 || setting.rounds == 0)
        return {};
    std::mt19937_64 random(setting.seed);
    std::vector<std::size_t> drawn(segments);
    std::vector<double> scores(setting.rounds);
    for (double& value : scores) {
        // The remainder is not quite even, but the same in every standard library; uniform_int_distribution is not.
        std::ranges::generate(drawn, [&] { return static_cast<std::size_t>(random() % segments); });
        value = score(drawn);
    }
    std::ranges::sort(scores);
    const auto at = [&scores](double share) {
        return scores[std::min(scores.size() - 1, static_cast<std::size_t>(share * double(scores.size())))];
    };
    return {at(0.025), at(0.975)};
}

} // namespace descant::metrics
