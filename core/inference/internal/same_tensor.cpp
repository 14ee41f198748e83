// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/internal/same_tensor.h"

#include <algorithm>

namespace descant::inference {
namespace {

constexpr std::uint64_t kPiece = std::uint64_t(4) << 20;

} // namespace

Outcome<bool> sameTensor(const ReadableTensor& one, const ReadableTensor& other, const std::stop_token& stop)
{
    if (one.type != other.type || one.shape != other.shape)
        return false;
    std::vector<std::byte> left, right;
    for (std::uint64_t from = 0; from < one.bytes; from += kPiece) {
        if (stop.stop_requested())
            return cancelled();
        left.resize(std::min(kPiece, one.bytes - from));
        right.resize(left.size());
        DESCANT_CHECK(one.read(from, left));
        DESCANT_CHECK(other.read(from, right));
        if (left != right)
            return false;
    }
    return true;
}

} // namespace descant::inference
