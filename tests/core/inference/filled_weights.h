// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/networks/weights.h"
#include "tests/core/inference/filler.h"

namespace descant::test {

/// Weights named as ours, filled as the reference names them.
struct Filled {
    inference::Weights weights;
    void add(const std::string& ours, const std::string& reference, at::IntArrayRef shape)
    {
        weights.set(ours, fillParameter(reference, shape));
    }
    void linear(const std::string& ours, const std::string& reference, std::int64_t out, std::int64_t in)
    {
        add(ours + ".weight", reference + ".weight", {out, in});
        add(ours + ".bias", reference + ".bias", {out});
    }
    void norm(const std::string& ours, const std::string& reference, std::int64_t width)
    {
        add(ours + ".weight", reference + ".weight", {width});
        add(ours + ".bias", reference + ".bias", {width});
    }
};

} // namespace descant::test
