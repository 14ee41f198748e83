// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace descant::workflows {

/// A file of a release, by its path within the folder ("train.json",
/// "train/0001.tar").
struct ReleaseFile {
    std::string path;
    std::uint64_t bytes = 0;
    std::string sha256; ///< lower-case hexadecimal
    bool operator==(const ReleaseFile&) const = default;
};

/// Where a medium of a release comes from.
struct ReleaseMedium {
    std::string id, name, fingerprint;
    std::vector<std::string> sources; ///< "youtube:…", "url:…"; empty = not known
    std::string licence;              ///< as the corpus it came with says; empty = not said
    std::string split;
    std::size_t captions = 0;
    bool operator==(const ReleaseMedium&) const = default;
};

/// A model whose proposals became captions.
struct ReleaseModel {
    std::string name, version, sha256;
    std::size_t accepted = 0; ///< taken as they were
    std::size_t edited = 0;   ///< taken and changed
    bool operator==(const ReleaseModel&) const = default;
};

/// How the media were split; nothing of it when the project uses no splits.
struct ReleaseSplits {
    std::string file; ///< of the release; empty where media leak, and nothing can
                      ///< be promised
    std::string sha256;
    std::vector<std::string> leaks; ///< in words; they were allowed
    bool operator==(const ReleaseSplits&) const = default;
};

struct ReleaseCounts {
    std::size_t media = 0, captions = 0;
    std::map<std::string, std::size_t> mediaOfSplit, captionsOfSplit, ofLanguage, ofStatus;
    std::size_t human = 0, fromModel = 0, editedFromModel = 0;
    bool operator==(const ReleaseCounts&) const = default;
};

/// What a release says of itself: manifest.json, version 1.
struct ReleaseManifest {
    std::string name, created, tool, format, licence;
    std::string metrics;  ///< tokenizer and metrics that scores of this release mean
    std::string previous; ///< SHA-256 of the manifest of the release before;
                          ///< empty = there is none
    ReleaseCounts counts;
    ReleaseSplits splits;
    std::vector<ReleaseModel> models;
    std::map<std::string, std::vector<std::string>> losses; ///< of each file, what the format cannot hold
    std::vector<ReleaseMedium> media;
    std::vector<ReleaseFile> files; ///< all of the folder but the manifest itself, by path
    bool operator==(const ReleaseManifest&) const = default;
};

constexpr const char* kManifestFile = "manifest.json";

std::string manifestText(const ReleaseManifest& manifest);
/// Strict: FormatInvalid with what is wrong in `items`; paths that leave the
/// folder are wrong. Members that it does not know are let pass.
Result<ReleaseManifest> manifestFrom(std::string_view text, const std::string& subject);
Result<ReleaseManifest> readManifest(const std::filesystem::path& folder);

/// What the files of a folder are, by path; links and what is no file have no
/// hash. `leftOut` is not listed.
Outcome<std::vector<ReleaseFile>> filesIn(const std::filesystem::path& folder, const std::string& leftOut,
                                          const std::stop_token& stop);

struct ReleaseCheck {
    std::size_t files = 0;
    std::vector<std::string> problems; ///< "train.json: it was changed"
};
/// Reads every file of a release against its manifest: what is missing,
/// changed, or was never part of it.
Outcome<ReleaseCheck> verifyRelease(const std::filesystem::path& folder, const std::stop_token& stop);

} // namespace descant::workflows
