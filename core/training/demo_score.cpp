// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/internal/demo_score.h"

#include "core/demo_world/captions.h"
#include "core/demo_world/world.h"
#include "core/metrics/caption_words.h"
#include "core/metrics/cider.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace descant::training {

using demo_world::Channel;
using demo_world::ClipPlan;
using demo_world::Fact;

namespace {

constexpr std::size_t kShown = 10;

/// A fact counts when it stands, as whole words, in the caption.
bool stands(const std::string& fact, const std::string& caption)
{
    return fmt::format(" {} ", caption).find(fmt::format(" {} ", fact)) != std::string::npos;
}

ClipPlan planOf(std::size_t clip)
{
    return demo_world::planClip(kTestSeed, demo_world::Split::Test, static_cast<std::int64_t>(clip));
}

const std::string& placeOf(const ClipPlan& plan)
{
    return demo_world::world().places[static_cast<std::size_t>(plan.place.place)].word;
}

/// Whether the caption names a thing or a place that has no part in the clip.
bool invents(const ClipPlan& plan, const std::string& caption)
{
    const std::vector<Fact> facts = demo_world::factsOf(plan);
    const auto known = [&](const std::string& word) {
        return std::any_of(facts.begin(), facts.end(), [&](const Fact& fact) { return stands(word, fact.fact); });
    };
    const auto invented = [&](const std::string& word) { return stands(word, caption) && !known(word); };
    const demo_world::World& world = demo_world::world();
    return std::any_of(world.things.begin(), world.things.end(), [&](const auto& thing) { return invented(thing.noun); })
        || std::any_of(world.places.begin(), world.places.end(), [&](const auto& place) { return invented(place.word); });
}

/// Facts of one kind: how many there were, and how many were said.
struct Share {
    std::int64_t asked = 0;
    std::int64_t said = 0;
    void count(bool right)
    {
        ++asked;
        said += right ? 1 : 0;
    }
    double value() const { return asked > 0 ? static_cast<double>(said) / static_cast<double>(asked) : 0.0; }
};

} // namespace

Result<ScoreCard> scoreDemoCaptions(const std::vector<std::string>& captions)
{
    Share seen, heard, both, place, invented;
    std::vector<metrics::JudgedCaption> judged;
    for (std::size_t clip = 0; clip < captions.size(); ++clip) {
        const ClipPlan plan = planOf(clip);
        for (const Fact& fact : demo_world::factsOf(plan)) {
            Share& share = fact.channel == Channel::Both  ? both
                : fact.channel == Channel::Heard          ? heard
                : fact.fact == placeOf(plan)              ? place
                                                          : seen;
            share.count(stands(fact.fact, captions[clip]));
        }
        invented.count(invents(plan, captions[clip]));
        judged.push_back({metrics::captionWords(captions[clip]), {}});
        for (const std::string& reference : demo_world::captionsOf(plan))
            judged.back().references.push_back(metrics::captionWords(reference));
    }
    DESCANT_TRY(const metrics::CiderScore cider, metrics::ciderD(judged));
    ScoreCard card{std::ssize(captions), seen.value(), heard.value(), both.value(), place.value(),
                   invented.value(),     cider.mean,   captions};
    card.captions.resize(std::min(card.captions.size(), kShown));
    return card;
}

nlohmann::json toJson(const ScoreCard& card)
{
    return {{"clips", card.clips}, {"seen", card.seen},         {"heard", card.heard},   {"both", card.both},
            {"place", card.place}, {"invented", card.invented}, {"cider_d", card.ciderD}, {"captions", card.captions}};
}

} // namespace descant::training
