// SPDX-License-Identifier: GPL-3.0-or-later
// ELAN annotation files (EAF 3.0). A document that came in goes out again with the segments in their places.
#include "core/formats/internal/eaf_places.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/media_index.h"
#include "core/formats/internal/media_url.h"
#include "core/formats/internal/timed_text.h"

#include <algorithm>
#include <unordered_set>

namespace descant::formats {
namespace {

namespace fs = std::filesystem;

using nlohmann::json;
using nlohmann::ordered_json;
using project::SegmentStatus;
using std::chrono::milliseconds;

class Writer {
public:
    Writer(ExportSource& source, const project::Medium& medium, const fs::path& folder)
        : m_source(source), m_medium(medium), m_folder(folder)
    {
        openDocument();
    }

    std::string text(const std::vector<ExportCaption>& captions)
    {
        EafPlaces places(m_root, m_source);
        places.placeAll(captions);
        m_placed = places.placed();
        nameAll();
        writeTimes();
        for (const EafRow& row : places.rows())
            writeRow(row);
        m_source.lose("members", pruneEafReferences(m_root));
        writeTiersProperty(places.rows());
        declareEafTypes(m_root);
        modernizeEafVocabularies(m_root);
        completeEafDocument(m_root);
        return documentText(m_document);
    }

private:
    /// The one that an import kept, else a new one.
    void openDocument()
    {
        const auto kept = XmlFile::parse(textMember(m_source.fileMembers(m_medium), kEafDocument));
        const bool isKept = kept && std::string_view(kept->root().name()) == "ANNOTATION_DOCUMENT";
        pugi::xml_node declaration = m_document.append_child(pugi::node_declaration);
        declaration.append_attribute("version").set_value("1.0");
        declaration.append_attribute("encoding").set_value("UTF-8");
        m_root = isKept ? m_document.append_copy(kept->root()) : m_document.append_child("ANNOTATION_DOCUMENT");
        for (const char* name : {"HEADER", "TIME_ORDER"}) {
            if (!m_root.child(name))
                appendEafChild(m_root, name);
        }
        if (!m_root.child("HEADER").child("MEDIA_DESCRIPTOR"))
            describeMedium(m_root.child("HEADER").prepend_child("MEDIA_DESCRIPTOR"));
        else if (std::error_code problem; fs::exists(m_medium.path, problem))
            describeMedium(m_root.child("HEADER").child("MEDIA_DESCRIPTOR"));
    }

    void describeMedium(pugi::xml_node descriptor) const
    {
        const fs::path path(m_medium.path.empty() ? m_medium.name : m_medium.path);
        setAttribute(descriptor, "MEDIA_URL", mediaUrl(path));
        setAttribute(descriptor, "MIME_TYPE", mediaTypeOf(m_medium.name));
        const fs::path relative = path.lexically_relative(m_folder);
        if (relative.empty() || leavesTheFolder(relative.generic_string()))
            descriptor.remove_attribute("RELATIVE_MEDIA_URL");
        else
            setAttribute(descriptor, "RELATIVE_MEDIA_URL", mediaUrl(relative));
    }

    /// Identifiers that came with the annotations stay; all of a document share one space.
    void nameAll()
    {
        std::unordered_set<std::string> taken = eafIdentifiers(m_root);
        std::size_t last = 0;
        for (EafPlaced& placed : m_placed) {
            const ExportCaption& caption = *placed.caption;
            std::string id = caption.extra.format == "eaf" && !caption.extra.row.empty() ? caption.extra.row
                                                                                         : "s" + caption.segment->id;
            while (!isXmlName(id) || !taken.insert(id).second)
                id = "a" + std::to_string(++last);
            placed.id = id;
        }
    }

