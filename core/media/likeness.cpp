// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/internal/mark_tracks.h"
#include "core/media/similarity.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

namespace descant::media {
namespace {

// Measured by tests/bench/similarity.sh; docs/benchmarks.md has the numbers.
constexpr MarkRules kPictureRules{4, 12, MediaTime(250'000), 6};
constexpr MarkRules kSoundRules{2, 7, MediaTime(123'810), 12};
constexpr double kSameShare = 0.7;
/// Pictures that look alike now and then are the same film where its sound is the same at the same place.
constexpr double kSameShareWithSound = 0.4;
constexpr double kSameSound = 0.7;
constexpr MediaTime kSamePlace{500'000};
constexpr std::size_t kReportEvery = 500;

Track soundTrackOf(const Signature& signature)
{
    Track track;
    for (const SoundMark& mark : signature.sound)
        track.push_back({mark.time, mark.hash});
    return track;
}

enum class Mirror { No, Yes };

Track pictureTrackOf(const Signature& signature, Mirror mirror)
{
    Track track;
    for (const PictureMark& mark : signature.pictures)
        track.push_back({mark.time, mirror == Mirror::Yes ? mark.mirrored : mark.hash});
    return track;
}

/// Compares signatures in pairs that an index has found.
class Comparison {
public:
    explicit Comparison(std::span<const Signature> signatures)
    {
        for (const Signature& signature : signatures) {
            m_pictures.push_back(pictureTrackOf(signature, Mirror::No));
            m_mirrored.push_back(pictureTrackOf(signature, Mirror::Yes));
            m_sound.push_back(soundTrackOf(signature));
        }
    }

    std::set<TrackPair> candidates() const
    {
        std::set<TrackPair> pairs = candidatePairs(m_pictures, m_mirrored, kPictureRules);
        for (const TrackPair& pair : candidatePairs(m_sound, {}, kSoundRules)) {
            if (soundDecides(std::get<0>(pair), std::get<1>(pair)))
                pairs.insert(pair);
        }
        return pairs;
    }

    std::optional<Alike> compare(const TrackPair& pair) const
    {
        const auto [one, other, mirrored] = pair;
        const auto sound = align(m_sound[one], m_sound[other], kSoundRules);
        Alike alike{one, other, {}, 0.0, sound ? sound->share : 0.0, mirrored};
        if (soundDecides(one, other)) {
            alike.offset = sound ? sound->offset : MediaTime{0};
            return sound && sound->share >= kSameSound ? std::optional(alike) : std::nullopt;
        }
        const auto pictures = align(m_pictures[one], (mirrored ? m_mirrored : m_pictures)[other], kPictureRules);
        if (!pictures)
            return std::nullopt;
        alike.pictures = pictures->share;
        alike.offset = pictures->offset;
        const bool soundAgrees =
            sound && sound->share >= kSameSound && std::chrono::abs(sound->offset - pictures->offset) <= kSamePlace;
        const bool isSame = pictures->share >= (soundAgrees ? kSameShareWithSound : kSameShare);
        return isSame ? std::optional(alike) : std::nullopt;
    }

private:
    /// Where one of them shows nothing.
    bool soundDecides(std::size_t one, std::size_t other) const
    {
        return m_pictures[one].empty() || m_pictures[other].empty();
    }

    std::vector<Track> m_pictures, m_mirrored, m_sound;
};

} // namespace

Outcome<std::vector<Alike>> findAlike(std::span<const Signature> signatures, std::stop_token stop,
                                      const ProgressSink& progress)
{
    const Comparison comparison(signatures);
    const std::set<TrackPair> candidates = comparison.candidates();
    std::vector<Alike> found;
    std::size_t done = 0;
    for (const TrackPair& pair : candidates) {
        if (stop.stop_requested())
            return cancelled();
        // A pair may be tried as it is and in a mirror, in this order.
        const bool known =
            !found.empty() && found.back().one == std::get<0>(pair) && found.back().other == std::get<1>(pair);
        if (const auto alike = known ? std::nullopt : comparison.compare(pair))
            found.push_back(*alike);
        if (++done % kReportEvery == 0)
            report(progress, "Comparing media", static_cast<double>(done) / static_cast<double>(candidates.size()));
    }
    return found;
}

} // namespace descant::media
