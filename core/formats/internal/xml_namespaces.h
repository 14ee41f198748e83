// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <pugixml.hpp>
#include <tl/expected.hpp>

#include <map>
#include <string>

namespace descant::formats {

/// Prefixes of namespaces; the empty one stands for elements without a prefix.
using XmlPrefixes = std::map<std::string, std::string>;

/// An element that does not fit its namespaces, and what is wrong.
struct NamespaceProblem {
    pugi::xml_node element;
    std::string message;
};

/// Renames the elements and attributes of a document so that those of each namespace of `known` (prefix to URI) have
/// its prefix, and those of another one have one prefix throughout; takes the declarations away. Gives all prefixes, as
/// a root must declare them. Nested no deeper than XmlFile allows.
tl::expected<XmlPrefixes, NamespaceProblem> unifyPrefixes(pugi::xml_node root, const XmlPrefixes& known);

/// Declares at the root those of the prefixes that the document uses.
void declarePrefixes(pugi::xml_node root, const XmlPrefixes& prefixes);

} // namespace descant::formats
