// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/assemble_package.h"
#include "core/inference/component_runner.h"

#include <map>

namespace descant::test {

/// Tensors by name, in fp32.
using NamedFloats = std::map<std::string, std::vector<float>>;

/// A file of tests/data/reference.
std::filesystem::path referenceFile(const std::string& name);
/// A package made of a checkpoint there, at `folder`, with the test tokenizer or another one; fails the running test
/// where that does not work.
void assembleReference(const std::filesystem::path& folder, decltype(inference::AssembleRequest::from) from,
                       inference::LoraHandling lora = inference::LoraHandling::Keep,
                       std::optional<nlohmann::json> architecture = {}, const std::filesystem::path& tokenizer = {});

/// Writes some tensors of a safetensors file into a file of their own, renamed.
void extractTensors(const std::filesystem::path& from, const std::filesystem::path& to,
                    const std::map<std::string, std::string>& names);
/// What a component of a package makes of these inputs.
inference::ComponentRequest componentRequest(const std::filesystem::path& package, const std::string& component,
                                             const std::filesystem::path& inputs);
/// Runs it and leaves its output file at request.outputs.
void runOrFail(const inference::ComponentRequest& request);

NamedFloats readFloats(const std::filesystem::path& file);
/// Every tensor of `expected` is among `found`, within 1e-4 of its largest value.
void expectClose(const NamedFloats& found, const NamedFloats& expected);

} // namespace descant::test