    /// Each annotation has slots of its own: sharing one would tie two annotations together.
    void writeTimes()
    {
        std::vector<std::pair<MediaTime, std::string*>> slots;
        m_slots.resize(m_placed.size() * 2);
        for (std::size_t i = 0; i < m_placed.size(); ++i) {
            slots.emplace_back(m_placed[i].range.start, &m_slots[2 * i]);
            slots.emplace_back(m_placed[i].range.end, &m_slots[2 * i + 1]);
        }
        std::stable_sort(slots.begin(), slots.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        pugi::xml_node order = m_root.child("TIME_ORDER");
        order.remove_children();
        for (std::size_t i = 0; i < slots.size(); ++i) {
            *slots[i].second = "ts" + std::to_string(i + 1);
            pugi::xml_node slot = order.append_child("TIME_SLOT");
            setAttribute(slot, "TIME_SLOT_ID", *slots[i].second);
            setAttribute(slot, "TIME_VALUE",
                         std::to_string(std::chrono::duration_cast<milliseconds>(slots[i].first).count()));
        }
    }

    void writeRow(const EafRow& row)
    {
        std::vector<std::pair<std::string, std::string>> statuses, splits;
        for (const std::size_t index : row.placed) {
            const EafPlaced& placed = m_placed[index];
            const project::Segment& segment = *placed.caption->segment;
            writeAnnotation(row.tier, index);
            if (segment.status != SegmentStatus::Accepted)
                statuses.emplace_back(placed.id, nameOf(segment.status));
            if (!segment.split.empty())
                splits.emplace_back(placed.id, textForXml(segment.split));
        }
        writeValues(row.tier, "status", kEafStatusType, statuses);
        writeValues(row.tier, "split", kEafSplitType, splits);
    }

    void writeAnnotation(const EafTier& tier, std::size_t index)
    {
        const EafPlaced& placed = m_placed[index];
        pugi::xml_node aligned =
            pugi::xml_node(tier.node).append_child("ANNOTATION").append_child("ALIGNABLE_ANNOTATION");
        setAttribute(aligned, "ANNOTATION_ID", placed.id);
        setAttribute(aligned, "TIME_SLOT_REF1", m_slots[2 * index]);
        setAttribute(aligned, "TIME_SLOT_REF2", m_slots[2 * index + 1]);
        const json attributes = objectMember(m_source.keptOf(*placed.caption), "attributes");
        for (const auto& [name, value] : attributes.items()) {
            const bool isWanted = name != "LANG_REF" || (tier.language != placed.caption->segment->language);
            if (isWanted && isXmlName(name) && value.is_string())
                setAttribute(aligned, name.c_str(), textForXml(value.get<std::string>()));
        }
        const std::string text = textForXml(placed.caption->text);
        if (text != placed.caption->text)
            m_source.lose("characters");
        aligned.append_child("ANNOTATION_VALUE").text().set(text.c_str());
    }

    void writeValues(const EafTier& parent, const std::string& what, const char* type,
                     const std::vector<std::pair<std::string, std::string>>& values)
    {
        if (values.empty())
            return;
        pugi::xml_node tier = m_root.insert_child_after("TIER", parent.node);
        setAttribute(tier, "TIER_ID", freeEafTierId(m_root, what + "@" + parent.id));
        setAttribute(tier, "LINGUISTIC_TYPE_REF", type);
        setAttribute(tier, "PARENT_REF", parent.id);
        for (const auto& [above, value] : values) {
            pugi::xml_node reference = tier.append_child("ANNOTATION").append_child("REF_ANNOTATION");
            setAttribute(reference, "ANNOTATION_ID", (what == "split" ? "p" : "t") + above);
            setAttribute(reference, "ANNOTATION_REF", above);
            reference.append_child("ANNOTATION_VALUE").text().set(value.c_str());
        }
    }

    /// What the tiers mean, where it does not follow from their names.
    void writeTiersProperty(const std::vector<EafRow>& rows)
    {
        setEafProperty(m_root, kEafTiersProperty, "");
        std::unordered_map<std::string, EafTier> plain;
        for (EafTier& tier : eafTiersOf(m_root))
            plain.emplace(tier.id, tier);
        ordered_json ours = ordered_json::object();
        for (const EafRow& row : rows) {
            const EafTier& meant = plain[row.tier.id];
            if (meant.tier != row.tier.tier)
                ours[row.tier.id]["tier"] = row.tier.tier;
            if (meant.language != row.tier.language)
                ours[row.tier.id]["language"] = row.tier.language;
        }
        if (!ours.empty())
            setEafProperty(m_root, kEafTiersProperty, oneLineJson(ours));
        const std::string name = m_source.fileNameOf(m_medium);
        setEafProperty(m_root, kEafMediumProperty, name == m_medium.name ? "" : name);
    }

    ExportSource& m_source;
    const project::Medium& m_medium;
    fs::path m_folder;
    pugi::xml_document m_document;
    pugi::xml_node m_root;
    std::vector<EafPlaced> m_placed;
    std::vector<std::string> m_slots; ///< two for each of m_placed
};

} // namespace

Result<void> writeEaf(ExportSource& source, const fs::path& path)
{
    const fs::path folder = fs::absolute(path).lexically_normal();
    return writeFileForEachMedium(
        source, path, ".eaf",
        [&](ExportFile& file, const project::Medium& medium, const std::vector<ExportCaption>& captions) {
            return file.write(Writer(source, medium, folder).text(captions));
        });
}

} // namespace descant::formats
