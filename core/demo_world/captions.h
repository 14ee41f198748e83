// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/demo_world/plan.h"

#include <string>
#include <vector>

namespace descant::demo_world {

/// By which sense a fact can be known; Both: neither picture nor sound alone tells it.
enum class Channel { Seen, Heard, Both };

/// "seen", "heard", "both".
std::string_view channelName(Channel channel);

/// A word or phrase that stands, as whole words, in every caption of its clip.
struct Fact {
    std::string fact;
    Channel channel = Channel::Seen;
    bool operator==(const Fact&) const = default;
};

/// Five different captions of a clip: lower case, no punctuation. Any thread.
std::vector<std::string> captionsOf(const ClipPlan& plan);

/// What can be known about a clip. Any thread.
std::vector<Fact> factsOf(const ClipPlan& plan);

/// Captions of `clips` training clips that are not rendered, for language models and tokenizers; five each.
std::vector<std::string> grammarCorpus(std::uint64_t seed, std::int64_t clips);

/// Short sentences in which every word of the grammar stands several times, for a tokenizer's training.
const std::vector<std::string>& vocabularyText();

} // namespace descant::demo_world
