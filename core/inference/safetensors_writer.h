// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/progress.h"
#include "core/inference/safetensors_reader.h"

#include <functional>
#include <stop_token>

namespace descant::inference {

/// A tensor to write, made when its turn comes, so that a model larger than memory can be written. `fill` is called
/// once with a buffer of exactly the right size; or, where there is a `fillPart`, that is called for one piece of whole
/// elements after the other, so that a tensor of any size costs no memory and writing it can be stopped.
struct TensorToWrite {
    std::string name;
    ElementType type = ElementType::F32;
    std::vector<std::int64_t> shape;
    std::function<Result<void>(std::span<std::byte>)> fill;
    std::function<Result<void>(std::uint64_t from, std::span<std::byte>)> fillPart = {};
    std::uint64_t bytes() const;
};
/// One that is made in pieces.
TensorToWrite tensorInParts(std::string name, ElementType type, std::vector<std::int64_t> shape,
                            std::function<Result<void>(std::uint64_t from, std::span<std::byte>)> fillPart);

/// Lets them tell how far the writing of all of them is, before each piece. `progress` outlives them.
void reportPieces(std::vector<TensorToWrite>& tensors, const ProgressSink& progress, const std::string& what);

struct WrittenFile {
    std::uint64_t bytes = 0;
    std::string sha256;
};

/// Writes a safetensors file: the same tensors give the same bytes (wider types first, then by name; header padded to
/// 8). It is written beside the target and renamed at the end; on failure nothing is left behind.
Result<void> writeSafetensors(const std::filesystem::path& path, std::vector<TensorToWrite> tensors,
                              const std::map<std::string, std::string>& metadata = {});
/// The same, stopping within a few megabytes when asked (within one tensor where it has no `fillPart`); the hash is
/// made while writing, since reading a large model again takes as long as writing it.
Outcome<WrittenFile> writeHashedSafetensors(const std::filesystem::path& path, std::vector<TensorToWrite> tensors,
                                            const std::map<std::string, std::string>& metadata,
                                            const std::stop_token& stop);

} // namespace descant::inference
