// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/inference/architecture.h"
#include "core/inference/generation_settings.h"
#include "core/inference/preprocessing.h"
#include "core/inference/safetensors_reader.h"
#include "core/inference/safetensors_writer.h"
#include "core/inference/tensor_table.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace descant::inference {

/// How the large matrices of a model are held in memory. Int8 is for the CPU: 8-bit numbers with a scale for each
/// output, multiplied with inputs that are rounded to 8 bits row by row.
enum class Precision { Fp32, Bf16, Int8 };
std::string precisionName(Precision precision);
Result<Precision> precisionFromName(const std::string& name);

struct PackageFile {
    std::string name;
    std::uint64_t bytes = 0;
    std::string sha256;
};

/// A tensor of a package and where it lies.
struct PackageTensor {
    std::string name;     ///< as the networks call it
    std::size_t file = 0; ///< of weightFiles()
    TensorEntry entry;
};

struct StoredTensors;

/// A folder with descant-model.json, *.safetensors and spiece.model. Opening checks the manifest, the headers of all
/// weight files and that every tensor is there with its shape; weights are not read and hashes not computed. Immutable.
class ModelPackage {
public:
    /// Errors: FileNotFound, PackageInvalid, PackageIncomplete, ArchitectureInvalid, CheckpointInvalid, TensorMismatch
    /// (with one item for each missing, unexpected or misshapen tensor).
    static Result<ModelPackage> open(const std::filesystem::path& folder);

    const std::filesystem::path& folder() const { return m_folder; }
    const std::string& name() const { return m_name; }
    const std::string& version() const { return m_version; }
    const std::string& licence() const { return m_licence; }
    /// Identifies the weights: the hash of the only weight file, or a hash over the hashes of all; empty when the
    /// manifest has none.
    const std::string& sha256() const { return m_sha256; }
    const Architecture& architecture() const { return m_architecture; }
    const Preprocessing& preprocessing() const { return m_preprocessing; }
    const std::string& prompt() const { return m_prompt; }
    const GenerationSettings& generation() const { return m_generation; }
    const std::vector<PackageFile>& files() const { return m_files; }
    /// The whole manifest, with keys that this version does not know.
    const nlohmann::json& manifest() const { return m_manifest; }
    std::filesystem::path tokenizerFile() const { return m_folder / "spiece.model"; }
    const std::vector<SafetensorsFile>& weightFiles() const { return *m_weightFiles; }
    const std::vector<PackageTensor>& tensors() const;
    /// Whether tensors that are stored under several names are the same under each: reads them where there are any.
    /// TensorMismatch names the two that differ. Whoever reads weights asks this first.
    Outcome<void> checkSharedTensors(const std::stop_token& stop) const;

private:
    ModelPackage() = default;
    Result<void> readManifest();
    Result<void> openWeights();

    std::filesystem::path m_folder;
    std::string m_name, m_version, m_licence, m_sha256, m_prompt;
    Architecture m_architecture;
    Preprocessing m_preprocessing;
    GenerationSettings m_generation;
    std::vector<PackageFile> m_files;
    nlohmann::json m_manifest;
    std::shared_ptr<const std::vector<SafetensorsFile>> m_weightFiles;
    std::shared_ptr<const StoredTensors> m_stored;
};

/// Files of a package against their hashes, the tokenizer, and every value finite. The error (HashMismatch,
/// PackageIncomplete, TokenizerInvalid or CheckpointInvalid) has one item a problem. Any thread; stops within one
/// tensor.
struct PackageVerification {
    std::size_t files = 0; ///< that the manifest lists
    std::size_t tensors = 0;
    std::uint64_t bytes = 0;
    std::vector<std::string> warnings; ///< what is no error but should be known, one clause each
};
Outcome<PackageVerification> verifyPackage(const std::filesystem::path& folder, std::stop_token stop,
                                           const ProgressSink& progress);

/// What a package is, for `model info`: name, variant, architecture, parameters in total and per part, bytes, element
/// type per part, memory needed at each precision.
nlohmann::json describePackage(const ModelPackage& package);
/// How one weight is held in memory for a model at `precision`: Bf16 keeps T5 and the matrices of the ViT in 16 bits
/// and everything else, LoRA too, in 32, as the authors' runs do; Int8 keeps the matrices of the layers of the ViT and
/// T5, T5's head included, in 8 bits and everything else in 32.
Precision heldAs(const PackageTensor& tensor, Precision precision);
/// Bytes that one weight takes in memory, with its scales.
std::uint64_t heldBytes(const PackageTensor& tensor, Precision precision);
/// The 2-D weight of a linear layer: not an embedding, not a table of biases, not LoRA.
bool isLinearMatrix(const PackageTensor& tensor);
/// Bytes that the weights take in memory, with room for the work itself.
std::uint64_t memoryNeeded(const ModelPackage& package, Precision precision);
std::uint64_t memoryNeeded(const std::vector<PackageTensor>& tensors, Precision precision);

/// All that a new package holds.
struct PackageDraft {
    std::string name, version, licence;
    std::vector<std::string> source;
    Architecture architecture;
    Preprocessing preprocessing;
    std::string prompt;
    GenerationSettings generation;
    nlohmann::json scoreCard;                        ///< null = none
    nlohmann::json extra = nlohmann::json::object(); ///< further members of the manifest, kept as they are
    std::vector<TensorToWrite> tensors;
    std::string tokenizer; ///< the bytes of spiece.model
};

/// Writes a package folder: completely or not at all. An existing package of that name is replaced; another folder with
/// something in it is refused, and stays when anything fails. The same draft gives the same bytes. Stops within one
/// tensor. Errors: those of files, TensorMismatch.
Outcome<void> writePackage(const std::filesystem::path& folder, PackageDraft draft, const std::stop_token& stop = {});

/// What the tensors lack or have too much of, one item each; nothing when they fit.
Result<void> checkTensors(const Architecture& architecture,
                          const std::map<std::string, std::vector<std::int64_t>>& shapes, const std::string& subject);

} // namespace descant::inference
