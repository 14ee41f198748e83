// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/demo_clip_source.h"

#include "core/demo_world/captions.h"
#include "core/demo_world/clip.h"
#include "core/demo_world/world.h"

#include <fmt/format.h>

namespace descant::training {

Outcome<TrainingClip> DemoClipSource::clip(std::int64_t index, std::stop_token stop)
{
    if (stop.stop_requested())
        return cancelled();
    const demo_world::ClipPlan plan = demo_world::planClip(m_seed, m_split, index);
    demo_world::Clip rendered = demo_world::renderClip(plan, *m_catalogue);
    demo_world::ClipPlan silent = plan;
    silent.sound.sound = -1;
    silent.sound.weather = demo_world::Weather::None;
    silent.sounding = -1;
    TrainingClip clip{std::move(rendered.frames), std::move(rendered.audio.samples), std::move(rendered.captions),
                      demo_world::captionsOf(silent), {}};
    if (plan.sound.sound >= 0) {
        const auto& sound = demo_world::world().sounds[static_cast<std::size_t>(plan.sound.sound)];
        clip.heardCaptions.push_back(fmt::format("{} {}", sound.named, sound.verb));
    }
    return clip;
}

} // namespace descant::training
