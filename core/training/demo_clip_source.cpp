// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/demo_clip_source.h"

#include "core/demo_world/captions.h"
#include "core/demo_world/clip.h"
#include "core/demo_world/world.h"

#include <fmt/format.h>

namespace descant::training {

std::string DemoClipSource::fingerprint() const
{
    return fmt::format("demo world, seed {}, {}, {} clips", m_seed, demo_world::splitName(m_split), m_clips);
}

std::string DemoClipSource::nameOf(std::int64_t index) const
{
    return demo_world::clipId(demo_world::planClip(m_seed, m_split, index));
}

ClipTexts DemoClipSource::texts(std::int64_t index) const
{
    const demo_world::ClipPlan plan = demo_world::planClip(m_seed, m_split, index);
    demo_world::ClipPlan silent = plan;
    silent.sound.sound = -1;
    silent.sound.weather = demo_world::Weather::None;
    silent.sounding = -1;
    ClipTexts texts{demo_world::captionsOf(plan), demo_world::captionsOf(silent), {}};
    if (plan.sound.sound >= 0) {
        const auto& sound = demo_world::world().sounds[static_cast<std::size_t>(plan.sound.sound)];
        texts.heardCaptions.push_back(fmt::format("{} {}", sound.named, sound.verb));
    }
    return texts;
}

Outcome<ClipMedia> DemoClipSource::media(std::int64_t index, std::stop_token stop)
{
    if (stop.stop_requested())
        return cancelled();
    demo_world::Clip clip = demo_world::renderClip(demo_world::planClip(m_seed, m_split, index), *m_catalogue);
    return ClipMedia{std::move(clip.frames), std::move(clip.audio.samples)};
}

} // namespace descant::training
