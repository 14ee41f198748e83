// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/tokenizer/character_table.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace descant::metrics {

/// UTF-16 units, as sorted ranges that do not touch.
using CharacterSet = std::vector<CharacterRange>;
bool contains(const CharacterSet& set, char16_t unit);

/// A nondeterministic automaton that several patterns share. Node 0 is unused.
struct PatternGraph {
    struct Node {
        int set = -1;            ///< index into `sets`: what leads to `next`; -1: `next` and `other` cost nothing
        int next = 0, other = 0; ///< 0: nowhere
        int accepts = -1;        ///< the pattern that ends here
    };
    std::vector<Node> nodes{Node{}};
    std::vector<CharacterSet> sets;

    int addSet(CharacterSet set);
    int addNode(Node node);
};

/// Named parts of patterns: `{NAME}` stands for the text in brackets.
using PatternNames = std::map<std::string, std::u16string, std::less<>>;

/// Adds a pattern to the graph and gives its first node. Patterns are program text, not input: a wrong one is a
/// contract violation. The notation: letters stand for both cases; `[a-z]`, `[^…]` mean exactly what they list; `( | )
/// * + ?` and
/// `{m,n}` as everywhere; `{NAME}` a named part, `{Letter}`, `{PlainLetter}`, `{Capital}`,
/// `{Digit}` and `{Symbol}` the classes of the tokeniser;
/// `\` before a sign takes it literally; `.` is a full stop.
int addPattern(PatternGraph& graph, std::u16string_view pattern, const PatternNames& names, int accepts);

} // namespace descant::metrics
