// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace descant::workflows {

/// An object in a list of a JSON file: its members that are texts, whole numbers or lists of texts.
struct CaptionRecord {
    std::string list; ///< the member of the file that the list is; empty: the file is the list
    std::map<std::string, std::vector<std::string>> members;
};

/// A member of the file that is a text or a list of texts.
struct CaptionPair {
    std::string name;
    std::vector<std::string> texts;
    bool isOther = false; ///< it is something else, or holds something else
};

/// What a JSON file of captions holds, in its order, whatever its shape.
struct CaptionRecords {
    std::vector<CaptionRecord> records;
    std::vector<CaptionPair> pairs;
};

/// Reads the file as a stream. FormatInvalid for text that is not JSON, for a key that stands twice in an object and
/// for text that is nested too deeply; FileNotFound, FileNotReadable.
Result<CaptionRecords> readCaptionRecords(const std::filesystem::path& file);

} // namespace descant::workflows
