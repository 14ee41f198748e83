// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace descant::inference {

/// T5's tokenizer over a sentencepiece model (Kudo and Richardson 2018). Ids: 0 padding and start, 1 end, 2 unknown.
/// Immutable after load; safe from several threads.
class Tokenizer {
public:
    static constexpr std::int64_t kPad = 0;
    static constexpr std::int64_t kEnd = 1;
    static constexpr std::int64_t kUnknown = 2;

    /// Reads spiece.model (untrusted: size-limited, checked). `vocabulary` is the number of rows of the model's
    /// embedding.
    static Result<Tokenizer> load(const std::filesystem::path& path, std::int64_t vocabulary);
    ~Tokenizer();
    Tokenizer(Tokenizer&&) noexcept;
    Tokenizer& operator=(Tokenizer&&) noexcept;

    /// Ids of the text with the final 1. Special strings written in the text (</s>, <pad>, <unk>, <extra_id_N>) become
    /// their ids.
    std::vector<std::int64_t> encode(const std::string& text) const;
    /// The text of ids, special ones left out, with the spaces before punctuation removed as the reference does.
    std::string decode(std::span<const std::int64_t> ids) const;
    /// A beginning as the tokenizer normalises it, words led by "▁": "a  man " → "▁a▁man▁". Empty where nothing but
    /// space is written.
    std::string beginning(const std::string& text) const;
    /// What each id writes of a normalised text: "▁man", or the byte that it stands for; empty for special ids.
    std::vector<std::string> pieceTexts() const;
    /// Normalised text as it is shown behind a beginning: with its spaces, but none before punctuation or at the end.
    static std::string shown(std::string normalised);
    /// What one id adds to a text: the piece with its leading space, or "" for special ids.
    std::string piece(std::int64_t id) const;
    /// Pieces of the file, without the 100 extra ids.
    std::int64_t pieces() const;

    /// What makes it doubtful that this tokenizer belongs to a model of so many words, as a clause; empty when nothing
    /// does.
    std::string doubtAbout(std::int64_t vocabulary) const;

private:
    struct State;
    explicit Tokenizer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace descant::inference
