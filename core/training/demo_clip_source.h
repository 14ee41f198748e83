// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo_world/catalogue.h"
#include "core/demo_world/plan.h"
#include "core/training/clip_source.h"

namespace descant::training {

/// Clips of the demo world, rendered when they are asked for. Borrows the catalogue.
class DemoClipSource : public ClipSource {
public:
    DemoClipSource(const demo_world::Catalogue& catalogue, std::uint64_t seed, demo_world::Split split,
                   std::int64_t clips)
        : m_catalogue(&catalogue), m_seed(seed), m_split(split), m_clips(clips)
    {
    }
    std::int64_t size() const override { return m_clips; }
    std::string fingerprint() const override;
    std::string nameOf(std::int64_t index) const override;
    ClipTexts texts(std::int64_t index) const override;
    Outcome<ClipMedia> media(std::int64_t index, std::stop_token stop) override;

private:
    const demo_world::Catalogue* m_catalogue;
    std::uint64_t m_seed;
    demo_world::Split m_split;
    std::int64_t m_clips;
};

} // namespace descant::training
