// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/clip_drawing.h"

#include <random>

namespace descant::training {

Senses sensesOfStep(std::int64_t step)
{
    if (step % 7 == 3)
        return Senses::SeenOnly;
    return step % 14 == 6 ? Senses::HeardOnly : Senses::Both;
}

std::optional<Senses> sensesOf(const FeatureCache& cache, std::int64_t clip)
{
    const auto position = static_cast<std::size_t>(clip);
    const bool seen = cache.hasPicture[position];
    const bool heard = cache.heardTokens[position] > 0;
    if (!seen && !heard)
        return std::nullopt;
    return seen && heard ? Senses::Both : seen ? Senses::SeenOnly : Senses::HeardOnly;
}

ClipDrawing::ClipDrawing(const FeatureCache& cache) : m_cache(&cache)
{
    for (std::int64_t clip = 0; clip < cache.clips(); ++clip) {
        const ClipTexts& texts = cache.texts[static_cast<std::size_t>(clip)];
        const std::optional<Senses> senses = sensesOf(cache, clip);
        if (!senses || texts.captions.empty())
            continue;
        Pool& pool = *senses == Senses::Both ? m_both : *senses == Senses::SeenOnly ? m_seenOnly : m_heardOnly;
        pool.clips.push_back(clip);
        if (*senses == Senses::Both && !texts.seenCaptions.empty())
            m_silenced.clips.push_back(clip);
        if (*senses == Senses::Both && !texts.heardCaptions.empty())
            m_blanked.clips.push_back(clip);
    }
}

const ClipDrawing::Pool& ClipDrawing::poolOf(std::int64_t step, std::uint64_t chance) const
{
    const Senses wanted = sensesOfStep(step);
    if (wanted == Senses::SeenOnly && !m_silenced.clips.empty())
        return m_silenced;
    if (wanted == Senses::HeardOnly && !m_blanked.clips.empty())
        return m_blanked;
    // By how many clips there are of each kind.
    const std::uint64_t all = m_both.clips.size() + m_seenOnly.clips.size() + m_heardOnly.clips.size();
    const std::uint64_t number = all > 0 ? chance % all : 0;
    if (number < m_both.clips.size())
        return m_both;
    return number < m_both.clips.size() + m_seenOnly.clips.size() ? m_seenOnly : m_heardOnly;
}

ClipDrawing::Drawn ClipDrawing::draw(std::uint64_t seed, std::int64_t step, std::int64_t batch) const
{
    std::mt19937_64 random(seed * 7'919 + static_cast<std::uint64_t>(step));
    const Pool& pool = poolOf(step, random());
    Drawn drawn;
    drawn.senses = pool.senses;
    for (std::int64_t i = 0; i < batch && !pool.clips.empty(); ++i) {
        const std::int64_t clip = pool.clips[random() % pool.clips.size()];
        const std::vector<std::string>& captions = m_cache->texts[static_cast<std::size_t>(clip)].*pool.texts;
        drawn.clips.push_back(clip);
        drawn.captions.push_back(captions[random() % captions.size()]);
    }
    return drawn;
}

} // namespace descant::training
