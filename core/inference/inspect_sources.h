// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/assemble_package.h"

#include <set>

namespace descant::inference {

/// What a file or folder is, as its names and headers tell. Package: one of ours. Weights: a file in our names.
/// AuthorsFile: a whole training file. TrainedPart: a training file that holds trained parameters only, which needs the
/// rest from elsewhere. HubFolder: BLIP-2 as transformers keeps it. Beats: the ear alone. Tokenizer: spiece.model.
enum class SourceKind { Package, Weights, AuthorsFile, TrainedPart, HubFolder, Beats, Tokenizer, Unknown };
/// "package", "weights", "authors", "trained-part", "hub", "beats", "tokenizer", "unknown".
std::string sourceKindName(SourceKind kind);

/// A file or folder, and what it is. Nothing of its weights was read.
struct FoundSource {
    std::filesystem::path path;
    SourceKind kind = SourceKind::Unknown;
    std::string variant;     ///< "multimodal", …; empty where this part alone does not tell
    std::string licence;     ///< as the source itself says; empty: it does not
    std::uint64_t bytes = 0; ///< on the disk
    std::int64_t parameters = 0;
    std::set<std::string> elements; ///< how the numbers are stored: "F32", "BF16", …
    enum class Lora { Without, With } lora = Lora::Without;
    std::optional<Error> problem; ///< why it cannot be used as it is
};

/// Something that a package needs, or would gain from, and that is not there.
struct MissingPart {
    std::string what;   ///< "spiece.model", "model-00002-of-00002.safetensors", "BEATs"
    std::string reason; ///< one clause
    std::string advice; ///< what to do
    enum class Need { Required, Optional } need = Need::Required;
    std::vector<std::string> items = {}; ///< single tensors, one each
};

/// The package that would come of what is there.
struct PlannedPackage {
    AssembleRequest request; ///< name, choices and `out` are left to whoever assembles it
    Architecture architecture;
    std::string licence;
    std::map<std::string, std::int64_t> parameters; ///< per part, and "total"
    std::map<std::string, std::uint64_t> bytes;     ///< of its weights, under "as-stored", "fp32", "bf16"
    std::map<std::string, std::uint64_t> memory;    ///< needed to run it, under "fp32", "bf16", "int8"
    FoundSource::Lora lora = FoundSource::Lora::Without;
};

struct SourcesInspection {
    std::filesystem::path picked;
    std::vector<FoundSource> found;
    std::vector<MissingPart> missing;
    std::optional<PlannedPackage> plan; ///< none while tensors are missing
    /// Whether the package can be assembled now.
    bool isReady() const;
    /// Whether what was picked is a whole package of ours, which only has to be taken.
    bool isPackage() const;
};

/// Parts that were picked beside; empty: none. They take the place of what is found.
struct SourceAdditions {
    std::filesystem::path beats, qformer, tokenizer;
};

/// Says what a person picked: a package, a hub folder, a checkpoint, or a folder that holds several of these; what can
/// be made of it, and what is missing. Reads headers only, so that gigabytes take a second; everything is untrusted.
/// Errors: what was picked cannot be read, or nothing there is part of a model. Any thread; stops between two files.
Outcome<SourcesInspection> inspectSources(const std::filesystem::path& picked, const SourceAdditions& additions,
                                          const std::stop_token& stop);

/// The same, for `model inspect`.
nlohmann::json describeInspection(const SourcesInspection& inspection);

} // namespace descant::inference
