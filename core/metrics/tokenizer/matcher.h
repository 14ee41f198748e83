// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/metrics/tokenizer/pattern.h"

#include <map>
#include <string_view>
#include <vector>

namespace descant::metrics {

/// UTF-16 units that no pattern of a graph tells apart share a number.
class CharacterClasses {
public:
    explicit CharacterClasses(const PatternGraph& graph);

    std::size_t count() const { return m_examples.size(); }
    std::size_t of(char16_t unit) const { return m_classOf[unit]; }
    /// A unit of the class.
    char16_t example(std::size_t number) const { return m_examples[number]; }

private:
    std::vector<std::uint16_t> m_classOf;
    std::vector<char16_t> m_examples;
};

/// A deterministic automaton for some patterns of a graph, made as texts need it. One thread at a time; the graph and
/// the classes must outlive it.
class Matcher {
public:
    struct Match {
        std::size_t length = 0;
        int pattern = -1; ///< -1: none fits
    };

    Matcher(const PatternGraph& graph, const CharacterClasses& classes, const std::vector<int>& firstNodes);

    /// The longest beginning of the text that a pattern fits; of several patterns the one with the lowest number.
    Match longest(std::u16string_view text);
    /// All lengths at which a beginning of the text fits, shortest first.
    std::vector<std::size_t> lengths(std::u16string_view text);

private:
    using Nodes = std::vector<int>;
    static constexpr int kUnknown = -1, kDead = 0;

    void forget();
    int stateOf(Nodes nodes);
    int step(int state, char16_t unit);
    int follow(int state, std::size_t characterClass);
    void spread(Nodes& nodes) const;

    const PatternGraph& m_graph;
    const CharacterClasses& m_classes;
    std::vector<int> m_firstNodes;
    std::map<Nodes, int> m_numbers;
    std::vector<Nodes> m_states;
    std::vector<int> m_accepts;
    std::vector<int> m_next; ///< state × class
    int m_start = kDead;
};

} // namespace descant::metrics
