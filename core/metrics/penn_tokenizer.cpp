// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/penn_tokenizer.h"

#include "core/metrics/tokenizer/matcher.h"
#include "core/metrics/tokenizer/rules.h"
#include "core/metrics/tokenizer/token_text.h"
#include "core/metrics/tokenizer/utf16.h"

#include <algorithm>
#include <array>
#include <optional>

namespace descant::metrics {
namespace {

constexpr std::array<std::string_view, 17> kPunctuation{"''", "'", "``", "`", "-LRB-", "-RRB-", "-LCB-", "-RCB-", ".",
                                                        "?",  "!", ",",  ":", "-",     "--",    "...",   ";"};

bool isPunctuation(std::string_view token) { return std::ranges::find(kPunctuation, token) != kPunctuation.end(); }

/// Where a rule looks ahead: what it takes, and what must follow.
struct Ahead {
    Matcher taken, following;
};

} // namespace

struct PennTokenizer::State {
    PatternGraph graph;
    std::vector<int> firstNodes, takenNodes, followingNodes;
    std::optional<CharacterClasses> classes;
    std::optional<Matcher> all;
    std::vector<std::optional<Ahead>> ahead; ///< made for the rules that need it, once they do

    State()
    {
        const auto& rules = tokenRules();
        for (std::size_t rule = 0; rule < rules.size(); ++rule) {
            const int number = static_cast<int>(rule);
            const auto add = [&](std::u16string_view pattern) {
                return addPattern(graph, pattern, tokenRuleNames(), number);
            };
            const std::u16string taken = u"(" + std::u16string(rules[rule].pattern) + u")";
            firstNodes.push_back(add(taken + u"(" + std::u16string(rules[rule].ahead) + u")"));
            takenNodes.push_back(add(taken));
            followingNodes.push_back(add(rules[rule].ahead));
        }
        classes.emplace(graph);
        all.emplace(graph, *classes, firstNodes);
        ahead.resize(rules.size());
    }

    /// How much of the match belongs to the token: the most that leaves what must follow.
    std::size_t takenOf(std::u16string_view match, std::size_t rule)
    {
        if (tokenRules()[rule].ahead.empty())
            return match.size();
        if (!ahead[rule])
            ahead[rule].emplace(
                Ahead{Matcher(graph, *classes, {takenNodes[rule]}), Matcher(graph, *classes, {followingNodes[rule]})});
        const std::vector<std::size_t> lengths = ahead[rule]->taken.lengths(match);
        for (auto length = lengths.rbegin(); length != lengths.rend(); ++length) {
            const std::u16string_view rest = match.substr(*length);
            if (ahead[rule]->following.longest(rest).length == rest.size() && !rest.empty())
                return *length;
        }
        return match.size();
    }

    /// Calls `token(text)` for each token and `lineBreak()` for each end of a line.
    template <typename OnToken, typename OnLineBreak>
    void read(std::u16string_view text, const OnToken& token, const OnLineBreak& lineBreak)
    {
        std::u16string form;
        while (!text.empty()) {
            const Matcher::Match match = all->longest(text);
            const auto number = static_cast<std::size_t>(match.pattern);
            const TokenRule& rule = tokenRules()[number];
            std::size_t taken = takenOf(text.substr(0, match.length), number);
            if (rule.form == TokenForm::LineBreak) {
                lineBreak();
            } else if (rule.form != TokenForm::Nothing) {
                form.clear();
                taken -= appendTokenText(rule, text.substr(0, taken), form);
                token(form);
            }
            text.remove_prefix(taken);
        }
    }
};

PennTokenizer::PennTokenizer() : m_state(std::make_unique<State>()) { }
PennTokenizer::~PennTokenizer() = default;
PennTokenizer::PennTokenizer(PennTokenizer&&) noexcept = default;
PennTokenizer& PennTokenizer::operator=(PennTokenizer&&) noexcept = default;

std::vector<std::string> PennTokenizer::tokenize(const std::vector<std::string_view>& captions)
{
    std::u16string text;
    for (std::size_t i = 0; i < captions.size(); ++i) {
        if (i > 0)
            text += u'\n';
        appendOnOneLine(captions[i], text);
    }
    std::vector<std::string> lines(captions.size());
    std::size_t line = 0;
    std::string word;
    const auto onToken = [&](std::u16string_view token) {
        word.clear();
        appendUtf8(token, word);
        if (isPunctuation(word))
            return;
        if (!lines[line].empty())
            lines[line] += ' ';
        lines[line] += word;
    };
    m_state->read(text, onToken, [&] { line = std::min(line + 1, lines.size() - 1); });
    return lines;
}

std::string PennTokenizer::lex(std::string_view text)
{
    std::string tokens;
    m_state->read(
        toUtf16(text),
        [&](std::u16string_view token) {
            if (!tokens.empty() && tokens.back() != '\n')
                tokens += ' ';
            appendUtf8(token, tokens);
        },
        [&] { tokens += '\n'; });
    return tokens;
}

} // namespace descant::metrics
