// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/bootstrap.h"

#include <algorithm>
#include <random>

namespace descant::metrics {
namespace {

/// Draws the same sets for the same number of segments and seed.
class Drawing {
public:
    Drawing(std::size_t segments, std::uint64_t seed) : m_random(seed), m_drawn(segments) { }

    std::span<const std::size_t> next()
    {
        // The remainder is not quite even, but the same in every standard library; uniform_int_distribution is not.
        std::ranges::generate(m_drawn, [this] { return static_cast<std::size_t>(m_random() % m_drawn.size()); });
        return m_drawn;
    }

private:
    std::mt19937_64 m_random;
    std::vector<std::size_t> m_drawn;
};

} // namespace

Interval bootstrap(std::size_t segments, const BootstrapSetting& setting,
                   const std::function<double(std::span<const std::size_t>)>& score)
{
    if (segments == 0)
        return {};
    Drawing drawing(segments, setting.seed);
    std::vector<double> scores(setting.rounds);
    std::ranges::generate(scores, [&] { return score(drawing.next()); });
    return intervalOf(std::move(scores));
}

Outcome<std::vector<std::vector<double>>> drawScores(std::size_t segments, const BootstrapSetting& setting,
                                                     const ScoresOfDrawn& scores, std::stop_token stop,
                                                     const ProgressSink& progress)
{
    std::vector<std::vector<double>> drawn;
    if (segments == 0)
        return drawn;
    Drawing drawing(segments, setting.seed);
    for (std::size_t round = 0; round < setting.rounds; ++round) {
        if (stop.stop_requested())
            return cancelled();
        const std::vector<double> values = scores(drawing.next());
        drawn.resize(values.size());
        for (std::size_t score = 0; score < values.size(); ++score)
            drawn[score].push_back(values[score]);
        report(progress, "Drawing for the intervals", double(round + 1) / double(setting.rounds));
    }
    return drawn;
}

Interval intervalOf(std::vector<double> drawn)
{
    if (drawn.empty())
        return {};
    std::ranges::sort(drawn);
    const auto at = [&drawn](double share) {
        return drawn[std::min(drawn.size() - 1, static_cast<std::size_t>(share * double(drawn.size())))];
    };
    return {at(0.025), at(0.975)};
}

double probabilityOf(std::span<const double> differences)
{
    const auto below = std::ranges::count_if(differences, [](double value) { return value <= 0; });
    const auto above = std::ranges::count_if(differences, [](double value) { return value >= 0; });
    const auto rarer = static_cast<double>(std::min(below, above) + 1);
    return std::min(1.0, 2 * rarer / static_cast<double>(differences.size() + 1));
}

} // namespace descant::metrics
