// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/checkpoints/key_map.h"
#include "core/inference/checkpoints/recognise_architecture.h"
#include "core/inference/checkpoints/tensor_source.h"

#include <map>
#include <optional>
#include <stop_token>

namespace descant::inference {

/// A tensor of a checkpoint. Points into a source that outlives it.
struct TensorPart {
    const TensorSource* source = nullptr;
    std::size_t number = 0;
    const SourceTensor& tensor() const { return source->tensors()[number]; }
    Result<std::vector<std::byte>> bytes() const;
};

/// What one of our tensors is made from.
struct MappedTensor {
    std::optional<TensorPart> whole;
    std::optional<TensorPart> queryBias, valueBias; ///< LAVIS: the outer thirds of a bias whose middle is zero
    std::vector<TensorPart> aliases;                ///< other names of the same tensor
};

/// The tensors of one or several checkpoints under our names. What a later checkpoint brings takes the place of what an
/// earlier one brought.
class MappedTensors {
public:
    /// Takes in a checkpoint, which must outlive this. CheckpointInvalid: two of its tensors have the same meaning.
    Result<void> add(const TensorSource& source);
    /// Forgets the Q-Former and its projections: a trained one follows, which may have other parts.
    void dropQFormer();
    /// Lets an alias stand for a tensor that has no other name here, and compares the others. TensorMismatch: second
    /// names of a tensor hold other numbers than the first. Reads those that are not the same bytes; stops within
    /// megabytes.
    Outcome<void> settleAliases(const std::stop_token& stop = {});
    /// The same without reading anything: what is said to be the same is believed to be.
    void trustAliases();

    const std::map<std::string, MappedTensor>& tensors() const { return m_tensors; }
    /// Names that no table knows, as the files write them.
    const std::vector<std::string>& unknown() const { return m_unknown; }
    TensorShapes shapes() const;

private:
    Result<void> addOne(const MappedKey& key, TensorPart part);
    std::map<std::string, MappedTensor> m_tensors;
    std::vector<std::string> m_unknown;
};

} // namespace descant::inference
