// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/json_text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <random>

using namespace descant;

namespace {

using nlohmann::json;

/// Long and short runs of what needs care: quotes, controls, characters of every length, and bytes that are none.
std::string randomText(std::mt19937& random)
{
    static const std::vector<std::string> kParts{"a",        "plain text of some length", "\"", "\\",   "\n", std::string(1, '\0'),
                                                 "\x1f",     "\x7f",                      "ä",  "\xe2\x80\xa8", "漢",
                                                 "\xf0\x9f\x98\x80", "\xff",   "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\x80"};
    std::string text;
    for (std::size_t count = random() % 12; count > 0; --count)
        text += kParts[random() % (random() % 2 == 0 ? kParts.size() : 12)];
    return text;
}

TEST(JsonText, isWhatTheLibraryWrites)
{
    std::mt19937 random(5);
    std::size_t broken = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string text = randomText(random);
        std::string written;
        const TextIs is = appendJsonString(written, text);
        EXPECT_EQ(json::parse(written), json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::replace)));
        const bool isUtf8 = json::accept(json(text).dump(-1, ' ', false, json::error_handler_t::ignore))
            && json::parse(json(text).dump(-1, ' ', false, json::error_handler_t::ignore)) == json(text);
        EXPECT_EQ(is == TextIs::Utf8, isUtf8) << written;
        EXPECT_EQ(utf8Prefix(text) == text.size(), isUtf8);
        broken += isUtf8 ? 0 : 1;
    }
    EXPECT_GT(broken, 1000U);
    EXPECT_LT(broken, 19'000U);
}

TEST(JsonText, isAppended)
{
    std::string text = "[";
    EXPECT_EQ(appendJsonString(text, "a\"b"), TextIs::Utf8);
    EXPECT_EQ(text, R"(["a\"b")");
}

TEST(JsonText, aPrefixEndsBeforeTheFirstByteThatIsNoCharacter)
{
    EXPECT_EQ(utf8Prefix(""), 0U);
    EXPECT_EQ(utf8Prefix("grün\xff"), 5U);
    EXPECT_EQ(utf8Prefix("long enough for eight bytes \xe6\xbc"), 28U);
}

} // namespace
