// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/metrics/meteor/normalizer.h"

#include "core/metrics/tokenizer/character_table.h"
#include "core/metrics/tokenizer/utf16.h"
#include "core/metrics/word_split.h"

#include <algorithm>
#include <set>

namespace descant::metrics {
namespace {

using Text = std::u16string;

/// Stands for a full stop of an ellipsis while single ones are looked at; of the private use area.
constexpr char16_t kDotOfMany = 0xe000;

bool isDigit(char16_t unit) { return unit >= u'0' && unit <= u'9'; }

bool isAlpha(char16_t unit)
{
    return (unit >= u'a' && unit <= u'z') || (unit >= u'A' && unit <= u'Z')
        || (unit >= 0xc0 && unit <= 0x17e && unit != 0xd7 && unit != 0xf7) || (unit >= 0x400 && unit <= 0x527)
        || (unit >= 0xa640 && unit <= 0xa66e) || (unit >= 0xa67e && unit <= 0xa697)
        || (unit >= 0x1d00 && unit <= 0x1d7f);
}

bool isAlphaOrDigit(char16_t unit) { return isAlpha(unit) || isDigit(unit); }
bool isAsciiBlank(char16_t unit) { return unit == u' ' || (unit >= 0x09 && unit <= 0x0d); }

bool isBlank(char16_t unit)
{
    return isAsciiBlank(unit) || unit == 0xa0 || unit == 0x1680 || (unit >= 0x2000 && unit <= 0x200a) || unit == 0x2028
        || unit == 0x2029 || unit == 0x202f || unit == 0x205f || unit == 0x3000;
}

Text withSignsApart(const Text& text)
{
    constexpr std::u16string_view kKept = u".'`,-\u2018\u2019";
    Text apart;
    for (const char16_t unit : text) {
        const bool stays = isAlphaOrDigit(unit) || isAsciiBlank(unit) || kKept.find(unit) != kKept.npos;
        apart += stays ? Text(1, unit) : Text{u' ', unit, u' '};
    }
    return apart;
}

Text withEllipsesHidden(const Text& text)
{
    Text hidden;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find_first_not_of(u'.', at), text.size());
        if (end - at >= 2)
            hidden += u' ' + Text(end - at, kDotOfMany) + u' ';
        else if (end > at)
            hidden += u'.';
        at = end;
        if (at < text.size())
            hidden += text[at++];
    }
    return hidden;
}

