// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/media_time.h"
#include "core/formats/internal/xml_file.h"

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace descant::formats {

/// What the reader and the writer of ELAN's EAF both know. Times of a document are in milliseconds.

/// Our types of dependent tiers: one value for an annotation of the tier above.
constexpr const char* kEafStatusType = "descant-status";
constexpr const char* kEafSplitType = "descant-split";
constexpr const char* kEafAssociation = "Symbolic_Association";
/// The member of a medium in which an import keeps the document without the annotations that became segments.
constexpr const char* kEafDocument = "document";
/// Properties of the header that are ours: what our tiers mean where their names do not tell, and the medium's name
/// where the file's does not tell it.
constexpr const char* kEafTiersProperty = "descant:tiers";
constexpr const char* kEafMediumProperty = "descant:medium";

/// A tier of a document.
struct EafTier {
    pugi::xml_node node;
    std::string id;
    std::string tier;        ///< Segment::tier of its annotations
    std::string language;    ///< of annotations that name none
    bool hasTimes = false;   ///< its annotations lie on the time line themselves
    bool isOurValue = false; ///< it says the status or the split
};
std::vector<EafTier> eafTiersOf(pugi::xml_node root);

/// What a tier's name means without our property: "name@2" is more of the tier "name" where that one exists.
std::string plainMeaningOf(const std::string& id, const std::function<bool(const std::string&)>& isTier);

/// The value of a property of the header; empty where there is none.
std::string eafProperty(pugi::xml_node root, const char* name);
/// Sets the property; removes it for an empty value.
void setEafProperty(pugi::xml_node root, const char* name, const std::string& value);

/// How far the first medium is moved against the document's time line.
MediaTime eafOrigin(pugi::xml_node root);

/// The times of a document's slots. Slots without a value lie evenly between those that have one: along the
/// annotations of a tier that follow one another, else in the order of the file.
class EafTimes {
public:
    EafTimes(const XmlFile& file, std::function<void(std::size_t line, std::string message)> refuse);

    /// Nothing for a slot that is not there or has no time.
    std::optional<MediaTime> at(const std::string& slot) const;
    bool has(const std::string& slot) const { return m_indexOf.contains(slot); }

private:
    void readSlots();
    void fillAlongTiers();
    void fillInOrder();
    void spread(const std::vector<std::size_t>& between, MediaTime from, MediaTime to);

    const XmlFile& m_file;
    std::function<void(std::size_t, std::string)> m_refuse;
    std::unordered_map<std::string, std::size_t> m_indexOf;
    std::vector<std::optional<MediaTime>> m_times; ///< in the order of the file
};

void setAttribute(pugi::xml_node node, const char* name, const std::string& value);

/// A new child in the order that the schema wants.
pugi::xml_node appendEafChild(pugi::xml_node root, const char* name);
/// The child of that name whose attribute has that value; made where it is missing.
pugi::xml_node eafChild(pugi::xml_node root, const char* name, const char* attribute, const std::string& value);
/// "base", or "base@2" and so on where there is such a tier.
std::string freeEafTierId(pugi::xml_node root, const std::string& base);
/// All identifiers of a document: they share one space. Those of time slots are not among them.
std::unordered_set<std::string> eafIdentifiers(pugi::xml_node root);
/// Declares every type that a tier names, and the constraints that types refer to.
void declareEafTypes(pugi::xml_node root);
/// What the schema wants beside the tiers: date, version, units.
void completeEafDocument(pugi::xml_node root);
/// Brings controlled vocabularies of older versions into the form of version 3.0.
void modernizeEafVocabularies(pugi::xml_node root);
/// Removes what refers to an annotation that is not there; gives the number of annotations that went.
std::size_t pruneEafReferences(pugi::xml_node root);

} // namespace descant::formats
