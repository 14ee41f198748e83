// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/clip_cutter.h"

#include "core/media/internal/clip_copy.h"
#include "core/media/internal/clip_encoding.h"

namespace descant::media {

namespace {

/// What is wrong with packets need not be wrong with the pictures in them.
bool isOfPackets(const Failure& failure)
{
    const Error* const error = std::get_if<Error>(&failure);
    return error != nullptr && (error->code == ErrorCode::EncodingFailed || error->code == ErrorCode::MediaTruncated);
}

} // namespace

Outcome<CutClip> cutClip(const CutOrder& order, std::stop_token stop)
{
    if (order.range.empty() || order.range.start < MediaTime{0})
        return fail(ErrorCode::EmptyRange, order.source.string());
    if (order.mode == CutMode::Copy) {
        Outcome<std::optional<CutClip>> copied = copyClip(order, stop);
        if (copied && *copied)
            return std::move(**copied);
        if (!copied && !isOfPackets(copied.error()))
            return fail(std::move(copied.error()));
    }
    return encodeClip(order, std::move(stop));
}

} // namespace descant::media