Text replaced(Text text, std::u16string_view from, std::u16string_view to)
{
    for (std::size_t at = 0; (at = text.find(from, at)) != Text::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

/// Replaces `sign` between two units that fit. Goes left to right; what was looked at on the right is not looked at
/// again on the left, so of neighbours that share a unit the second stays.
template <typename Left, typename Right>
Text between(const Text& text, Left left, char16_t sign, Right right, std::u16string_view by)
{
    Text result;
    std::size_t at = 0;
    while (at < text.size()) {
        const bool fits = at + 2 < text.size() && text[at + 1] == sign && left(text[at]) && right(text[at + 2]);
        result += text[at];
        if (fits) {
            result += by;
            result += text[at + 2];
        }
        at += fits ? 3 : 1;
    }
    return result;
}

bool isNoDigit(char16_t unit) { return !isDigit(unit); }
bool isNoAlpha(char16_t unit) { return !isAlpha(unit); }
bool isNeither(char16_t unit) { return !isAlphaOrDigit(unit); }

Text withCommasApart(Text text)
{
    text = between(text, isNoDigit, u',', isNoDigit, u" , ");
    text = between(text, isDigit, u',', isNoDigit, u" , ");
    return between(text, isNoDigit, u',', isDigit, u" , ");
}

Text withPlainQuotes(Text text)
{
    for (const std::u16string_view mark : {u"`", u"\u2018", u"\u2019"})
        text = replaced(std::move(text), mark, u"'");
    for (const std::u16string_view mark : {u"\u201c", u"\u201d", u"''"})
        text = replaced(std::move(text), mark, u" \" ");
    return text;
}

Text withHyphensApart(Text text)
{
    text = replaced(replaced(std::move(text), u"\u2013", u"-"), u"--", u"-");
    return between(
        text, [](char16_t unit) { return isAlphaOrDigit(unit) || unit == u'.'; }, u'-', isAlphaOrDigit, u" ");
}

Text withApostrophesApart(Text text)
{
    text = between(text, isNoAlpha, u'\'', isNoAlpha, u" ' ");
    text = between(text, isNeither, u'\'', isAlpha, u" ' ");
    text = between(text, isAlpha, u'\'', isNoAlpha, u" ' ");
    text = between(text, isAlpha, u'\'', isAlpha, u" '");
    return between(
        text, isDigit, u'\'', [](char16_t unit) { return unit == u's'; }, u" '");
}

/// Words that keep their full stop; compared as they are written.
bool isAbbreviation(const Text& word)
{
    static const std::set<Text> words{
        u"Adj",   u"Adm",  u"Adv",  u"Asst", u"Bart", u"Bldg", u"Brig", u"Bros", u"Capt", u"Cmdr",   u"Col",
        u"Comdr", u"Con",  u"Corp", u"Cpl",  u"DR",   u"Dr",   u"Drs",  u"Ens",  u"Gen",  u"Gov",    u"Hon",
        u"Hr",    u"Hosp", u"Insp", u"Lt",   u"MM",   u"MR",   u"MRS",  u"MS",   u"Maj",  u"Messrs", u"Mlle",
        u"Mme",   u"Mr",   u"Mrs",  u"Ms",   u"Msgr", u"Op",   u"Ord",  u"Pfc",  u"Ph",   u"Prof",   u"Pvt",
        u"Rep",   u"Reps", u"Res",  u"Rev",  u"Rt",   u"Sen",  u"Sens", u"Sfc",  u"Sgt",  u"Sr",     u"St",
        u"Supt",  u"Surg", u"v",    u"vs",   u"i.e",  u"rev",  u"e.g",  u"Nos",  u"Nr"};
    return words.contains(word) || (word.size() == 1 && word[0] >= u'A' && word[0] <= u'Z');
}

bool comesBeforeNumbers(const Text& word) { return word == u"No" || word == u"Art" || word == u"pp"; }

std::vector<Text> cutAtBlanks(const Text& text)
{
    std::vector<Text> words;
    Text word;
    for (const char16_t unit : text) {
        if (!isBlank(unit)) {
            word += unit;
        } else if (!word.empty()) {
            words.push_back(std::move(word));
            word.clear();
        }
    }
    if (!word.empty())
        words.push_back(std::move(word));
    return words;
}

/// What a word with a full stop at its end becomes; `next` is what follows it.
void addStopped(const Text& word, const Text& next, std::vector<Text>& words)
{
    const Text stem = word.substr(0, word.size() - 1);
    const char16_t first = next.empty() ? u' ' : next.front();
    if (stem.find(u'.') != Text::npos && std::ranges::any_of(stem, isAlpha)) {
        Text joined = word;
        std::erase(joined, u'.');
        words.push_back(std::move(joined));
    } else if (isAbbreviation(stem) || (first >= u'a' && first <= u'z')
               || (comesBeforeNumbers(stem) && isDigit(first))) {
        words.push_back(word);
    } else {
        words.push_back(stem);
        words.push_back(u".");
    }
}

std::vector<Text> withStopsApart(const std::vector<Text>& words)
{
    std::vector<Text> apart;
    for (std::size_t at = 0; at < words.size(); ++at) {
        if (words[at].size() > 1 && words[at].back() == u'.')
            addStopped(words[at], at + 1 < words.size() ? words[at + 1] : Text(), apart);
        else
            apart.push_back(words[at]);
    }
    return apart;
}

/// Whether a caption holds nothing that any of the steps above would change: most do.
bool isPlain(std::string_view caption)
{
    return std::ranges::all_of(caption, [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == ' ';
    });
}

std::vector<std::string> plainWords(std::string_view caption)
{
    std::vector<std::string_view> words;
    cutAtWhiteSpace(caption, words);
    return {words.begin(), words.end()};
}

} // namespace

std::vector<std::string> meteorWords(std::string_view caption)
{
    if (isPlain(caption))
        return plainWords(caption);
    Text text = withEllipsesHidden(withSignsApart(u" " + toUtf16(caption) + u" "));
    text = withApostrophesApart(withHyphensApart(withPlainQuotes(withCommasApart(std::move(text)))));
    std::vector<std::string> words;
    for (Text& word : withStopsApart(cutAtBlanks(text))) {
        for (char16_t& unit : word)
            unit = unit == kDotOfMany ? u'.' : lowerCaseTable()[unit];
        appendUtf8(word, words.emplace_back());
    }
    return words;
}

} // namespace descant::metrics
