// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::ui {

/// Bytes of something under a precision or a way of storing: "fp32", "bf16", "as-stored".
struct BytesAt {
    std::string precision;
    std::uint64_t bytes = 0;
};

/// The precision that suits this machine's processor and memory; empty: the model is too large for it.
struct BestPrecision {
    std::string precision;
    std::string reason; ///< half a sentence
};

/// A model package that the program knows.
struct ModelValue {
    std::filesystem::path folder;
    std::string name, version, variant, licence;
    std::vector<std::string> source;
    std::string scoreCard;   ///< one line of words; empty: the package has none
    std::uint64_t bytes = 0; ///< on the disk
    std::int64_t parameters = 0;
    std::vector<BytesAt> memory; ///< needed to run it
    BestPrecision best;
    enum class Keeping { Fixed, MayBeDeleted } keeping = Keeping::Fixed;
    std::optional<Error> problem; ///< why it cannot be used
};

/// All models that are known, and what they are measured against.
struct ModelShelf {
    std::vector<ModelValue> models;
    std::optional<std::string> previous; ///< name of the model that was active before; nothing: there was none
    std::uint64_t freeMemory = 0;        ///< bytes; 0: unknown
    std::filesystem::path library;       ///< the folder in which packages are made
};

/// What a person picked: a folder or file, and parts that were picked beside it (empty: none).
struct PickedSources {
    std::filesystem::path picked, beats, qformer, tokenizer;
};

/// A file or folder among what was picked.
struct SourceValue {
    std::filesystem::path path;
    std::string kind; ///< "package", "hub", "authors", "trained-part", "beats", "tokenizer", "weights", "unknown"
    std::string variant, licence;
    std::uint64_t bytes = 0;
    std::int64_t parameters = 0;
    std::optional<Error> problem;
};

/// Something that is not there.
struct MissingValue {
    std::string what, reason, advice;
    enum class Need { Required, Optional } need = Need::Required;
    std::vector<std::string> items; ///< single tensors
};

/// The package that would come of it.
struct PlanValue {
    std::string variant, licence;
    std::int64_t parameters = 0;
    std::vector<BytesAt> bytes, memory;
    enum class Lora { Without, With } lora = Lora::Without;
};

/// What a person picked, looked through. Package: it only has to be taken. Ready: a package can be made. Incomplete:
/// something required is missing.
struct InspectionValue {
    PickedSources sources;
    std::vector<SourceValue> found;
    std::vector<MissingValue> missing;
    std::optional<PlanValue> plan;
    enum class State { Incomplete, Ready, Package } state = State::Incomplete;
};

/// How a package is to be made.
struct AssemblyWish {
    PickedSources sources;
    std::string name;
    std::string dtype = "as-stored"; ///< "as-stored", "fp32", "bf16"
    enum class Lora { Merge, Keep } lora = Lora::Merge;
};

/// A model or a part of one that can be downloaded.
struct Download {
    std::string id, title, licence;
    std::uint64_t bytes = 0;
};

/// What the model manager needs from the rest of the program: app/desktop brings the real one, tests their own. Every
/// function is called beside the UI thread, from up to two threads, and must not throw; activeFolder() is quick and may
/// be called on any thread.
class ModelsBackend {
public:
    virtual ~ModelsBackend() = default;

    /// The folder of the model that proposes when nobody names one; empty: there is none.
    virtual std::filesystem::path activeFolder() = 0;
    virtual ModelShelf shelf() = 0;
    /// Makes a package the active one, from this start on; gives its folder. What is wrong with it is the error.
    virtual Result<std::filesystem::path> activate(const std::filesystem::path& folder) = 0;
    virtual Result<std::filesystem::path> activatePrevious() = 0;
    /// Reads everything; gives words about what was checked.
    virtual Outcome<std::string> verify(const std::filesystem::path& folder, std::stop_token stop,
                                        const ProgressSink& progress) = 0;
    /// Deletes the folder of a package that may be deleted.
    virtual Result<void> remove(const std::filesystem::path& folder) = 0;
    virtual Outcome<InspectionValue> inspect(const PickedSources& sources, std::stop_token stop) = 0;
    /// Gives the folder of the new package; on an error or a stop none stays behind.
    virtual Outcome<std::filesystem::path> assemble(const AssemblyWish& wish, std::stop_token stop,
                                                    const ProgressSink& progress) = 0;
    /// What can be downloaded; empty: nothing can.
    virtual std::vector<Download> downloads() = 0;
    /// Gives what it was put into: a package, or a folder to inspect.
    virtual Outcome<std::filesystem::path> download(const std::string& id, std::stop_token stop,
                                                    const ProgressSink& progress) = 0;
};

} // namespace descant::ui
