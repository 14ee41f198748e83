// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/tokenizer/matcher.h"

#include <algorithm>
#include <set>

namespace descant::metrics {
namespace {

/// Captions need some hundreds; hostile texts could ask for any number.
constexpr std::size_t kMostStates = 20000;

} // namespace

CharacterClasses::CharacterClasses(const PatternGraph& graph) : m_classOf(0x10000)
{
    std::set<std::size_t> borders{0, m_classOf.size()};
    for (const CharacterSet& set : graph.sets) {
        for (const CharacterRange& range : set) {
            borders.insert(range.first);
            borders.insert(range.last + std::size_t{1});
        }
    }
    std::map<std::vector<bool>, std::uint16_t> numbers;
    for (auto border = borders.begin(); *border < m_classOf.size(); ++border) {
        const auto unit = static_cast<char16_t>(*border);
        std::vector<bool> member(graph.sets.size());
        for (std::size_t set = 0; set < graph.sets.size(); ++set)
            member[set] = contains(graph.sets[set], unit);
        const auto [found, isNew] = numbers.emplace(std::move(member), static_cast<std::uint16_t>(m_examples.size()));
        if (isNew)
            m_examples.push_back(unit);
        std::fill(m_classOf.begin() + static_cast<std::ptrdiff_t>(*border),
                  m_classOf.begin() + static_cast<std::ptrdiff_t>(*std::next(border)), found->second);
    }
}

Matcher::Matcher(const PatternGraph& graph, const CharacterClasses& classes, const std::vector<int>& firstNodes)
    : m_graph(graph), m_classes(classes), m_firstNodes(firstNodes)
{
    forget();
}

void Matcher::forget()
{
    m_numbers.clear();
    m_states.clear();
    m_accepts.clear();
    m_next.clear();
    stateOf({}); // the dead state is number 0
    m_start = stateOf(m_firstNodes);
}

void Matcher::spread(Nodes& nodes) const
{
    std::vector<bool> seen(m_graph.nodes.size());
    Nodes open = std::move(nodes);
    nodes.clear();
    while (!open.empty()) {
        const int number = open.back();
        open.pop_back();
        if (number == 0 || seen[static_cast<std::size_t>(number)])
            continue;
        seen[static_cast<std::size_t>(number)] = true;
        const PatternGraph::Node& node = m_graph.nodes[static_cast<std::size_t>(number)];
        if (node.set >= 0 || node.accepts >= 0) {
            nodes.push_back(number);
            continue;
        }
        open.push_back(node.next);
        open.push_back(node.other);
    }
    std::ranges::sort(nodes);
}

int Matcher::stateOf(Nodes nodes)
{
    spread(nodes);
    const auto [found, isNew] = m_numbers.emplace(nodes, static_cast<int>(m_states.size()));
    if (!isNew)
        return found->second;
    int accepts = -1;
    for (const int number : nodes) {
        const int pattern = m_graph.nodes[static_cast<std::size_t>(number)].accepts;
        if (pattern >= 0 && (accepts < 0 || pattern < accepts))
            accepts = pattern;
    }
    m_accepts.push_back(accepts);
    m_states.push_back(std::move(nodes));
    m_next.resize(m_next.size() + m_classes.count(), m_states.size() == 1 ? kDead : kUnknown);
    return found->second;
}

int Matcher::follow(int state, std::size_t characterClass)
{
    const char16_t unit = m_classes.example(characterClass);
    Nodes reached;
    for (const int number : m_states[static_cast<std::size_t>(state)]) {
        const PatternGraph::Node& node = m_graph.nodes[static_cast<std::size_t>(number)];
        if (node.set >= 0 && contains(m_graph.sets[static_cast<std::size_t>(node.set)], unit))
            reached.push_back(node.next);
    }
    const int next = stateOf(std::move(reached));
    m_next[static_cast<std::size_t>(state) * m_classes.count() + characterClass] = next;
    return next;
}

int Matcher::step(int state, char16_t unit)
{
    const std::size_t characterClass = m_classes.of(unit);
    const int next = m_next[static_cast<std::size_t>(state) * m_classes.count() + characterClass];
    return next == kUnknown ? follow(state, characterClass) : next;
}

Matcher::Match Matcher::longest(std::u16string_view text)
{
    if (m_states.size() > kMostStates)
        forget();
    Match match;
    int state = m_start;
    for (std::size_t at = 0; at < text.size(); ++at) {
        state = step(state, text[at]);
        if (state == kDead)
            break;
        if (m_accepts[static_cast<std::size_t>(state)] >= 0)
            match = {at + 1, m_accepts[static_cast<std::size_t>(state)]};
    }
    return match;
}

std::vector<std::size_t> Matcher::lengths(std::u16string_view text)
{
    std::vector<std::size_t> all;
    int state = m_start;
    for (std::size_t at = 0;; ++at) {
        if (m_accepts[static_cast<std::size_t>(state)] >= 0)
            all.push_back(at);
        if (at == text.size())
            return all;
        state = step(state, text[at]);
        if (state == kDead)
            return all;
    }
}

} // namespace descant::metrics
