// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/safetensors_reader.h"

#include <nlohmann/json_fwd.hpp>

#include <memory>
#include <set>
#include <string>

namespace descant::inference {

/// One tensor of a foreign checkpoint, under the name that the file gives it.
struct SourceTensor {
    std::string name;
    ElementType type = ElementType::F32;
    std::vector<std::int64_t> shape;
    std::uint64_t elements() const;
    std::uint64_t bytes() const { return elements() * elementSize(type); }
};

/// A checkpoint of any format: what is in it, and each tensor on demand. Everything but the weights themselves is read
/// and checked when it is opened. Immutable; reading is safe from several threads.
class TensorSource {
public:
    virtual ~TensorSource() = default;
    virtual const std::filesystem::path& path() const = 0;
    virtual const std::vector<SourceTensor>& tensors() const = 0;
    /// Fills `target` with the tensor's bytes from byte `from` on, row-major. Both count whole elements.
    virtual Result<void> readPart(std::size_t number, std::uint64_t from, std::span<std::byte> target) const = 0;
    /// Fills `target`, exactly tensors()[number].bytes() long.
    Result<void> read(std::size_t number, std::span<std::byte> target) const;
    /// Whether two tensors are the same bytes of the file, so that nobody need compare them.
    virtual bool sharesBytes(std::size_t, std::size_t) const { return false; }
    /// Settings that the file carries beside its weights; an empty object where there are none.
    virtual const nlohmann::json& settings() const = 0;
};

/// A safetensors file, a folder with one or more of them, or a folder with model.safetensors.index.json, whose shards
/// must hold exactly what it says. CheckpointInvalid, CheckpointHostile, PackageIncomplete, errors of files.
Result<std::unique_ptr<TensorSource>> openSafetensorsSource(const std::filesystem::path& path);
/// The files that an index of weights names, each once: plain file names, or it is CheckpointHostile.
Result<std::set<std::string>> shardsOfIndex(const std::filesystem::path& index);
/// A file that torch.save wrote since PyTorch 1.6: the state dict under "model", or the file's own. Other things in it
/// (optimizer, scaler) are neither resolved nor read; "config" or "cfg" become settings().
Result<std::unique_ptr<TensorSource>> openTorchSource(const std::filesystem::path& path);
/// Either of them, told apart by what the file is.
Result<std::unique_ptr<TensorSource>> openTensorSource(const std::filesystem::path& path);

} // namespace descant::inference
