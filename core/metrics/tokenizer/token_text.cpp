// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/tokenizer/token_text.h"

#include <algorithm>

namespace descant::metrics {
namespace {

constexpr char16_t kSoftHyphen = 0x00ad, kNoBreakSpace = 0x00a0;
constexpr std::u16string_view kApostropheName = u"&apos;";

std::u16string replaced(std::u16string text, std::u16string_view from, std::u16string_view to)
{
    for (std::size_t at = 0; (at = text.find(from, at)) != std::u16string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

std::u16string withoutSoftHyphens(std::u16string_view text)
{
    std::u16string rest(text);
    std::erase(rest, kSoftHyphen);
    return rest.empty() ? u"-" : rest;
}

std::u16string withPlainApostrophes(std::u16string_view text)
{
    std::u16string plain = replaced(std::u16string(text), kApostropheName, u"'");
    for (char16_t& unit : plain) {
        if (unit == 0x92 || unit == u'\u2019')
            unit = u'\'';
        else if (unit == 0x91 || unit == u'\u2018' || unit == u'\u201b')
            unit = u'`';
    }
    return plain;
}

std::u16string joined(std::u16string_view text)
{
    std::u16string whole(text);
    std::ranges::replace(whole, u' ', kNoBreakSpace);
    return whole;
}

std::u16string withNamedBrackets(std::u16string_view text)
{
    return replaced(replaced(joined(text), u"(", u"-LRB-"), u")", u"-RRB-");
}

std::u16string fraction(std::u16string_view text)
{
    switch (text.front()) {
    case 0x00bc:
        return u"1/4";
    case 0x00bd:
        return u"1/2";
    case 0x00be:
        return u"3/4";
    case 0x2153:
        return u"1/3";
    case 0x2154:
        return u"2/3";
    default:
        return std::u16string(text);
    }
}

std::u16string_view plainMark(char16_t mark)
{
    switch (mark) {
    case u'\'':
    case 0x92:
    case 0x2019:
    case 0x203a:
        return u"'";
    case u'`':
    case 0x91:
    case 0x2018:
    case 0x2039:
    case 0x201b:
        return u"`";
    case 0x93:
    case 0x201c:
    case 0x00ab:
        return u"``";
    case 0x94:
    case 0x201d:
    case 0x00bb:
        return u"''";
    default:
        return {};
    }
}

std::u16string plainMarks(std::u16string_view text)
{
    std::u16string plain;
    for (const char16_t mark : replaced(std::u16string(text), kApostropheName, u"'")) {
        const std::u16string_view name = plainMark(mark);
        plain += name.empty() ? std::u16string(1, mark) : std::u16string(name);
    }
    return plain;
}

std::u16string formOf(const TokenRule& rule, std::u16string_view taken)
{
    switch (rule.form) {
    case TokenForm::Word:
        return withoutSoftHyphens(taken);
    case TokenForm::Quotes:
        return withPlainApostrophes(taken);
    case TokenForm::Joined:
        return joined(taken);
    case TokenForm::Brackets:
        return withNamedBrackets(taken);
    case TokenForm::Fixed:
        return std::u16string(rule.text);
    case TokenForm::GivesBack:
        return std::u16string(taken.substr(0, taken.size() - rule.count));
    case TokenForm::FinalAbbreviation:
        return std::u16string(taken.size() == 2 ? taken.substr(0, 1) : taken);
    case TokenForm::Fraction:
        return fraction(taken);
    case TokenForm::QuoteMarks:
        return plainMarks(taken);
    default:
        return std::u16string(taken);
    }
}

/// Whether a unit has another case.
bool isCased(char16_t unit)
{
    static const std::vector<bool> cased = [] {
        const auto& lower = lowerCaseTable();
        std::vector<bool> table(lower.size());
        for (std::size_t number = 0; number < lower.size(); ++number) {
            if (lower[number] != number)
                table[number] = table[lower[number]] = true;
        }
        return table;
    }();
    return cased[unit];
}

bool endsWord(std::u16string_view text, std::size_t at)
{
    return std::ranges::any_of(text.substr(0, at), isCased) && std::ranges::none_of(text.substr(at + 1), isCased);
}

/// Two letters have a rule of their own: the dotted capital i, and the sigma at the end of a word.
void appendLower(std::u16string_view text, std::u16string& lower)
{
    const auto& table = lowerCaseTable();
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == u'\u0130')
            lower += u"i\u0307";
        else if (text[at] == u'\u03a3' && endsWord(text, at))
            lower += u'\u03c2';
        else
            lower += table[text[at]];
    }
}

} // namespace

std::size_t appendTokenText(const TokenRule& rule, std::u16string_view taken, std::u16string& token)
{
    if (rule.form == TokenForm::Plain || (rule.form == TokenForm::Word && taken.find(kSoftHyphen) == taken.npos))
        appendLower(taken, token);
    else
        appendLower(formOf(rule, taken), token);
    if (rule.form == TokenForm::FinalAbbreviation)
        return 1;
    return rule.form == TokenForm::GivesBack ? rule.count : 0;
}

} // namespace descant::metrics
