// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/eaf.h"
#include "core/formats/internal/json_rows.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/language_codes.h"

#include <algorithm>
#include <charconv>
#include <unordered_set>

namespace descant::formats {
namespace {

using nlohmann::json;

constexpr const char* kDefaultLanguage = "en";

/// What the types of a document say of their tiers.
class Types {
public:
    explicit Types(pugi::xml_node root)
    {
        for (const pugi::xml_node type : root.children("LINGUISTIC_TYPE"))
            m_constraintOf.emplace(type.attribute("LINGUISTIC_TYPE_ID").value(), type.attribute("CONSTRAINTS").value());
    }

    /// As its type says, where there is one; else as its annotations are.
    bool hasTimes(pugi::xml_node tier) const
    {
        const auto type = m_constraintOf.find(tier.attribute("LINGUISTIC_TYPE_REF").value());
        if (type != m_constraintOf.end())
            return type->second != "Symbolic_Subdivision" && type->second != kEafAssociation;
        return !tier.first_child().child("REF_ANNOTATION");
    }

private:
    std::unordered_map<std::string, std::string> m_constraintOf;
};

json ourTiers(pugi::xml_node root)
{
    const auto tiers = parseStrictly(eafProperty(root, kEafTiersProperty));
    return tiers && tiers->is_object() ? *tiers : json::object();
}

/// The language that an identifier of a LANGUAGE means.
std::string languageOf(const std::string& id) { return id.empty() ? kDefaultLanguage : shortCodeOf(id); }

} // namespace

std::string plainMeaningOf(const std::string& id, const std::function<bool(const std::string&)>& isTier)
{
    const auto at = id.rfind('@');
    if (at == std::string::npos || !isTier(id.substr(0, at)))
        return id;
    int number = 0;
    const auto [end, problem] = std::from_chars(id.data() + at + 1, id.data() + id.size(), number);
    const bool isMore = problem == std::errc() && end == id.data() + id.size() && number >= 2;
    return isMore ? id.substr(0, at) : id;
}

std::vector<EafTier> eafTiersOf(pugi::xml_node root)
{
    const json ours = ourTiers(root);
    const Types types(root);
    std::unordered_set<std::string> ids;
    for (const pugi::xml_node node : root.children("TIER"))
        ids.insert(node.attribute("TIER_ID").value());
    const auto isTier = [&](const std::string& id) { return ids.contains(id); };
    std::vector<EafTier> tiers;
    for (const pugi::xml_node node : root.children("TIER")) {
        EafTier tier;
        tier.node = node;
        tier.id = node.attribute("TIER_ID").value();
        const std::string type = node.attribute("LINGUISTIC_TYPE_REF").value();
        tier.isOurValue = type == kEafStatusType || type == kEafSplitType;
        tier.hasTimes = !tier.isOurValue && types.hasTimes(node);
        const std::string plain = plainMeaningOf(tier.id, isTier);
        const json known = objectMember(ours, tier.id.c_str());
        tier.tier = textMember(known, "tier", textMember(objectMember(ours, plain.c_str()), "tier", plain));
        tier.language = textMember(known, "language", languageOf(node.attribute("LANG_REF").value()));
        tiers.push_back(std::move(tier));
    }
    return tiers;
}

std::string eafProperty(pugi::xml_node root, const char* name)
{
    return textOf(root.child("HEADER").find_child_by_attribute("PROPERTY", "NAME", name));
}

void setEafProperty(pugi::xml_node root, const char* name, const std::string& value)
{
    pugi::xml_node header = root.child("HEADER");
    pugi::xml_node property = header.find_child_by_attribute("PROPERTY", "NAME", name);
    if (value.empty()) {
        header.remove_child(property);
        return;
    }
    if (!property) {
        property = header.append_child("PROPERTY");
        property.append_attribute("NAME").set_value(name);
    }
    property.remove_children();
    property.text().set(value.c_str());
}

MediaTime eafOrigin(pugi::xml_node root)
{
    constexpr long long kFarthest = 1'000'000'000'000;
    const pugi::xml_attribute origin = root.child("HEADER").child("MEDIA_DESCRIPTOR").attribute("TIME_ORIGIN");
    return std::chrono::milliseconds(std::clamp(origin.as_llong(), -kFarthest, kFarthest));
}

} // namespace descant::formats
