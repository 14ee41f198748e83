// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/tokenizer/pattern.h"

#include <algorithm>
#include <stdexcept>

namespace descant::metrics {
namespace {

constexpr char16_t kLastUnit = 0xffff;

CharacterSet normalised(std::vector<CharacterRange> ranges)
{
    std::ranges::sort(ranges, {}, &CharacterRange::first);
    CharacterSet set;
    for (const CharacterRange& range : ranges) {
        if (!set.empty() && range.first <= set.back().last + 1)
            set.back().last = std::max(set.back().last, range.last);
        else
            set.push_back(range);
    }
    return set;
}

CharacterSet complement(const CharacterSet& set)
{
    CharacterSet rest;
    int next = 0;
    for (const CharacterRange& range : set) {
        if (range.first > next)
            rest.push_back({static_cast<std::uint16_t>(next), static_cast<std::uint16_t>(range.first - 1)});
        next = range.last + 1;
    }
    if (next <= kLastUnit)
        rest.push_back({static_cast<std::uint16_t>(next), kLastUnit});
    return rest;
}

CharacterSet intersection(const CharacterSet& one, const CharacterSet& other)
{
    std::vector<CharacterRange> outside = complement(one);
    const CharacterSet more = complement(other);
    outside.insert(outside.end(), more.begin(), more.end());
    return complement(normalised(std::move(outside)));
}

CharacterSet setOf(std::span<const CharacterRange> ranges) { return {ranges.begin(), ranges.end()}; }

/// Reads one pattern, building the graph from the end to the beginning: each part is told where to go on.
class Reader {
public:
    Reader(PatternGraph& graph, const PatternNames& names) : m_graph(graph), m_names(names) { }

    int read(std::u16string_view pattern, int then)
    {
        const std::u16string_view outerText = m_text;
        const std::size_t outerAt = m_at;
        m_text = pattern;
        m_at = 0;
        const int first = alternatives(then);
        if (m_at != m_text.size())
            throw std::logic_error("a pattern has a bracket too many");
        m_text = outerText;
        m_at = outerAt;
        return first;
    }

private:
    bool done() const { return m_at >= m_text.size() || m_text[m_at] == u'|' || m_text[m_at] == u')'; }

    int alternatives(int then)
    {
        int first = sequence(then);
        while (m_at < m_text.size() && m_text[m_at] == u'|') {
            ++m_at;
            const int other = sequence(then);
            first = m_graph.addNode({-1, first, other, -1});
        }
        return first;
    }

    /// Parts are built last to first, so their places are found first.
    int sequence(int then)
    {
        std::vector<std::size_t> places;
        for (; !done(); skipPart())
            places.push_back(m_at);
        const std::size_t end = m_at;
        for (auto place = places.rbegin(); place != places.rend(); ++place) {
            m_at = *place;
            then = part(then);
        }
        m_at = end;
        return then;
    }

    struct Repetition {
        int least = 1, most = 1; ///< most -1: without end
    };

    Repetition repetition()
    {
        if (m_at >= m_text.size())
            return {};
        switch (m_text[m_at]) {
        case u'*':
            ++m_at;
            return {0, -1};
        case u'+':
            ++m_at;
            return {1, -1};
        case u'?':
            ++m_at;
            return {0, 1};
        default:
            return counted();
        }
    }

    Repetition counted()
    {
        if (m_text[m_at] != u'{' || m_text[m_at + 1] < u'0' || m_text[m_at + 1] > u'9')
            return {};
        Repetition times{m_text[m_at + 1] - u'0', m_text[m_at + 1] - u'0'};
        if (m_text[m_at + 2] == u',')
            times.most = m_text[m_at + 3] - u'0';
        m_at = m_text.find(u'}', m_at) + 1;
        return times;
    }

    void skipPart()
    {
        skipAtom();
        repetition();
    }

    void skipAtom()
    {
        const char16_t unit = m_text[m_at];
        if (unit == u'\\')
            m_at += 2;
        else if (unit == u'[')
            readSet();
        else if (unit == u'{')
            m_at = m_text.find(u'}', m_at) + 1;
        else if (unit == u'(')
            skipGroup();
        else
            ++m_at;
    }

    void skipGroup()
    {
        ++m_at;
        while (m_text[m_at] != u')') {
            if (m_text[m_at] == u'|')
                ++m_at;
            else
                skipPart();
        }
        ++m_at;
    }

