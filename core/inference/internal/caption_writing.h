// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/inference/captioner.h"
#include "core/inference/internal/evidence.h"
#include "core/inference/internal/t5_decoding.h"
#include "core/inference/tokenizer.h"

namespace descant::inference {

/// What a caption is written from.
struct EncodedClip::Content {
    at::Tensor text; ///< T5's encoder output, [1, S, dModel]
    QueryViews views;
    std::string prefix;
};

/// Writes captions for clips that were encoded: search, texts, evidence. Borrows tokenizer and weights.
class CaptionWriter {
public:
    CaptionWriter(T5 t5, std::int64_t vocabulary, const Tokenizer& tokenizer, std::shared_ptr<const PieceIndex> pieces)
        : m_t5(std::move(t5)), m_vocabulary(vocabulary), m_tokenizer(tokenizer), m_pieces(std::move(pieces))
    {
    }

    /// One outcome a clip, in their order, as each would get it alone. Where the clips together are too much for the
    /// memory they are tried one by one.
    std::vector<Outcome<std::vector<Candidate>>> write(std::span<const EncodedClip> clips,
                                                       const GenerationSettings& settings, EvidenceWanted wanted,
                                                       const std::stop_token& stop, const ProgressSink& progress) const;

private:
    using Written = Outcome<std::vector<Candidate>>;

    std::vector<Written> writeTogether(std::span<const EncodedClip> clips, const GenerationSettings& settings,
                                       EvidenceWanted wanted, const std::stop_token& stop,
                                       const ProgressSink& progress) const;
    Written candidatesOf(const EncodedClip::Content& clip, const PrefixConstraint& prefix,
                         const std::vector<Hypothesis>& found, std::size_t most, EvidenceWanted wanted,
                         const std::stop_token& stop) const;
    PrefixConstraint constraintFor(const std::string& prefix) const;
    Candidate candidateOf(const EncodedClip::Content& clip, const PrefixConstraint& prefix,
                          const Hypothesis& hypothesis) const;
    std::vector<TokenEvidence> evidenceFor(const EncodedClip::Content& clip, const Candidate& candidate) const;

    T5 m_t5;
    std::int64_t m_vocabulary;
    const Tokenizer& m_tokenizer;
    std::shared_ptr<const PieceIndex> m_pieces;
};

} // namespace descant::inference
