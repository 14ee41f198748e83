// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/dapt.h"
#include "core/formats/internal/time_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <sstream>

namespace descant::formats {
namespace {

constexpr double kLatestSecond = 1e7;

std::optional<double> decimal(std::string_view text)
{
    double value = 0;
    const bool isPlain = text.find_first_not_of("0123456789.") == std::string_view::npos;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (!isPlain || problem != std::errc() || end != text.data() + text.size() || !std::isfinite(value))
        return std::nullopt;
    return value;
}

double positive(pugi::xml_attribute attribute, double otherwise)
{
    const auto value = decimal(attribute.value());
    return value && *value > 0 ? *value : otherwise;
}

bool startsWith(std::string_view text, std::string_view begin) { return text.substr(0, begin.size()) == begin; }

void collectText(pugi::xml_node element, bool keepsBlanks, std::string& text)
{
    for (const pugi::xml_node child : element) {
        const std::string_view name = child.name();
        if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
            std::string part = child.value();
            if (!keepsBlanks)
                std::replace(part.begin(), part.end(), '\n', ' ');
            text += part;
        } else if (name == "br") {
            text += '\n';
        } else if (name == "span") {
            collectText(child, keepsBlanks, text);
        }
    }
}

/// Runs of blanks as one, none at the edges of a line.
std::string withPlainBlanks(const std::string& text)
{
    std::string plain;
    for (const char c : text) {
        const bool isBlank = c == ' ' || c == '\t' || c == '\r';
        if (c == '\n' && !plain.empty() && plain.back() == ' ')
            plain.pop_back();
        if (!isBlank)
            plain.push_back(c);
        else if (!plain.empty() && plain.back() != ' ' && plain.back() != '\n')
            plain.push_back(' ');
    }
    if (!plain.empty() && plain.back() == ' ')
        plain.pop_back();
    return plain;
}

} // namespace

const XmlPrefixes& daptPrefixes()
{
    static const XmlPrefixes prefixes{{"", "http://www.w3.org/ns/ttml"},
                                      {"ttp", "http://www.w3.org/ns/ttml#parameter"},
                                      {"ttm", "http://www.w3.org/ns/ttml#metadata"},
                                      {"tts", "http://www.w3.org/ns/ttml#styling"},
                                      {"tta", "http://www.w3.org/ns/ttml#audio"},
                                      {"daptm", "http://www.w3.org/ns/ttml/profile/dapt#metadata"},
                                      {"ebuttm", "urn:ebu:tt:metadata"},
                                      {"xlink", "http://www.w3.org/1999/xlink"},
                                      {"descant", "urn:descant:metadata"}};
    return prefixes;
}

bool isDaptDescriptor(std::string_view text)
{
    constexpr std::array<std::string_view, 10> kDefined{"audio",
                                                        "audio.dialogue",
                                                        "audio.nonDialogueSounds",
                                                        "visual",
                                                        "visual.dialogue",
                                                        "visual.text",
                                                        "visual.nonText",
                                                        "visual.text.title",
                                                        "visual.text.credit",
                                                        "visual.text.location"};
    if (std::find(kDefined.begin(), kDefined.end(), text) != kDefined.end())
        return true;
    // A user's own begins with "x-", at the end of one that is defined as well.
    const auto own = startsWith(text, "x-") ? 0 : text.find(".x-");
    if (own == std::string_view::npos)
        return false;
    const std::string_view rest = text.substr(own == 0 ? 0 : own + 1);
    const bool isName = rest.size() > 2 && rest.find_first_of(" \t\n\"<>&'") == std::string_view::npos;
    return isName && (own == 0 || isDaptDescriptor(text.substr(0, own)));
}

bool daptCovers(std::string_view wide, std::string_view narrow)
{
    return wide == narrow || startsWith(narrow, std::string(wide) + ".");
}

bool isLanguageTag(std::string_view text)
{
    constexpr std::size_t kLongest = 8;
    std::size_t length = 0;
    bool isFirst = true;
    for (const char c : text) {
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        const bool isDigit = c >= '0' && c <= '9';
        if (c == '-' && length > 0) {
            length = 0;
            isFirst = false;
        } else if ((!isLetter && !(isDigit && !isFirst)) || ++length > kLongest) {
            return false;
        }
    }
    return length > 0;
}

DaptClock DaptClock::of(pugi::xml_node root)
{
    DaptClock clock;
    clock.frameRate = positive(root.attribute("ttp:frameRate"), clock.frameRate);
    std::istringstream multiplier(root.attribute("ttp:frameRateMultiplier").value());
    double numerator = 1, denominator = 1;
    if (multiplier >> numerator >> denominator && numerator > 0 && denominator > 0)
        clock.frameRate *= numerator / denominator;
    const double ticks = root.attribute("ttp:frameRate") ? clock.frameRate : clock.tickRate;
    clock.tickRate = positive(root.attribute("ttp:tickRate"), ticks);
    return clock;
}

std::optional<MediaTime> DaptClock::time(std::string_view text) const
{
    if (text.find(':') != std::string_view::npos) {
        const bool hasHours = std::count(text.begin(), text.end(), ':') == 2;
        return hasHours && text.find(',') == std::string_view::npos ? timeCodeFrom(text) : std::nullopt;
    }
    const auto unit = text.find_first_not_of("0123456789.");
    if (unit == std::string_view::npos)
        return std::nullopt;
    const std::string_view name = text.substr(unit);
    const double seconds = name == "h" ? 3600
        : name == "m"                  ? 60
        : name == "s"                  ? 1
        : name == "ms"                 ? 0.001
        : name == "f"                  ? 1 / frameRate
        : name == "t"                  ? 1 / tickRate
                                       : 0;
    const auto value = decimal(text.substr(0, unit));
    if (seconds == 0 || !value || *value * seconds > kLatestSecond)
        return std::nullopt;
    return fromSeconds(*value * seconds);
}

std::string daptText(pugi::xml_node paragraph, bool keepsBlanks)
{
    std::string text;
    collectText(paragraph, keepsBlanks, text);
    return keepsBlanks ? text : withPlainBlanks(text);
}

void setDaptText(pugi::xml_node paragraph, const std::string& text)
{
    if (withPlainBlanks(text) != text)
        paragraph.append_attribute("xml:space").set_value("preserve");
    std::istringstream lines(text);
    bool isFirst = true;
    for (std::string line; std::getline(lines, line); isFirst = false) {
        if (!isFirst)
            paragraph.append_child("br");
        if (!line.empty())
            paragraph.append_child(pugi::node_pcdata).set_value(line.c_str());
    }
    if (!text.empty() && text.back() == '\n')
        paragraph.append_child("br");
}

bool hasDaptMarkup(pugi::xml_node paragraph)
{
    const auto isMarkup = [](const pugi::xml_node& child) {
        return child.type() == pugi::node_element && std::strcmp(child.name(), "br") != 0;
    };
    return std::any_of(paragraph.begin(), paragraph.end(), isMarkup);
}

std::string innerXml(pugi::xml_node element)
{
    std::string text;
    for (const pugi::xml_node child : element)
        text += xmlText(child);
    return text;
}

} // namespace descant::formats