    int part(int then)
    {
        const std::size_t begin = m_at;
        skipAtom();
        const Repetition times = repetition();
        const std::size_t end = m_at;
        const auto once = [&](int next) {
            m_at = begin;
            return atom(next);
        };
        int first = then;
        if (times.most < 0) {
            const int loop = m_graph.addNode({-1, 0, then, -1});
            m_graph.nodes[static_cast<std::size_t>(loop)].next = once(loop);
            first = loop;
        }
        for (int optional = times.least; optional < times.most; ++optional)
            first = m_graph.addNode({-1, once(first), then, -1});
        for (int needed = 0; needed < times.least; ++needed)
            first = once(first);
        m_at = end;
        return first;
    }

    int atom(int then)
    {
        const char16_t unit = m_text[m_at];
        if (unit == u'(') {
            ++m_at;
            return alternatives(then); // the closing bracket is skipped by who calls
        }
        if (unit == u'{')
            return named(then);
        if (unit == u'[')
            return onSet(readSet(), then);
        if (unit == u'\\')
            return onSet({{m_text[m_at + 1], m_text[m_at + 1]}}, then);
        return onSet(bothCases(unit), then);
    }

    int named(int then)
    {
        std::string name;
        for (++m_at; m_text[m_at] != u'}'; ++m_at)
            name += static_cast<char>(m_text[m_at]);
        if (name == "Letter")
            return onSet(setOf(letterRanges()), then);
        if (name == "PlainLetter")
            return onSet(intersection(setOf(letterRanges()), complement(setOf(markRanges()))), then);
        if (name == "Capital")
            return onSet(normalised(capitalRanges()), then);
        if (name == "Digit")
            return onSet(setOf(digitRanges()), then);
        if (name == "Symbol")
            return onSet(setOf(symbolRanges()), then);
        const auto found = m_names.find(name);
        if (found == m_names.end())
            throw std::logic_error("a pattern names what is not there");
        return read(found->second, then);
    }

    static CharacterSet bothCases(char16_t unit)
    {
        if (unit >= u'a' && unit <= u'z')
            return normalised(
                {{unit, unit}, {static_cast<std::uint16_t>(unit - 32), static_cast<std::uint16_t>(unit - 32)}});
        if (unit >= u'A' && unit <= u'Z')
            return bothCases(static_cast<char16_t>(unit + 32));
        return {{unit, unit}};
    }

    char16_t listed()
    {
        if (m_text[m_at] == u'\\')
            ++m_at;
        return m_text[m_at++];
    }

    CharacterSet readSet()
    {
        const bool negated = m_text[++m_at] == u'^';
        m_at += negated ? 1 : 0;
        std::vector<CharacterRange> ranges;
        while (m_text[m_at] != u']') {
            const char16_t first = listed();
            char16_t last = first;
            if (m_text[m_at] == u'-' && m_text[m_at + 1] != u']') {
                ++m_at;
                last = listed();
            }
            ranges.push_back({first, last});
        }
        ++m_at;
        CharacterSet set = normalised(std::move(ranges));
        return negated ? complement(set) : set;
    }

    int onSet(CharacterSet set, int then)
    {
        const int index = m_graph.addSet(std::move(set));
        return m_graph.addNode({index, then, 0, -1});
    }

    PatternGraph& m_graph;
    const PatternNames& m_names;
    std::u16string_view m_text;
    std::size_t m_at = 0;
};

} // namespace

bool contains(const CharacterSet& set, char16_t unit)
{
    const auto after = std::ranges::upper_bound(set, unit, {}, &CharacterRange::first);
    return after != set.begin() && std::prev(after)->last >= unit;
}

int PatternGraph::addSet(CharacterSet set)
{
    const auto same = [&set](const CharacterSet& other) {
        return std::ranges::equal(set, other, [](const CharacterRange& a, const CharacterRange& b) {
            return a.first == b.first && a.last == b.last;
        });
    };
    const auto found = std::ranges::find_if(sets, same);
    if (found != sets.end())
        return static_cast<int>(found - sets.begin());
    sets.push_back(std::move(set));
    return static_cast<int>(sets.size()) - 1;
}

int PatternGraph::addNode(Node node)
{
    nodes.push_back(node);
    return static_cast<int>(nodes.size()) - 1;
}

int addPattern(PatternGraph& graph, std::u16string_view pattern, const PatternNames& names, int accepts)
{
    const int end = graph.addNode({-1, 0, 0, accepts});
    return Reader(graph, names).read(pattern, end);
}

} // namespace descant::metrics
