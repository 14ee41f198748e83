// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/architecture.h"
#include "core/inference/checkpoints/tensor_source.h"

#include <nlohmann/json.hpp>

namespace descant::test {

using SourceTensors = std::vector<inference::SourceTensor>;

/// The names, shapes and element types that the authors' training files have, written out from what is known of them
/// and not from our own tables: multimodal, separate or visual, with LoRA where the architecture has it.
SourceTensors authorsTensors(const inference::Architecture& architecture);
/// What their epoch runner keeps: trained parameters, and second names of shared ones.
SourceTensors partialTensors(const inference::Architecture& architecture);
/// Blip2ForConditionalGeneration of transformers.
SourceTensors hubTensors(const inference::Architecture& architecture);
/// BEATs below a prefix; a file of its own has none.
SourceTensors beatsTensors(const inference::BeatsShape& beats, const std::string& prefix = "");

/// A checkpoint whose numbers follow from its names; one tensor under several names is the same under each.
class MadeSource : public inference::TensorSource {
public:
    explicit MadeSource(SourceTensors tensors, nlohmann::json settings = nlohmann::json::object());

    const std::filesystem::path& path() const override { return m_path; }
    const SourceTensors& tensors() const override { return m_tensors; }
    const nlohmann::json& settings() const override { return m_settings; }
    Result<void> readPart(std::size_t number, std::uint64_t from, std::span<std::byte> target) const override;
    /// In fp32, whatever the type.
    std::vector<float> values(const std::string& name) const;

private:
    std::filesystem::path m_path = "made.pth";
    SourceTensors m_tensors;
    nlohmann::json m_settings;
};

/// The files that hold such a checkpoint.
void writeAsTorchFile(const std::filesystem::path& path, const inference::TensorSource& source);
void writeAsSafetensors(const std::filesystem::path& path, const inference::TensorSource& source);
/// The config.json of a hub folder.
nlohmann::json hubConfig(const inference::Architecture& architecture);

} // namespace descant::test
