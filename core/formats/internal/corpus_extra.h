// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/project/values.h"

#include <nlohmann/json.hpp>

#include <string>

namespace descant::formats {

/// The length that a segment gets that is the whole of a file which nobody has seen yet; fitted when the file is read.
constexpr MediaTime kUnknownLength = std::chrono::hours(24);

/// What an import keeps in Segment::extra beside what other formats keep there.
struct CorpusExtra {
    std::string format;    ///< that it came from; empty = made here
    std::string clip;      ///< what the corpus calls the stretch
    std::string row;       ///< what it calls the caption
    std::string mark;      ///< markOf() when it came in; empty = it came without a row
    MediaTime wholeEnd{0}; ///< where it was taken to end, when it is the whole of a file of unknown length; else 0
    nlohmann::json kept = nlohmann::json::object(); ///< unknown members, by the format alone understood

    static CorpusExtra of(const project::Segment& segment);
    std::string text() const;
};

} // namespace descant::formats
