// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/identifier.h"
#include "core/formats/internal/eaf.h"
#include "core/formats/internal/time_text.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

namespace descant::formats {
namespace {

constexpr const char* kNoLanguage = "und";
constexpr const char* kLastIdProperty = "lastUsedAnnotationId";

/// The order of the schema.
constexpr std::array<std::string_view, 12> kChildren{"LICENSE",     "HEADER",          "TIME_ORDER",
                                                     "TIER",        "LINGUISTIC_TYPE", "LOCALE",
                                                     "LANGUAGE",    "CONSTRAINT",      "CONTROLLED_VOCABULARY",
                                                     "LEXICON_REF", "REF_LINK_SET",    "EXTERNAL_REF"};

std::size_t rankOf(std::string_view name)
{
    return static_cast<std::size_t>(std::find(kChildren.begin(), kChildren.end(), name) - kChildren.begin());
}

void moveAttribute(pugi::xml_node from, const char* name, pugi::xml_node to)
{
    if (const pugi::xml_attribute attribute = from.attribute(name)) {
        to.append_copy(attribute);
        from.remove_attribute(name);
    }
}

/// In words, as well: readers ask for them.
void declareConstraint(pugi::xml_node root, const std::string& name)
{
    static const std::map<std::string, std::string> kWords{
        {kEafAssociation, "One annotation for each annotation of the tier above"},
        {"Symbolic_Subdivision", "Parts, in order, of each annotation of the tier above"},
        {"Time_Subdivision", "Stretches that divide each annotation of the tier above without gaps"},
        {"Included_In", "Stretches within each annotation of the tier above"}};
    pugi::xml_node constraint = eafChild(root, "CONSTRAINT", "STEREOTYPE", name);
    const auto words = kWords.find(name);
    if (!constraint.attribute("DESCRIPTION") && words != kWords.end())
        setAttribute(constraint, "DESCRIPTION", words->second);
}

/// Before 2.8 an entry was one value, without a language and without an id.
void modernizeEntry(pugi::xml_node vocabulary, pugi::xml_node entry, int number)
{
    pugi::xml_node modern = vocabulary.insert_child_before("CV_ENTRY_ML", entry);
    modern.append_attribute("CVE_ID").set_value(("cve" + std::to_string(number)).c_str());
    moveAttribute(entry, "EXT_REF", modern);
    pugi::xml_node value = modern.append_child("CVE_VALUE");
    moveAttribute(entry, "DESCRIPTION", value);
    value.append_attribute("LANG_REF").set_value(kNoLanguage);
    value.text().set(textOf(entry).c_str());
    vocabulary.remove_child(entry);
}

void modernizeVocabulary(pugi::xml_node vocabulary)
{
    if (const pugi::xml_attribute about = vocabulary.attribute("DESCRIPTION")) {
        pugi::xml_node description = vocabulary.prepend_child("DESCRIPTION");
        description.append_attribute("LANG_REF").set_value(kNoLanguage);
        description.text().set(about.value());
        vocabulary.remove_attribute("DESCRIPTION");
    }
    int number = 0;
    for (pugi::xml_node entry = vocabulary.child("CV_ENTRY"); entry; entry = vocabulary.child("CV_ENTRY"))
        modernizeEntry(vocabulary, entry, ++number);
}

std::set<std::string> annotationIds(pugi::xml_node root)
{
    std::set<std::string> ids;
    for (const pugi::xml_node tier : root.children("TIER")) {
        for (const pugi::xml_node annotation : tier.children("ANNOTATION"))
            ids.insert(annotation.first_child().attribute("ANNOTATION_ID").value());
    }
    return ids;
}

/// One round: what refers to what went is itself referred to.
std::size_t removeOrphans(pugi::xml_node root)
{
    const std::set<std::string> ids = annotationIds(root);
    const auto isGone = [&](pugi::xml_attribute reference) { return reference && !ids.contains(reference.value()); };
    std::size_t removed = 0;
    for (pugi::xml_node tier : root.children("TIER")) {
        for (pugi::xml_node annotation = tier.child("ANNOTATION"); annotation;) {
            const pugi::xml_node next = annotation.next_sibling("ANNOTATION");
            pugi::xml_node inner = annotation.first_child();
            if (isGone(inner.attribute("PREVIOUS_ANNOTATION")))
                inner.remove_attribute("PREVIOUS_ANNOTATION");
            if (isGone(inner.attribute("ANNOTATION_REF"))) {
                tier.remove_child(annotation);
                ++removed;
            }
            annotation = next;
        }
    }
    return removed;
}

/// One round again: links may refer to annotations and to other links.
std::size_t removeLinks(pugi::xml_node root)
{
    std::set<std::string> ids = annotationIds(root);
    for (const pugi::xml_node set : root.children("REF_LINK_SET")) {
        for (const pugi::xml_node link : set.children())
            ids.insert(link.attribute("REF_LINK_ID").value());
    }
    const auto isGone = [&](pugi::xml_attribute references) {
        std::istringstream words(references.value());
        return std::any_of(std::istream_iterator<std::string>(words), {},
                           [&](const std::string& id) { return !ids.contains(id); });
    };
    std::size_t removed = 0;
    for (pugi::xml_node set : root.children("REF_LINK_SET")) {
        for (pugi::xml_node link = set.first_child(); link;) {
            const pugi::xml_node next = link.next_sibling();
            if (isGone(link.attribute("REF1")) || isGone(link.attribute("REF2")) || isGone(link.attribute("REFS")))
                removed += set.remove_child(link) ? 1 : 0;
            link = next;
        }
    }
    return removed;
}

} // namespace

void setAttribute(pugi::xml_node node, const char* name, const std::string& value)
{
    pugi::xml_attribute attribute = node.attribute(name);
    (attribute ? attribute : node.append_attribute(name)).set_value(value.c_str());
}

pugi::xml_node appendEafChild(pugi::xml_node root, const char* name)
{
    pugi::xml_node before;
    for (const pugi::xml_node child : root.children()) {
        if (child.type() == pugi::node_element && rankOf(child.name()) <= rankOf(name))
            before = child;
    }
    return before ? root.insert_child_after(name, before) : root.prepend_child(name);
}

pugi::xml_node eafChild(pugi::xml_node root, const char* name, const char* attribute, const std::string& value)
{
    pugi::xml_node child = root.find_child_by_attribute(name, attribute, value.c_str());
    if (child)
        return child;
    child = appendEafChild(root, name);
    child.append_attribute(attribute).set_value(value.c_str());
    return child;
}

void modernizeEafVocabularies(pugi::xml_node root)
{
    bool isOld = false;
    for (const pugi::xml_node vocabulary : root.children("CONTROLLED_VOCABULARY")) {
        if (!vocabulary.child("CV_ENTRY") && !vocabulary.attribute("DESCRIPTION"))
            continue;
        isOld = true;
        modernizeVocabulary(vocabulary);
    }
    if (isOld)
        eafChild(root, "LANGUAGE", "LANG_ID", kNoLanguage);
}

std::size_t pruneEafReferences(pugi::xml_node root)
{
    std::size_t removed = 0;
    for (std::size_t round = removeOrphans(root); round > 0; round = removeOrphans(root))
        removed += round;
    for (std::size_t round = removeLinks(root); round > 0; round = removeLinks(root))
        removed += round;
    return removed;
}

std::string freeEafTierId(pugi::xml_node root, const std::string& base)
{
    for (int number = 1;; ++number) {
        const std::string id = number == 1 ? base : base + "@" + std::to_string(number);
        if (!root.find_child_by_attribute("TIER", "TIER_ID", id.c_str()))
            return id;
    }
}

std::unordered_set<std::string> eafIdentifiers(pugi::xml_node root)
{
    std::unordered_set<std::string> ids;
    for (const char* name : {"LOCALE", "LANGUAGE", "CONSTRAINT", "LEXICON_REF", "EXTERNAL_REF"}) {
        for (const pugi::xml_node child : root.children(name))
            ids.insert(child.first_attribute().value());
    }
    for (const pugi::xml_node set : root.children("REF_LINK_SET")) {
        ids.insert(set.attribute("LINK_SET_ID").value());
        for (const pugi::xml_node link : set.children())
            ids.insert(link.attribute("REF_LINK_ID").value());
    }
    for (const pugi::xml_node tier : root.children("TIER")) {
        for (const pugi::xml_node annotation : tier.children("ANNOTATION"))
            ids.insert(annotation.first_child().attribute("ANNOTATION_ID").value());
    }
    return ids;
}

void declareEafTypes(pugi::xml_node root)
{
    std::map<std::string, bool> wanted; // and whether it hangs on another tier
    for (const pugi::xml_node tier : root.children("TIER"))
        wanted[tier.attribute("LINGUISTIC_TYPE_REF").value()] = tier.first_child().child("REF_ANNOTATION");
    for (const auto& [id, isDependent] : wanted) {
        pugi::xml_node type = eafChild(root, "LINGUISTIC_TYPE", "LINGUISTIC_TYPE_ID", id);
        if (type.attribute("TIME_ALIGNABLE") || type.attribute("CONSTRAINTS"))
            continue;
        setAttribute(type, "TIME_ALIGNABLE", isDependent ? "false" : "true");
        setAttribute(type, "GRAPHIC_REFERENCES", "false");
        if (isDependent)
            setAttribute(type, "CONSTRAINTS", kEafAssociation);
    }
    for (const pugi::xml_node type : root.children("LINGUISTIC_TYPE")) {
        if (const pugi::xml_attribute constraint = type.attribute("CONSTRAINTS"))
            declareConstraint(root, constraint.value());
    }
}

void completeEafDocument(pugi::xml_node root)
{
    const std::string now = timestampNow();
    setAttribute(root, "DATE", now.substr(0, 19) + "+00:00");
    if (!root.attribute("AUTHOR"))
        setAttribute(root, "AUTHOR", "");
    setAttribute(root, "FORMAT", "3.0");
    setAttribute(root, "VERSION", "3.0");
    setAttribute(root, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
    setAttribute(root, "xsi:noNamespaceSchemaLocation", "http://www.mpi.nl/tools/elan/EAFv3.0.xsd");
    setAttribute(root.child("HEADER"), "MEDIA_FILE", root.child("HEADER").attribute("MEDIA_FILE").value());
    setAttribute(root.child("HEADER"), "TIME_UNITS", "milliseconds");
    std::size_t last = 0;
    for (const std::string& id : eafIdentifiers(root)) {
        const auto number = id.substr(0, 1) == "a" ? secondsFrom(id.substr(1)) : std::nullopt;
        last = std::max(last, number ? static_cast<std::size_t>(toSeconds(*number)) : 0);
    }
    setEafProperty(root, kLastIdProperty, std::to_string(last));
}

} // namespace descant::formats
