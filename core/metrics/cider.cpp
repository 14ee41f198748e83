// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/cider.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace descant::metrics {
namespace {

constexpr std::size_t kOrders = 4;
constexpr double kTwoSigmaSquared = 2.0 * 6.0 * 6.0;

using Counts = std::array<std::map<Words, double>, kOrders>;

Counts countsOf(const Words& words)
{
    Counts counts;
    for (std::size_t order = 1; order <= kOrders; ++order) {
        for (std::size_t first = 0; first + order <= words.size(); ++first) {
            const auto begin = words.begin() + static_cast<std::ptrdiff_t>(first);
            counts[order - 1][Words(begin, begin + static_cast<std::ptrdiff_t>(order))] += 1;
        }
    }
    return counts;
}

/// A caption as weighted n-grams.
struct Vector {
    Counts weights;
    std::array<double, kOrders> norms{};
    double bigrams = 0; ///< what the reference takes for the length
};

class Weighing {
public:
    explicit Weighing(const std::vector<JudgedCaption>& captions)
        : m_logClips(std::log(static_cast<double>(captions.size())))
    {
        for (const JudgedCaption& caption : captions) {
            std::set<Words> seen;
            for (const Words& reference : caption.references)
                for (const auto& order : countsOf(reference))
                    for (const auto& [gram, count] : order)
                        seen.insert(gram);
            for (const Words& gram : seen)
                m_clipsWith[gram] += 1;
        }
    }

    Vector weigh(const Words& words) const
    {
        Vector vector{countsOf(words), {}, 0};
        for (const auto& [gram, count] : vector.weights[1])
            vector.bigrams += count;
        for (std::size_t order = 0; order < kOrders; ++order) {
            double sum = 0;
            for (auto& [gram, weight] : vector.weights[order]) {
                const auto found = m_clipsWith.find(gram);
                weight *= m_logClips - std::log(found == m_clipsWith.end() ? 1.0 : found->second);
                sum += weight * weight;
            }
            vector.norms[order] = std::sqrt(sum);
        }
        return vector;
    }

private:
    double m_logClips;
    std::map<Words, double> m_clipsWith;
};

double similarity(const Vector& candidate, const Vector& reference, std::size_t order)
{
    double sum = 0;
    for (const auto& [gram, weight] : candidate.weights[order]) {
        const auto found = reference.weights[order].find(gram);
        if (found != reference.weights[order].end())
            sum += std::min(weight, found->second) * found->second;
    }
    if (candidate.norms[order] != 0 && reference.norms[order] != 0)
        sum /= candidate.norms[order] * reference.norms[order];
    const double difference = candidate.bigrams - reference.bigrams;
    return sum * std::exp(-difference * difference / kTwoSigmaSquared);
}

double scoreOf(const JudgedCaption& caption, const Weighing& weighing)
{
    const Vector candidate = weighing.weigh(caption.candidate);
    std::array<double, kOrders> sums{};
    for (const Words& words : caption.references) {
        const Vector reference = weighing.weigh(words);
        for (std::size_t order = 0; order < kOrders; ++order)
            sums[order] += similarity(candidate, reference, order);
    }
    const double mean = (((sums[0] + sums[1]) + sums[2]) + sums[3]) / static_cast<double>(kOrders);
    return mean / static_cast<double>(caption.references.size()) * 10.0;
}

} // namespace

Result<CiderScore> ciderD(const std::vector<JudgedCaption>& captions)
{
    if (captions.empty())
        return fail(ErrorCode::InputInvalid, "CIDEr-D", "there is no caption to judge");
    for (const JudgedCaption& caption : captions) {
        if (caption.references.empty())
            return fail(ErrorCode::InputInvalid, "CIDEr-D", "a caption has no reference");
    }
    const Weighing weighing(captions);
    CiderScore score;
    for (const JudgedCaption& caption : captions) {
        score.segments.push_back(scoreOf(caption, weighing));
        score.mean += score.segments.back();
    }
    score.mean /= static_cast<double>(captions.size());
    return score;
}

} // namespace descant::metrics
