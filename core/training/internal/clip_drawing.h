// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/training/internal/caption_stage.h"

#include <optional>

namespace descant::training {

/// What a clip of a cache has, or nothing where it could not be read.
std::optional<Senses> sensesOf(const FeatureCache& cache, std::int64_t clip);

/// The clips and captions of each step, drawn from the step's number alone, so that a resumed run draws the same. The
/// clips of one step have the same senses: those that the step is drawn for, or both with one left out.
class ClipDrawing {
public:
    struct Drawn {
        Senses senses = Senses::Both;
        std::vector<std::int64_t> clips;
        std::vector<std::string> captions;
    };

    explicit ClipDrawing(const FeatureCache& cache);
    Drawn draw(std::uint64_t seed, std::int64_t step, std::int64_t batch) const;

private:
    /// Clips, and which of their texts is the answer.
    struct Pool {
        Senses senses = Senses::Both;
        std::vector<std::string> ClipTexts::*texts = &ClipTexts::captions;
        std::vector<std::int64_t> clips;
    };
    const Pool& poolOf(std::int64_t step, std::uint64_t chance) const;

    const FeatureCache* m_cache;
    Pool m_both{Senses::Both, &ClipTexts::captions, {}};
    Pool m_seenOnly{Senses::SeenOnly, &ClipTexts::captions, {}};
    Pool m_heardOnly{Senses::HeardOnly, &ClipTexts::captions, {}};
    Pool m_silenced{Senses::SeenOnly, &ClipTexts::seenCaptions, {}};
    Pool m_blanked{Senses::HeardOnly, &ClipTexts::heardCaptions, {}};
};

} // namespace descant::training
