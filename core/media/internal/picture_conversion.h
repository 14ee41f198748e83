// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/image.h"
#include "core/media/frame_reader.h"
#include "core/media/internal/ffmpeg.h"

namespace descant::media {

/// A decoded picture as RGB of the wanted size (before rotation) by libswscale, with the frame's own colour matrix and
/// range. Untagged pictures: for the model BT.601, as the authors' reader does; for showing BT.709 from 720 lines on.
/// The scaler is kept and used again while the sizes stay.
class PictureConversion {
public:
    Result<Image> convert(const AVFrame& frame, PixelSize size, PictureUse use);

private:
    ScalerPointer m_scaler;
};

/// The picture turned clockwise by 0, 90, 180 or 270 degrees.
Image rotated(Image image, int degrees);

} // namespace descant::media
