// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image.h"
#include "core/base/result.h"
#include "core/media/frame_table.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <stop_token>

namespace descant::media {

struct PixelSize {
    int width = 0;
    int height = 0;
    bool operator==(const PixelSize&) const = default;
};

/// What a picture is for: Show looks right to people, Model is bit for bit what the authors' reader gives the network.
enum class PictureUse { Show, Model };

/// Any presented frame of a file's picture, exactly, whatever order they are asked for in. Keeps the decoded pictures of
/// the stretch that was visited (bounded memory), so stepping back is as quick as stepping on. One thread at a time.
class FrameReader {
public:
    /// Errors as openInput, and NoVideoStream, UnsupportedCodec.
    static Outcome<std::unique_ptr<FrameReader>> open(const std::filesystem::path& path, std::stop_token stop = {});
    ~FrameReader();

    const FrameTable& table() const;
    /// Size of the picture as coded, turned by its rotation.
    PixelSize pictureSize() const;
    /// Size at which it is shown: the picture with square pixels.
    PixelSize displaySize() const;

    /// Frame n (0 ≤ n < table().count()) as RGB, upright, at pictureSize() or at `size`. MediaTruncated when the file
    /// ends before it, EmptyRange when there is no such frame.
    Outcome<Image> frame(std::int64_t number, PictureUse use, std::optional<PixelSize> size = {}, std::stop_token stop = {});
    /// The keyframe at or before the time: the quickest picture there is. Gives its number too.
    struct Keyframe {
        std::int64_t number = 0;
        Image image;
    };
    Outcome<Keyframe> nearestKeyframe(MediaTime time, std::optional<PixelSize> size = {}, std::stop_token stop = {});

private:
    struct State;
    explicit FrameReader(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace descant::media
