// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/mark_tracks.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <map>

namespace descant::media {
namespace {

/// More marks than this of one piece are a test card, a logo, the usual: they would join everything.
constexpr std::size_t kCrowd = 400;
/// Comparisons for one pair of tracks; of longer ones only some marks are laid beside the other.
constexpr std::size_t kMostComparisons = 8'000'000;

struct Entry {
    std::uint16_t piece;
    bool mirrored;
    std::uint32_t track, mark;
};

std::uint16_t pieceOf(std::uint64_t bits, int piece) { return static_cast<std::uint16_t>(bits >> (16 * piece)); }

/// Marks that are the same as the one before them would only repeat what it says.
void addEntries(std::span<const Track> tracks, bool mirrored, int piece, std::vector<Entry>& entries)
{
    for (std::uint32_t track = 0; track < tracks.size(); ++track) {
        for (std::uint32_t mark = 0; mark < tracks[track].size(); ++mark) {
            const std::uint64_t bits = tracks[track][mark].bits;
            if (mark == 0 || tracks[track][mark - 1].bits != bits)
                entries.push_back({pieceOf(bits, piece), mirrored, track, mark});
        }
    }
}

/// Positions in the shorter track that are near something at each offset, counted in steps.
using Hits = std::map<std::int64_t, std::vector<std::uint32_t>>;

std::int64_t stepsOf(MediaTime time, MediaTime step)
{
    const std::int64_t half = step.count() / 2;
    return (time.count() + (time.count() < 0 ? -half : half)) / step.count();
}

Hits hitsOf(const Track& shorter, const Track& longer, const MarkRules& rules, std::size_t stride)
{
    Hits hits;
    for (std::uint32_t i = 0; i < shorter.size(); i += static_cast<std::uint32_t>(stride)) {
        for (const Mark& mark : longer) {
            if (std::popcount(shorter[i].bits ^ mark.bits) > rules.near)
                continue;
            std::vector<std::uint32_t>& at = hits[stepsOf(shorter[i].time - mark.time, rules.step)];
            if (at.empty() || at.back() != i)
                at.push_back(i);
        }
    }
    return hits;
}

/// How many of two ascending lists together, without repetition.
std::size_t countOfBoth(const std::vector<std::uint32_t>& one, const std::vector<std::uint32_t>& other)
{
    std::size_t shared = 0;
    for (auto a = one.begin(), b = other.begin(); a != one.end() && b != other.end();) {
        shared += *a == *b ? 1 : 0;
        const bool advanceA = *a <= *b, advanceB = *b <= *a;
        a += advanceA ? 1 : 0;
        b += advanceB ? 1 : 0;
    }
    return one.size() + other.size() - shared;
}

std::size_t inCommon(const Track& shorter, const Track& longer, MediaTime offset, MediaTime step, std::size_t stride)
{
    std::size_t count = 0;
    for (std::size_t i = 0; i < shorter.size(); i += stride) {
        const MediaTime there = shorter[i].time - offset;
        count += there >= longer.front().time - step && there <= longer.back().time + step ? 1 : 0;
    }
    return count;
}

std::size_t leastInCommon(const Track& shorter, const Track& longer, const MarkRules& rules)
{
    if (longer.size() < rules.least)
        return shorter.size();
    return std::max(rules.least, (shorter.size() + 1) / 2);
}

} // namespace

std::set<TrackPair> candidatePairs(std::span<const Track> plain, std::span<const Track> mirrored,
                                   const MarkRules& rules)
{
    std::set<TrackPair> pairs;
    std::vector<Entry> entries;
    for (int piece = 0; piece < rules.pieces; ++piece) {
        entries.clear();
        addEntries(plain, false, piece, entries);
        addEntries(mirrored, true, piece, entries);
        std::sort(entries.begin(), entries.end(),
                  [](const Entry& one, const Entry& other) { return one.piece < other.piece; });
        const auto bitsOf = [&](const Entry& entry) {
            return (entry.mirrored ? mirrored : plain)[entry.track][entry.mark].bits;
        };
        const auto compare = [&](const Entry& one, const Entry& other) {
            if (one.track == other.track || (one.mirrored && other.mirrored)
                || std::popcount(bitsOf(one) ^ bitsOf(other)) > rules.near)
                return;
            pairs.emplace(std::min(one.track, other.track), std::max(one.track, other.track),
                          one.mirrored || other.mirrored);
        };
        for (auto begin = entries.begin(); begin != entries.end();) {
            const auto end =
                std::find_if(begin, entries.end(), [&](const Entry& entry) { return entry.piece != begin->piece; });
            if (static_cast<std::size_t>(end - begin) <= kCrowd) {
                for (auto one = begin; one != end; ++one)
                    std::for_each(std::next(one), end, [&](const Entry& other) { compare(*one, other); });
            }
            begin = end;
        }
    }
    return pairs;
}

std::optional<Alignment> align(const Track& one, const Track& other, const MarkRules& rules)
{
    const bool oneIsShorter = one.size() <= other.size();
    const Track& shorter = oneIsShorter ? one : other;
    const Track& longer = oneIsShorter ? other : one;
    if (shorter.empty())
        return std::nullopt;
    const std::size_t stride = 1 + shorter.size() * longer.size() / kMostComparisons;
    const std::size_t least = (leastInCommon(shorter, longer, rules) + stride - 1) / stride;
    const Hits hits = hitsOf(shorter, longer, rules, stride);
    static const std::vector<std::uint32_t> kNone;
    std::optional<Alignment> best;
    for (auto hit = hits.begin(); hit != hits.end(); ++hit) {
        // A part that was cut out seldom begins on a step: what lies between two steps is near marks of both.
        const auto next = std::next(hit);
        const bool follows = next != hits.end() && next->first == hit->first + 1;
        const std::size_t near = countOfBoth(hit->second, follows ? next->second : kNone);
        const MediaTime offset = rules.step * hit->first;
        if (near < least / 4 || (best && best->share >= 1.0 && near <= best->marks))
            continue;
        const std::size_t common = inCommon(shorter, longer, offset, rules.step, stride);
        const double share = common > 0 ? std::min(1.0, static_cast<double>(near) / static_cast<double>(common)) : 0.0;
        if (common >= least && (!best || share > best->share || (share == best->share && common > best->marks)))
            best = Alignment{oneIsShorter ? offset : -offset, share, common};
    }
    return best;
}

} // namespace descant::media
