// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace descant::workflows {

/// The captions of one clip, image or segment.
struct CaptionGroup {
    std::string id;
    std::vector<std::string> captions; ///< at least one
};

/// What people said: {"ID":["caption", …]}, or the captions of any corpus that `import` reads. Groups stand in the
/// order of the file; where the file declares its videos or images, in that order. Ids are texts; whole
/// numbers are taken as such. Read as a stream. FormatInvalid with what is wrong.
Result<std::vector<CaptionGroup>> readReferences(const std::filesystem::path& file);

/// What is to be judged: [{"image_id":…,"caption":…}, …] or {"ID":"caption"}; each group has one caption. FormatInvalid
/// with the ids that stand twice in `items`.
Result<std::vector<CaptionGroup>> readCandidates(const std::filesystem::path& file);

} // namespace descant::workflows
