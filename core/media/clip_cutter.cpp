// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/clip_cutter.h"

#include "core/media/internal/clip_copy.h"
#include "core/media/internal/clip_encoding.h"

namespace descant::media {

Outcome<CutClip> cutClip(const CutOrder& order, std::stop_token stop)
{
    if (order.range.empty() || order.range.start < MediaTime{0})
        return fail(ErrorCode::EmptyRange, order.source.string());
    if (order.mode == CutMode::Copy) {
        DESCANT_TRY(std::optional<CutClip> copied, copyClip(order, stop));
        if (copied)
            return std::move(*copied);
    }
    return encodeClip(order, std::move(stop));
}

} // namespace descant::media
