// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace descant::inference {

/// In whose words a checkpoint names its tensors. Lavis: LAVIS and the authors of multimodal BLIP-2, who build on it.
/// HuggingFace: transformers' Blip2ForConditionalGeneration. Own: as the networks of this program.
enum class KeyDialect { Own, HuggingFace, Lavis, Beats };

/// What becomes of a tensor. QueryBias and ValueBias are the outer thirds of one fused bias; Alias is a second name of
/// a tensor that is there under its first one; LoRA pairs are kept or multiplied into their base.
enum class KeyUse { Copy, QueryBias, ValueBias, Alias, LoraDown, LoraUp, Ignore };

/// One line of a table: names that match `theirs` (an ECMAScript pattern for the whole name) are called `ours`, where
/// $1, $2, … stand for what the brackets matched.
struct KeyRule {
    const char* theirs;
    const char* ours;
    KeyUse use = KeyUse::Copy;
};

/// The tables, as data. The first rule that matches counts.
std::span<const KeyRule> keyRules(KeyDialect dialect);
/// The dialect of a file with these names.
KeyDialect dialectOf(const std::vector<std::string>& names);

struct MappedKey {
    std::string ours; ///< empty: no rule knows the name
    KeyUse use = KeyUse::Copy;
};

/// Translates names; makes its patterns once.
class KeyMap {
public:
    explicit KeyMap(KeyDialect dialect);
    ~KeyMap();
    KeyMap(const KeyMap&) = delete;
    KeyMap& operator=(const KeyMap&) = delete;
    MappedKey map(const std::string& name) const;

private:
    struct Patterns;
    std::unique_ptr<Patterns> m_patterns;
};

} // namespace descant::inference
