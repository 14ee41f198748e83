// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/top_continuations.h"

#include <algorithm>

namespace descant::inference {
namespace {

/// Looked through at once for one that is good enough; most blocks have none.
constexpr std::size_t kBlock = 64;

/// The best of what was offered, in the order of beams and tokens.
class Best {
public:
    explicit Best(std::size_t count) : m_count(count) { m_kept.reserve(count + 1); }

    bool full() const { return m_kept.size() == m_count; }
    /// What a total must exceed to be kept. Equals come later, so that they lose.
    float least() const { return m_kept.back().total; }

    void offer(const Continuation& one)
    {
        if (full() && !(one.total > least()))
            return;
        const auto place = std::upper_bound(m_kept.begin(), m_kept.end(), one,
                                            [](const auto& a, const auto& b) { return a.total > b.total; });
        m_kept.insert(place, one);
        if (m_kept.size() > m_count)
            m_kept.pop_back();
    }

    std::vector<Continuation> take() { return std::move(m_kept); }

private:
    std::size_t m_count;
    std::vector<Continuation> m_kept; ///< best first
};

float highestOf(std::span<const float> scores)
{
    float lanes[8];
    std::copy_n(scores.begin(), 8, lanes);
    for (std::size_t index = 8; index < kBlock; index += 8) {
        for (std::size_t lane = 0; lane < 8; ++lane)
            lanes[lane] = std::max(lanes[lane], scores[index + lane]);
    }
    return *std::max_element(std::begin(lanes), std::end(lanes));
}

void offerRow(Best& best, std::size_t beam, float total, std::span<const float> scores)
{
    for (std::size_t first = 0; first < scores.size(); first += kBlock) {
        const std::size_t end = std::min(scores.size(), first + kBlock);
        if (best.full() && end - first == kBlock && !(total + highestOf(scores.subspan(first, kBlock)) > best.least()))
            continue;
        for (std::size_t token = first; token < end; ++token)
            best.offer({beam, static_cast<std::int64_t>(token), total + scores[token], scores[token]});
    }
}

} // namespace

std::vector<Continuation> bestContinuations(std::span<const Beam> beams, std::span<const float> scores,
                                            std::size_t count)
{
    const std::size_t vocabulary = scores.size() / beams.size();
    Best best(std::min(count, scores.size()));
    for (std::size_t beam = 0; beam < beams.size(); ++beam)
        offerRow(best, beam, beams[beam].total, scores.subspan(beam * vocabulary, vocabulary));
    return best.take();
}

} // namespace descant::inference
