// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace descant::demo_world {

/// Which part of the corpus a clip belongs to. No pair thing–place, thing–sound or thing–thing that marks a clip as
/// Validation or Test occurs in Train, so the splits share no combination of things, background and sound.
enum class Split { Train, Validation, Test };

/// "train", "val", "test".
std::string_view splitName(Split split);
std::optional<Split> splitFromName(std::string_view name);

enum class Weather { None, Rain, Wind };
enum class Facing { AsDrawn, Mirrored };

/// How one thing stands in the picture. Lengths are fractions of the picture's height, angles radians.
struct ThingPlan {
    int thing = 0;
    int picture = 0;
    Facing facing = Facing::AsDrawn;
    double centreX = 0.5;
    double centreY = 0.5;
    double size = 0.5;    ///< geometric mean of width and height
    double longest = 0.8; ///< neither width nor height is more than this
    double rotation = 0;
    double brightness = 1;
    double swayX = 0; ///< how far it drifts while the clip lasts
    double swayY = 0;
    double swayTurn = 0;
    double turnsPerClip = 1;
    double phase = 0;
};

/// How a place looks: one of its variants, and what chance adds to it.
struct PlacePlan {
    int place = 0;
    int variant = 0;
    std::uint64_t seed = 0;
};

/// What is heard. `sound` is -1 in a clip where nothing calls.
struct SoundPlan {
    int sound = -1;
    int recording = 0;
    Weather weather = Weather::None;
    double speed = 1;
    double gain = 1;
    double firstSecond = 0;
    std::uint64_t seed = 0;
};

/// All that there is to know about a clip before it is rendered.
struct ClipPlan {
    std::uint64_t seed = 0;
    Split split = Split::Train;
    std::int64_t index = 0;
    std::vector<ThingPlan> things; ///< one or two, the first one is named first
    PlacePlan place;
    SoundPlan sound;
    /// Position in `things` of the one that makes the sound; -1: it comes from something unseen, or there is none.
    int sounding = -1;
};

/// The plan of a clip: the same for the same three values, on every machine. Any thread.
ClipPlan planClip(std::uint64_t seed, Split split, std::int64_t index);

/// To which split a pair of names belongs ("thing-place", "cow", "grass"); by a hash, independent of any seed.
Split splitOfPair(std::string_view kind, std::string_view first, std::string_view second);

/// "train-7-000012", usable as file name.
std::string clipId(const ClipPlan& plan);

} // namespace descant::demo_world
