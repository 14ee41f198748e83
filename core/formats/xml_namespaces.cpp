// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/xml_namespaces.h"

#include <optional>
#include <set>
#include <vector>

namespace descant::formats {
namespace {

constexpr const char* kDeclaration = "xmlns";
constexpr std::string_view kDeclarations = "xmlns:";

std::string prefixOf(std::string_view name)
{
    const auto colon = name.find(':');
    return colon == std::string_view::npos ? std::string() : std::string(name.substr(0, colon));
}

std::string localOf(std::string_view name)
{
    const auto colon = name.find(':');
    return std::string(colon == std::string_view::npos ? name : name.substr(colon + 1));
}

class Unifier {
public:
    explicit Unifier(const XmlPrefixes& known) : m_prefixes(known)
    {
        for (const auto& [prefix, uri] : known)
            m_prefixOf.emplace(uri, prefix);
    }

    /// `scope` is what the elements above declare.
    std::optional<NamespaceProblem> visit(pugi::xml_node element, XmlPrefixes scope)
    {
        takeDeclarations(element, scope);
        const auto name = renamed(element.name(), scope, true);
        if (!name)
            return NamespaceProblem{element, std::string("the element \"") + element.name() + "\" is in no namespace"};
        element.set_name(name->c_str());
        std::set<std::string> names;
        for (pugi::xml_attribute attribute : element.attributes()) {
            const auto own = renamed(attribute.name(), scope, false);
            if (!own)
                return NamespaceProblem{element,
                                        std::string("the prefix of \"") + attribute.name() + "\" is not declared"};
            if (!names.insert(*own).second)
                return NamespaceProblem{element, "the attribute \"" + *own + "\" stands twice"};
            attribute.set_name(own->c_str());
        }
        for (const pugi::xml_node child : element.children()) {
            if (child.type() != pugi::node_element)
                continue;
            if (auto problem = visit(child, scope))
                return problem;
        }
        return std::nullopt;
    }

    const XmlPrefixes& prefixes() const { return m_prefixes; }

private:
    static void takeDeclarations(pugi::xml_node element, XmlPrefixes& scope)
    {
        std::vector<pugi::xml_attribute> taken;
        for (const pugi::xml_attribute attribute : element.attributes()) {
            const std::string_view name = attribute.name();
            if (name != kDeclaration && name.substr(0, kDeclarations.size()) != kDeclarations)
                continue;
            scope[name == kDeclaration ? "" : localOf(name)] = attribute.value();
            taken.push_back(attribute);
        }
        for (const pugi::xml_attribute& attribute : taken)
            element.remove_attribute(attribute);
    }

    std::optional<std::string> renamed(const char* name, const XmlPrefixes& scope, bool isElement)
    {
        const std::string prefix = prefixOf(name);
        if (prefix == "xml" || (prefix.empty() && !isElement))
            return name;
        const auto uri = scope.find(prefix);
        if (uri == scope.end() || uri->second.empty())
            return std::nullopt;
        const std::string ours = prefixFor(uri->second, prefix, isElement);
        return ours.empty() ? localOf(name) : ours + ":" + localOf(name);
    }

    /// An attribute of the namespace that needs no prefix for elements needs one all the same.
    std::string prefixFor(const std::string& uri, const std::string& wanted, bool isElement)
    {
        const auto known = m_prefixOf.find(uri);
        if (known != m_prefixOf.end() && (isElement || !known->second.empty()))
            return known->second;
        const std::string key = isElement ? uri : "attributes of " + uri;
        if (const auto given = m_prefixOf.find(key); given != m_prefixOf.end())
            return given->second;
        std::string prefix = wanted;
        for (int number = 1; prefix.empty() || m_prefixes.contains(prefix); ++number)
            prefix = "ns" + std::to_string(number);
        m_prefixes[prefix] = uri;
        m_prefixOf[key] = prefix;
        return prefix;
    }

    XmlPrefixes m_prefixes;
    std::map<std::string, std::string> m_prefixOf;
};

void collectPrefixes(pugi::xml_node element, std::set<std::string>& used)
{
    used.insert(prefixOf(element.name()));
    for (const pugi::xml_attribute attribute : element.attributes()) {
        if (const std::string prefix = prefixOf(attribute.name()); !prefix.empty())
            used.insert(prefix);
    }
    for (const pugi::xml_node child : element.children()) {
        if (child.type() == pugi::node_element)
            collectPrefixes(child, used);
    }
}

} // namespace

tl::expected<XmlPrefixes, NamespaceProblem> unifyPrefixes(pugi::xml_node root, const XmlPrefixes& known)
{
    Unifier unifier(known);
    if (auto problem = unifier.visit(root, {}))
        return tl::unexpected(std::move(*problem));
    return unifier.prefixes();
}

void declarePrefixes(pugi::xml_node root, const XmlPrefixes& prefixes)
{
    std::set<std::string> used;
    collectPrefixes(root, used);
    for (auto prefix = used.rbegin(); prefix != used.rend(); ++prefix) {
        const auto uri = prefixes.find(*prefix);
        if (uri == prefixes.end())
            continue;
        const std::string name = prefix->empty() ? kDeclaration : std::string(kDeclarations) + *prefix;
        root.prepend_attribute(name.c_str()).set_value(uri->second.c_str());
    }
}

} // namespace descant::formats
