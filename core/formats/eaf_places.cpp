// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/internal/eaf_places.h"

#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/language_codes.h"
#include "core/formats/internal/time_text.h"

#include <algorithm>

namespace descant::formats {

using nlohmann::json;
using std::chrono::milliseconds;

namespace {

constexpr const char* kFirstTier = "caption"; ///< what the tier without a name is called
constexpr const char* kCaptionType = "descant-caption";

/// The document's time line must not begin after the first annotation.
void moveOrigins(pugi::xml_node root, MediaTime by)
{
    for (pugi::xml_node descriptor : root.child("HEADER").children("MEDIA_DESCRIPTOR")) {
        const long long origin = descriptor.attribute("TIME_ORIGIN").as_llong();
        setAttribute(descriptor, "TIME_ORIGIN",
                     std::to_string(origin + std::chrono::duration_cast<milliseconds>(by).count()));
    }
}

} // namespace

EafPlaces::EafPlaces(pugi::xml_node root, const ExportSource& source) : m_root(root), m_source(source)
{
    for (EafTier& tier : eafTiersOf(m_root)) {
        if (tier.hasTimes)
            m_rows.push_back({std::move(tier), MediaTime{-1}, {}});
    }
}

void EafPlaces::placeAll(const std::vector<ExportCaption>& captions)
{
    MediaTime origin = eafOrigin(m_root);
    const MediaTime first = inMilliseconds(captions.front().segment->range).start;
    if (first < origin) {
        moveOrigins(m_root, first - origin);
        origin = first;
    }
    for (const ExportCaption& caption : captions) {
        const TimeRange range = inMilliseconds(caption.segment->range);
        m_placed.push_back({&caption, {range.start - origin, range.end - origin}, {}});
        EafRow& row = rowFor(m_placed.back());
        row.placed.push_back(m_placed.size() - 1);
        row.lastEnd = m_placed.back().range.end;
    }
}

EafRow& EafPlaces::rowFor(const EafPlaced& placed)
{
    const project::Segment& segment = *placed.caption->segment;
    const std::string tierName = onOneLine(textForXml(segment.tier));
    const json& kept = m_source.keptOf(*placed.caption);
    const std::string home = textMember(kept, "tier");
    EafRow* found = nullptr;
    for (EafRow& row : m_rows) {
        const bool isHome = row.tier.id == home;
        const bool speaks = row.tier.language == segment.language || (isHome && hasOwnLanguage(placed));
        const bool isFree = row.lastEnd <= placed.range.start;
        if (row.tier.tier == tierName && speaks && isFree && (found == nullptr || isHome))
            found = &row;
    }
    return found != nullptr ? *found : newRow(tierName, segment.language);
}

/// The annotation named its language itself, and it is still that one.
bool EafPlaces::hasOwnLanguage(const EafPlaced& placed) const
{
    const std::string own = textMember(objectMember(m_source.keptOf(*placed.caption), "attributes"), "LANG_REF");
    return !own.empty() && shortCodeOf(own) == placed.caption->segment->language;
}

EafRow& EafPlaces::newRow(const std::string& tierName, const std::string& language)
{
    const auto sameTier = [&](const EafRow& row) { return row.tier.tier == tierName; };
    const auto sibling = std::find_if(m_rows.begin(), m_rows.end(), sameTier);
    std::string base = tierName.empty() ? kFirstTier : tierName;
    if (sibling != m_rows.end() && sibling->tier.language != language)
        base += "-" + language;
    EafRow row;
    row.tier.id = freeEafTierId(m_root, base);
    row.tier.tier = tierName;
    row.tier.language = language;
    row.tier.hasTimes = true;
    row.tier.node = appendEafChild(m_root, "TIER");
    setAttribute(row.tier.node, "TIER_ID", row.tier.id);
    setAttribute(row.tier.node, "LINGUISTIC_TYPE_REF", kCaptionType);
    setAttribute(row.tier.node, "LANG_REF", languageId(language));
    return m_rows.emplace_back(std::move(row));
}

/// The identifier of a declared language; what cannot be one is given another.
std::string EafPlaces::languageId(const std::string& language)
{
    std::string id = longCodeOf(language);
    if (!isXmlName(id))
        id = "language" + std::to_string(m_oddLanguages.emplace(language, m_oddLanguages.size() + 1).first->second);
    pugi::xml_node declared = eafChild(m_root, "LANGUAGE", "LANG_ID", id);
    if (!declared.attribute("LANG_LABEL"))
        setAttribute(declared, "LANG_LABEL", textForXml(language));
    return id;
}

} // namespace descant::formats
