// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/formats/exchange.h"

#include <pugixml.hpp>
#include <tl/expected.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace descant::formats {

/// Whether texts of blanks alone, as between two elements, stay.
enum class BlankTexts { LeftOut, Kept };

/// An XML text of a stranger, read strictly: well-formed, UTF-8 (or UTF-16 with its mark), no DOCTYPE and so no
/// entities but the five that XML has, and nesting that a recursion can follow. Nothing outside the text is ever
/// opened.
class XmlFile {
public:
    /// A file of at most 128 MiB; or what is wrong with it, and where.
    static tl::expected<XmlFile, ImportProblem> read(const std::filesystem::path& path,
                                                     BlankTexts blanks = BlankTexts::LeftOut);
    /// A text in UTF-8.
    static tl::expected<XmlFile, ImportProblem> parse(std::string_view text, BlankTexts blanks = BlankTexts::LeftOut);

    pugi::xml_node root() const { return m_document.document_element(); }
    pugi::xml_document& document() { return m_document; }
    /// Where the element begins in the text; counted from 1.
    std::size_t lineOf(pugi::xml_node node) const;

private:
    std::size_t lineAt(std::size_t offset) const;
    std::optional<ImportProblem> checkElements() const;

    pugi::xml_document m_document;
    std::vector<std::size_t> m_lineStarts; ///< offsets
};

/// The text of an element and of everything in it.
std::string textOf(pugi::xml_node element);

/// What XML can hold of a text: without the characters that it forbids, line ends as LF.
std::string textForXml(std::string_view text);

/// A name that can be an xml:id: a letter or "_", then letters, digits, ".", "-", "_".
bool isXmlName(std::string_view name);

/// An element as text, on one line; and elements from such a text, appended to `parent` where it is well-formed.
std::string xmlText(pugi::xml_node node);
void appendXml(pugi::xml_node parent, const std::string& text);

/// The whole document, indented, ready to be written.
std::string documentText(const pugi::xml_document& document);

} // namespace descant::formats
