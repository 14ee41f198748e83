// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/inference/checkpoints/key_map.h"

#include <algorithm>
#include <regex>

namespace descant::inference {

namespace {

// The names of real tensors stay far below it; std::regex recurses for every character.
constexpr std::size_t kLongestName = 256;

bool anyStartsWith(const std::vector<std::string>& names, std::initializer_list<const char*> prefixes)
{
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
        return std::any_of(prefixes.begin(), prefixes.end(),
                           [&](const char* prefix) { return name.starts_with(prefix); });
    });
}

} // namespace

struct KeyMap::Patterns {
    struct Pattern {
        std::regex theirs;
        const KeyRule* rule;
    };
    std::vector<Pattern> all;
};

KeyMap::KeyMap(KeyDialect dialect) : m_patterns(std::make_unique<Patterns>())
{
    for (const KeyRule& rule : keyRules(dialect))
        m_patterns->all.push_back({std::regex(rule.theirs, std::regex::optimize), &rule});
}

KeyMap::~KeyMap() = default;

MappedKey KeyMap::map(const std::string& name) const
{
    if (name.size() > kLongestName)
        return {};
    std::smatch match;
    for (const auto& [theirs, rule] : m_patterns->all) {
        if (std::regex_match(name, match, theirs))
            return {match.format(rule->ours), rule->use};
    }
    return {};
}

KeyDialect dialectOf(const std::vector<std::string>& names)
{
    if (anyStartsWith(names, {"visual_encoder.", "Qformer.", "Qformer_aud.", "t5_model.", "t5_proj", "ln_vision."}))
        return KeyDialect::Lavis;
    if (anyStartsWith(names, {"post_extract_proj.", "patch_embedding.", "encoder.pos_conv."}))
        return KeyDialect::Beats;
    if (anyStartsWith(names,
                      {"audio_encoder.", "ln_audio.", "qformer_aud.", "query_tokens_aud", "language_projection_aud."}))
        return KeyDialect::Own;
    return anyStartsWith(
               names, {"model.vision_model.", "model.language_model.", "vision_model.", "language_model.", "qformer."})
        ? KeyDialect::HuggingFace
        : KeyDialect::Own;
}

} // namespace descant::inference
