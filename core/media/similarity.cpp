// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/similarity.h"

#include "core/media/frame_reader.h"
#include "core/media/internal/picture_hash.h"
#include "core/media/internal/sound_marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <optional>

namespace descant::media {
namespace {

constexpr PixelSize kLookedAt{96, 96};
constexpr MediaTime kStep{250'000};
/// A film of more than half an hour is looked at less often, so that its small pictures fit in 70 MB.
constexpr std::int64_t kMostPictures = 7200;
constexpr std::int64_t kReportEvery = 40;

struct Seen {
    MediaTime time;
    GreyPicture picture;
};

/// The frames at every step: the first of each that begins one.
std::vector<std::int64_t> framesToSee(const FrameTable& table)
{
    std::vector<std::int64_t> frames;
    const MediaTime end = table.end();
    const MediaTime step = std::max(kStep, MediaTime(end.count() / kMostPictures));
    for (MediaTime time{0}; time < end; time += step) {
        const std::int64_t frame = table.firstFrom(time);
        if (frame < table.count() && (frames.empty() || frames.back() != frame))
            frames.push_back(frame);
    }
    return frames;
}

Outcome<std::vector<Seen>> look(FrameReader& reader, const std::stop_token& stop, const ProgressSink& progress)
{
    std::vector<Seen> seen;
    const std::vector<std::int64_t> frames = framesToSee(reader.table());
    for (std::size_t i = 0; i < frames.size(); ++i) {
        auto picture = reader.frame(frames[i], PictureUse::Show, kLookedAt, stop);
        // A file that breaks off is known by what it shows until then.
        if (!picture && !isCancelled(picture.error()) && !seen.empty())
            break;
        if (!picture)
            return fail(std::move(picture.error()));
        seen.push_back({reader.table().timeOf(frames[i]), greyOf(picture->view())});
        if (static_cast<std::int64_t>(i) % kReportEvery == 0)
            report(progress, fmt::format("Looking at picture {} of {}", i, frames.size()),
                   static_cast<double>(i) / static_cast<double>(frames.size()));
    }
    return seen;
}

std::vector<PictureMark> marksOf(const std::vector<Seen>& seen)
{
    std::optional<Bars> bars;
    for (const Seen& one : seen) {
        if (pictureHash(one.picture, {})) // a black picture is nothing but bars
            bars = bars ? commonBars(*bars, barsOf(one.picture)) : barsOf(one.picture);
    }
    std::vector<PictureMark> marks;
    for (const Seen& one : seen) {
        if (const auto hash = pictureHash(one.picture, bars.value_or(Bars{})))
            marks.push_back({one.time, hash->plain, hash->mirrored});
    }
    return marks;
}

constexpr std::string_view kMagic = "descant-signature-1\n";

template <typename Number> void append(std::string& bytes, Number value)
{
    for (std::size_t i = 0; i < sizeof(Number); ++i)
        bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i));
}

/// Takes numbers off the front; `whole` turns false where there are not enough bytes.
struct Numbers {
    std::string_view bytes;
    bool whole = true;

    template <typename Number> Number take()
    {
        if (bytes.size() < sizeof(Number)) {
            whole = false;
            return {};
        }
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < sizeof(Number); ++i)
            value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
        bytes.remove_prefix(sizeof(Number));
        return static_cast<Number>(value);
    }
};

} // namespace

Outcome<Signature> signatureOf(const std::filesystem::path& path, std::stop_token stop, const ProgressSink& progress)
{
    Signature signature;
    auto reader = FrameReader::open(path, stop);
    const auto isWithoutPicture = [](const Failure& failure) {
        return !isCancelled(failure) && std::get<Error>(failure).code == ErrorCode::NoVideoStream;
    };
    if (!reader && !isWithoutPicture(reader.error()))
        return fail(std::move(reader.error()));
    if (reader) {
        signature.hasPicture = true;
        DESCANT_TRY(const std::vector<Seen> seen, look(**reader, stop, progress));
        signature.pictures = marksOf(seen);
    }
    DESCANT_TRY(signature.sound, soundMarksOf(path, stop));
    return signature;
}

std::string encodeSignature(const Signature& signature)
{
    std::string bytes(kMagic);
    append(bytes, static_cast<std::uint8_t>(signature.hasPicture));
    append(bytes, static_cast<std::uint32_t>(signature.pictures.size()));
    append(bytes, static_cast<std::uint32_t>(signature.sound.size()));
    for (const PictureMark& mark : signature.pictures) {
        append(bytes, mark.time.count());
        append(bytes, mark.hash);
        append(bytes, mark.mirrored);
    }
    for (const SoundMark& mark : signature.sound) {
        append(bytes, mark.time.count());
        append(bytes, mark.hash);
    }
    return bytes;
}

Result<Signature> decodeSignature(std::string_view bytes)
{
    const auto damaged = [] { return fail(ErrorCode::FormatInvalid, "a signature", "it is not whole"); };
    if (!bytes.starts_with(kMagic))
        return damaged();
    Numbers numbers{bytes.substr(kMagic.size())};
    Signature signature;
    signature.hasPicture = numbers.take<std::uint8_t>() == 1;
    const std::size_t pictures = numbers.take<std::uint32_t>(), sounds = numbers.take<std::uint32_t>();
    if (!numbers.whole || numbers.bytes.size() != pictures * 24 + sounds * 12)
        return damaged();
    for (std::size_t i = 0; i < pictures; ++i) {
        const MediaTime time(numbers.take<std::int64_t>());
        const auto hash = numbers.take<std::uint64_t>();
        signature.pictures.push_back({time, hash, numbers.take<std::uint64_t>()});
    }
    for (std::size_t i = 0; i < sounds; ++i) {
        const MediaTime time(numbers.take<std::int64_t>());
        signature.sound.push_back({time, numbers.take<std::uint32_t>()});
    }
    return signature;
}

} // namespace descant::media
