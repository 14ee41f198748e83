// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/formats/internal/xml_file.h"
#include "core/formats/internal/xml_namespaces.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace descant::formats {

/// What the reader and the writer of DAPT (W3C, a profile of TTML2) both know.

constexpr const char* kDaptProfile = "http://www.w3.org/ns/ttml/profile/dapt1.0/content";
/// What is represented by a description of pictures: what a segment without a tier says.
constexpr const char* kDaptDescription = "visual.nonText";
constexpr const char* kDaptMediaName = "ebuttm:sourceMediaIdentifier";
/// In the metadata of a script event: what of a segment the format has no place for.
constexpr const char* kDaptSegment = "descant:segment";

/// The namespaces that a script may use, under the prefixes that we write.
const XmlPrefixes& daptPrefixes();

/// "visual.text.title", "x-mine": one of the content descriptors that the profile defines or leaves to users.
bool isDaptDescriptor(std::string_view text);
/// "visual" covers "visual.nonText".
bool daptCovers(std::string_view wide, std::string_view narrow);
/// A tag as xml:lang takes it.
bool isLanguageTag(std::string_view text);

/// The words of a list, such as of descriptors.
std::vector<std::string> daptWords(const char* list);
/// What a script as a whole must say, and who may speak in it; the schema cannot tell.
void checkDaptRules(pugi::xml_node root, const std::function<void(pugi::xml_node, std::string)>& refuse);

/// How the numbers in a script's times are to be read.
struct DaptClock {
    double frameRate = 30.0;
    double tickRate = 1.0;

    static DaptClock of(pugi::xml_node root);
    /// "00:00:12.480", "12.48s", "500ms", "12f", "48t"; nothing for anything else.
    std::optional<MediaTime> time(std::string_view text) const;
};

/// The words of a <p>: its markup left out, <br/> as a line break, blanks as xml:space wants them.
std::string daptText(pugi::xml_node paragraph, bool keepsBlanks);
/// Puts a text into a <p>, so that daptText() gives it back.
void setDaptText(pugi::xml_node paragraph, const std::string& text);
/// True where a <p> holds more than text and line breaks.
bool hasDaptMarkup(pugi::xml_node paragraph);

/// What is inside an element, as text.
std::string innerXml(pugi::xml_node element);

} // namespace descant::formats
