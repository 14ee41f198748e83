// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/safetensors_reader.h"

#include <functional>
#include <stop_token>

namespace descant::inference {

/// A tensor to write. `fill` is called once, when its turn comes, with a buffer of exactly the right size; so that a
/// model larger than memory can be written.
struct TensorToWrite {
    std::string name;
    ElementType type = ElementType::F32;
    std::vector<std::int64_t> shape;
    std::function<Result<void>(std::span<std::byte>)> fill;
};

struct WrittenFile {
    std::uint64_t bytes = 0;
    std::string sha256;
};

/// Writes a safetensors file: the same tensors give the same bytes (wider types first, then by name; header padded to
/// 8). It is written beside the target and renamed at the end; on failure nothing is left behind.
Result<void> writeSafetensors(const std::filesystem::path& path, std::vector<TensorToWrite> tensors,
                              const std::map<std::string, std::string>& metadata = {});
/// The same, stopping between two tensors when asked; the hash is made while writing, since reading a large model again
/// takes as long as writing it.
Outcome<WrittenFile> writeHashedSafetensors(const std::filesystem::path& path, std::vector<TensorToWrite> tensors,
                                            const std::map<std::string, std::string>& metadata,
                                            const std::stop_token& stop);

} // namespace descant::inference
