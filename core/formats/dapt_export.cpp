// SPDX-License-Identifier: GPL-3.0-or-later
// DAPT: a description script for each medium, a script event for each segment.
#include "core/formats/internal/dapt.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/time_text.h"
#include "core/formats/internal/timed_text.h"

#include <map>
#include <set>
#include <unordered_map>

namespace descant::formats {
namespace {

using nlohmann::json;
using project::SegmentStatus;

void setAll(pugi::xml_node element, const json& attributes)
{
    for (const auto& [name, value] : attributes.items()) {
        if (value.is_string() && !name.empty() && name.find_first_of(" \t\n<>&\"'=/") == std::string::npos
            && !element.attribute(name.c_str()))
            element.append_attribute(name.c_str()).set_value(textForXml(value.get<std::string>()).c_str());
    }
}

void set(pugi::xml_node element, const char* name, const std::string& value)
{
    pugi::xml_attribute attribute = element.attribute(name);
    (attribute ? attribute : element.append_attribute(name)).set_value(value.c_str());
}

void breakLine(pugi::xml_node element) { element.append_child(pugi::node_pcdata).set_value("\n"); }

class Writer {
public:
    Writer(ExportSource& source, const project::Medium& medium) : m_source(source), m_medium(medium) { }

    std::string text(const std::vector<ExportCaption>& captions)
    {
        const json members = m_source.fileMembers(m_medium);
        m_root = m_document.append_child("tt");
        setAll(m_root, objectMember(members, "root"));
        set(m_root, "ttp:contentProfiles", kDaptProfile);
        completeRoot(captions.front().segment->language);
        breakLine(m_root);
        writeHead(textMember(members, "head"));
        pugi::xml_node body = m_root.append_child("body");
        setAll(body, objectMember(members, "body"));
        for (const ExportCaption& caption : captions)
            writeCaption(body, caption);
        breakLine(body);
        breakLine(m_root);
        std::string represents;
        for (const std::string& one : m_represents)
            represents += (represents.empty() ? "" : " ") + one;
        set(m_root, "daptm:scriptRepresents", represents);
        dropRepeatedIds();
        declareAll(objectMember(members, "prefixes"));
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + xmlText(m_root) + "\n";
    }

private:
    void completeRoot(const std::string& language)
    {
        if (!isLanguageTag(m_root.attribute("xml:lang").value()))
            set(m_root, "xml:lang", isLanguageTag(language) ? language : "und");
        if (m_root.attribute("daptm:scriptType"))
            return;
        set(m_root, "daptm:scriptType", "preRecording");
        set(m_root, "daptm:langSrc", "zxx"); // descriptions say what is seen, in whatever language
    }

    void writeHead(const std::string& kept)
    {
        pugi::xml_node head = m_root.append_child("head");
        appendXml(head, kept);
        pugi::xml_node metadata = head.child("metadata");
        if (!metadata)
            metadata = head.prepend_child("metadata");
        const std::string name = m_source.fileNameOf(m_medium);
        if (!metadata.child(kDaptMediaName))
            metadata.append_child(kDaptMediaName).text().set(textForXml(name).c_str());
        breakLine(m_root);
    }

    void writeCaption(pugi::xml_node body, const ExportCaption& caption)
    {
        const project::Segment& segment = *caption.segment;
        const json& kept = m_source.keptOf(caption);
        const std::string event = textMember(kept, "event");
        const auto found = m_events.find(event);
        // Texts in several languages share an event, while they are the same stretch.
        const bool joins = !event.empty() && isLanguageTag(segment.language) && found != m_events.end()
            && found->second.range == segment.range && found->second.tier == segment.tier
            && found->second.status == segment.status && found->second.split == segment.split
            && found->second.languages.insert(segment.language).second;
        pugi::xml_node div = joins ? found->second.div : newEvent(body, caption, event);
        if (!caption.text.empty())
            writeText(div, caption, kept);
    }

