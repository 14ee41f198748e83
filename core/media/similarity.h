// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/base/progress.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace descant::media {

/// What a picture of a film looks like, in 63 bits; see internal/picture_hash.h.
struct PictureMark {
    MediaTime time{0};
    std::uint64_t hash = 0;
    std::uint64_t mirrored = 0;
    bool operator==(const PictureMark&) const = default;
};

/// What a stretch of sound sounds like, in 32 bits (Chromaprint's algorithm 2).
struct SoundMark {
    MediaTime time{0}; ///< where the stretch begins
    std::uint32_t hash = 0;
    bool operator==(const SoundMark&) const = default;
};

/// What a file looks and sounds like. Pictures that show nothing and silence have no marks. A value.
struct Signature {
    std::vector<PictureMark> pictures; ///< by time, evenly sampled
    std::vector<SoundMark> sound;      ///< by time
    bool hasPicture = false;           ///< a video stream, whatever it shows
    bool operator==(const Signature&) const = default;
};

/// Looks through the whole file: four pictures a second, fewer where it is long, and its sound. Any thread. Errors:
/// those of FrameReader and AudioStream, but for a stream that is not there.
Outcome<Signature> signatureOf(const std::filesystem::path& path, std::stop_token stop = {},
                               const ProgressSink& progress = {});

/// For a cache: bytes of a version of their own. Nothing comes back from bytes that are not whole.
std::string encodeSignature(const Signature& signature);
Result<Signature> decodeSignature(std::string_view bytes);

/// Two files that show, or let hear, the same. Positions in the list that was given; one < other.
struct Alike {
    std::size_t one = 0, other = 0;
    MediaTime offset{0};   ///< what is at time t in `one` is at t - offset in `other`
    double pictures = 0.0; ///< share of the common stretch that looks the same
    double sound = 0.0;    ///< share of the common stretch that sounds the same
    bool mirrored = false;
};

/// All pairs that are near-duplicates: one is a new coding, another size, a part, a slightly cropped, brighter,
/// mirrored or letterboxed copy of the other, or they are parts of one film that share at least half of the shorter
/// one. Where both have pictures these decide, whatever the sound; else the sound does. Candidates come from an index
/// of pieces of the marks (multi-index hashing: Norouzi, Punjani and Fleet 2012), so that the work grows with the
/// number of files and of likenesses, not with that of pairs. Sorted by `one`, then `other`.
Outcome<std::vector<Alike>> findAlike(std::span<const Signature> signatures, std::stop_token stop = {},
                                      const ProgressSink& progress = {});

} // namespace descant::media