    pugi::xml_node newEvent(pugi::xml_node body, const ExportCaption& caption, const std::string& event)
    {
        const project::Segment& segment = *caption.segment;
        const json& kept = m_source.keptOf(caption);
        breakLine(body);
        pugi::xml_node div = body.append_child("div");
        const bool isFree = isXmlName(event) && caption.extra.row == event && m_ids.insert(event).second;
        set(div, "xml:id", isFree ? event : freeId("s-" + segment.id));
        if (!isWholeMedium(m_medium, segment.range, caption.extra) || m_medium.duration > MediaTime{0}) {
            set(div, "begin", exactSeconds(segment.range.start) + "s");
            set(div, "end", exactSeconds(segment.range.end) + "s");
        }
        const bool isDescriptor = isDaptDescriptor(segment.tier);
        const std::string represents = isDescriptor ? segment.tier : kDaptDescription;
        m_represents.insert(represents);
        set(div, "daptm:represents", represents);
        setAll(div, objectMember(kept, "div"));
        writeOurs(div, segment, isDescriptor && segment.tier != kDaptDescription);
        appendXml(div, textMember(kept, "others"));
        if (!event.empty())
            m_events[event] = {div, segment.range, segment.tier, segment.split, segment.status, {segment.language}};
        return div;
    }

    std::string freeId(const std::string& wanted)
    {
        std::string id = wanted;
        for (int number = 1; !isXmlName(id) || !m_ids.insert(id).second; ++number)
            id = "event" + std::to_string(number);
        return id;
    }

    /// What of a segment the format has no place for.
    static void writeOurs(pugi::xml_node div, const project::Segment& segment, bool tierIsTold)
    {
        const bool hasTier = !segment.tier.empty() && !tierIsTold;
        const bool hasLanguage = !isLanguageTag(segment.language);
        if (segment.status == SegmentStatus::Accepted && segment.split.empty() && !hasTier && !hasLanguage)
            return;
        pugi::xml_node ours = div.append_child("metadata").append_child(kDaptSegment);
        if (segment.status != SegmentStatus::Accepted)
            set(ours, "status", std::string(nameOf(segment.status)));
        if (!segment.split.empty())
            set(ours, "split", textForXml(segment.split));
        if (hasTier)
            set(ours, "tier", textForXml(segment.tier));
        if (hasLanguage)
            set(ours, "language", textForXml(segment.language));
    }

    void writeText(pugi::xml_node div, const ExportCaption& caption, const json& kept)
    {
        const project::Segment& segment = *caption.segment;
        pugi::xml_node paragraph = div.append_child("p");
        set(paragraph, "xml:lang", isLanguageTag(segment.language) ? segment.language : "und");
        setAll(paragraph, objectMember(kept, "p"));
        const std::string text = textForXml(caption.text);
        if (text != caption.text)
            m_source.lose("characters");
        const std::string markup = textMember(kept, "markup");
        appendXml(paragraph, markup);
        for (const bool keepsBlanks : {false, true}) {
            if (markup.empty() || daptText(paragraph, keepsBlanks) != text)
                continue;
            if (keepsBlanks)
                set(paragraph, "xml:space", "preserve");
            return;
        }
        paragraph.remove_children();
        setDaptText(paragraph, text);
    }

    /// A segment that was copied has its markup, and the identifiers in it, a second time.
    void dropRepeatedIds()
    {
        std::set<std::string> seen;
        dropRepeatedIds(m_root, seen);
    }

    static void dropRepeatedIds(pugi::xml_node element, std::set<std::string>& seen)
    {
        if (pugi::xml_attribute id = element.attribute("xml:id"); id && !seen.insert(id.value()).second)
            element.remove_attribute(id);
        for (const pugi::xml_node child : element.children()) {
            if (child.type() == pugi::node_element)
                dropRepeatedIds(child, seen);
        }
    }

    void declareAll(const json& kept)
    {
        XmlPrefixes prefixes = daptPrefixes();
        for (const auto& [prefix, uri] : kept.items()) {
            if (uri.is_string() && isXmlName(prefix))
                prefixes.emplace(prefix, textForXml(uri.get<std::string>()));
        }
        declarePrefixes(m_root, prefixes);
    }

    struct Event {
        pugi::xml_node div;
        TimeRange range;
        std::string tier, split;
        SegmentStatus status = SegmentStatus::Accepted;
        std::set<std::string> languages;
    };

    ExportSource& m_source;
    const project::Medium& m_medium;
    pugi::xml_document m_document;
    pugi::xml_node m_root;
    std::set<std::string> m_ids, m_represents;
    std::unordered_map<std::string, Event> m_events; ///< by the identifier that an import knew
};

} // namespace

Result<void> writeDapt(ExportSource& source, const std::filesystem::path& path)
{
    return writeFileForEachMedium(
        source, path, ".ttml",
        [&](ExportFile& file, const project::Medium& medium, const std::vector<ExportCaption>& captions) {
            return file.write(Writer(source, medium).text(captions));
        });
}

} // namespace descant::formats
