// SPDX-License-Identifier: GPL-3.0-or-later
// DAPT, the W3C's profile of TTML2 for scripts of dubbing and description. A text of a script event becomes a segment;
// the rest of a script is kept: the head with the medium, notes, mixing and markup with the segments.
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/dapt.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/json_values.h"
#include "core/formats/internal/media_index.h"
#include "core/formats/internal/timed_text.h"

#include <algorithm>
#include <set>

namespace descant::formats {
namespace {

using nlohmann::json;
using project::SegmentStatus;

/// What an element inherits from those around it.
struct Scope {
    MediaTime begin{0};
    std::optional<MediaTime> end;
    bool isTimed = false; ///< an element within the body gives a time
    std::string represents, language;
    bool keepsBlanks = false;
};

json attributesOf(pugi::xml_node element, const std::set<std::string>& known)
{
    json others = json::object();
    for (const pugi::xml_attribute attribute : element.attributes()) {
        if (!known.contains(attribute.name()))
            others[attribute.name()] = attribute.value();
    }
    return others;
}

class Reader {
public:
    Reader(XmlFile file, const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink)
        : m_file(std::move(file)), m_path(path), m_options(options), m_sink(sink), m_root(m_file.root())
    {
    }

    void read()
    {
        auto prefixes = unifyPrefixes(m_root, daptPrefixes());
        if (!prefixes)
            return refuse(prefixes.error().element, prefixes.error().message);
        const auto profiles = daptWords(m_root.attribute("ttp:contentProfiles").value());
        if (std::string_view(m_root.name()) != "tt"
            || std::find(profiles.begin(), profiles.end(), kDaptProfile) == profiles.end())
            return refuse(m_root, "it is not DAPT: \"tt\" with the content profile of DAPT is wanted");
        m_clock = DaptClock::of(m_root);
        m_represents = daptWords(m_root.attribute("daptm:scriptRepresents").value());
        checkDaptRules(m_root,
                       [this](pugi::xml_node element, std::string message) { refuse(element, std::move(message)); });
        chooseMedium();
        Scope scope;
        scope.represents = m_root.attribute("daptm:represents").value();
        scope.language = m_root.attribute("xml:lang").value();
        scope.keepsBlanks = std::string_view(m_root.attribute("xml:space").value()) == "preserve";
        if (m_root.child("body"))
            readParts(m_root.child("body"), within(scope, m_root.child("body")));
        if (!m_isRefused)
            keepRest(*prefixes);
    }

private:
    void refuse(pugi::xml_node element, std::string message)
    {
        m_isRefused = true;
        m_sink.error(m_file.lineOf(element), std::move(message));
    }

    /// A file of the same base name; else the one that the head names.
    void chooseMedium()
    {
        m_medium = mediumFileOf(m_path, m_sink);
        const pugi::xml_node named = m_root.child("head").child("metadata").child(kDaptMediaName);
        const std::string name = onOneLine(textOf(named));
        if (name.empty() || name.find(':') != std::string::npos || !m_options.medium.empty())
            return;
        if (leavesTheFolder(name))
            return refuse(named, "the name \"" + name + "\" leaves the folder; say which medium it is with --media");
        if (name.find('/') != std::string::npos || !m_sink.knowsFile(m_medium))
            m_medium = name;
    }

    Scope within(Scope scope, pugi::xml_node element)
    {
        if (const pugi::xml_attribute represents = element.attribute("daptm:represents"))
            scope.represents = represents.value();
        if (const pugi::xml_attribute language = element.attribute("xml:lang"))
            scope.language = language.value();
        if (const pugi::xml_attribute space = element.attribute("xml:space"))
            scope.keepsBlanks = std::string_view(space.value()) == "preserve";
        if (std::string_view(element.attribute("timeContainer").as_string("par")) != "par")
            refuse(element, "\"timeContainer\" must be par");
        const auto begin = timeOf(element, "begin"), end = timeOf(element, "end"), length = timeOf(element, "dur");
        const MediaTime outer = scope.begin;
        scope.isTimed = scope.isTimed || begin || end || length;
        scope.begin = outer + begin.value_or(MediaTime{0});
        for (const auto& limit : {end ? std::optional(outer + *end) : std::nullopt,
                                  length ? std::optional(scope.begin + *length) : std::nullopt}) {
            if (limit)
                scope.end = std::min(scope.end.value_or(*limit), *limit);
        }
        return scope;
    }

    std::optional<MediaTime> timeOf(pugi::xml_node element, const char* name)
    {
        const pugi::xml_attribute attribute = element.attribute(name);
        const auto time = m_clock.time(attribute.value());
        if (attribute && !time)
            refuse(element, std::string("\"") + name + "\" must be a time such as 00:00:12.480 or 12.48s");
        return time;
    }

    /// Script events, and what groups them.
    void readParts(pugi::xml_node parent, const Scope& scope)
    {
        for (const pugi::xml_node part : parent.children("div")) {
            const Scope inner = within(scope, part);
            if (!part.child("div"))
                readEvent(part, inner);
            else if (part.child("p"))
                refuse(part, "a script event must not hold another one");
            else
                readParts(part, inner);
        }
        if (parent.child("p"))
            refuse(parent.child("p"), "a text must stand in a script event (\"div\")");
    }

    void readEvent(pugi::xml_node event, const Scope& scope)
    {
        const std::string id = event.attribute("xml:id").value();
        if (!isXmlName(id))
            return refuse(event, "a script event must have an \"xml:id\" that begins with a letter");
        if (!m_ids.insert(id).second)
            return refuse(event, "the script event \"" + id + "\" stands twice");
        const auto covers = [&](const std::string& wide) { return daptCovers(wide, scope.represents); };
        if (!isDaptDescriptor(scope.represents))
            return refuse(event, "\"daptm:represents\" must be one content descriptor");
        if (std::none_of(m_represents.begin(), m_represents.end(), covers))
            return refuse(event, "\"" + scope.represents + "\" is not among what the script represents");
        if (scope.isTimed && !scope.end)
            return refuse(event, "the script event has no end");
        std::set<std::string> languages;
        for (const pugi::xml_node paragraph : event.children("p")) {
            const Scope inner = within(scope, paragraph);
            if (!languages.insert(inner.language).second)
                refuse(paragraph, "the script event has two texts in \"" + inner.language + "\"");
            readText(event, paragraph, scope, inner);
        }
        if (languages.empty())
            readText(event, {}, scope, scope);
    }

    void readText(pugi::xml_node event, pugi::xml_node paragraph, const Scope& scope, const Scope& inner)
    {
        CorpusCaption caption;
        caption.line = m_file.lineOf(paragraph ? paragraph : event);
        caption.file = m_medium;
        caption.byMedium = true;
        const Scope& timed = scope.isTimed ? scope : inner;
        if (timed.isTimed && !timed.end)
            return refuse(paragraph, "the text has no end");
        if (timed.isTimed)
            caption.range = TimeRange{timed.begin, *timed.end};
        caption.text = daptText(paragraph, inner.keepsBlanks);
        caption.language = inner.language;
        caption.tier = scope.represents == kDaptDescription ? "" : scope.represents;
        nameCaption(event, paragraph, caption);
        // A stretch that was marked and not described yet.
        caption.status = onOneLine(caption.text).empty() ? SegmentStatus::Draft : SegmentStatus::Accepted;
        readOurs(event.child("metadata").child(kDaptSegment), caption);
        keepEvent(event, paragraph, caption);
        if (!scope.isTimed && caption.kept.contains("p")) // its times became those of the event
            caption.kept["p"] = without(caption.kept["p"], {"begin", "end", "dur"});
        m_sink.caption(std::move(caption));
    }

    static void nameCaption(pugi::xml_node event, pugi::xml_node paragraph, CorpusCaption& caption)
    {
        const std::string id = event.attribute("xml:id").value();
        const bool isFirst = !paragraph || event.child("p") == paragraph;
        const std::string segment = id.substr(0, 2) == "s-" ? id.substr(2) : std::string();
        if (isFirst && isSegmentId(segment))
            caption.segment = segment;
        else
            caption.row = isFirst ? id : id + "/" + caption.language;
    }

    void readOurs(pugi::xml_node ours, CorpusCaption& caption)
    {
        const std::string status = ours.attribute("status").value();
        const auto known = project::segmentStatusFrom(status);
        if (!known && !status.empty())
            m_sink.warning(caption.line, "the status \"" + status + "\" is unknown and was left out");
        caption.status = known.value_or(caption.status);
        caption.split = ours.attribute("split").value();
        caption.tier = ours.attribute("tier").as_string(caption.tier.c_str());
        caption.language = ours.attribute("language").as_string(caption.language.c_str());
    }

    static void keepEvent(pugi::xml_node event, pugi::xml_node paragraph, CorpusCaption& caption)
    {
        std::string others;
        for (const pugi::xml_node child : event.children()) {
            if (child.type() == pugi::node_element && std::string_view(child.name()) != "p")
                others += withoutOurs(child);
        }
        json div = attributesOf(event, {"xml:id", "begin", "end", "dur", "daptm:represents", "xml:lang", "xml:space"});
        json text = attributesOf(paragraph, {"xml:lang", "xml:space"});
        caption.kept["event"] = event.attribute("xml:id").value();
        if (!others.empty())
            caption.kept["others"] = std::move(others);
        if (!div.empty())
            caption.kept["div"] = std::move(div);
        if (!text.empty())
            caption.kept["p"] = std::move(text);
        if (hasDaptMarkup(paragraph))
            caption.kept["markup"] = innerXml(paragraph);
    }

    static std::string withoutOurs(pugi::xml_node child)
    {
        pugi::xml_document copy;
        pugi::xml_node kept = copy.append_copy(child);
        const bool had = kept.remove_child(kDaptSegment);
        const bool isEmpty = std::none_of(kept.begin(), kept.end(),
                                          [](const pugi::xml_node& node) { return node.type() == pugi::node_element; });
        return had && isEmpty ? std::string() : xmlText(kept);
    }

    void keepRest(const XmlPrefixes& prefixes)
    {
        json members{{"root", attributesOf(m_root, {"daptm:scriptRepresents", "ttp:contentProfiles"})}};
        if (m_root.child("head"))
            members["head"] = innerXml(m_root.child("head"));
        if (json body = attributesOf(m_root.child("body"), {"begin", "end", "dur", "xml:space", "daptm:represents"});
            !body.empty())
            members["body"] = std::move(body);
        for (const auto& [prefix, uri] : prefixes) {
            if (!daptPrefixes().contains(prefix))
                members["prefixes"][prefix] = uri;
        }
        m_sink.fileMembers(std::move(members));
    }

    XmlFile m_file;
    const std::filesystem::path& m_path;
    const ImportOptions& m_options;
    CorpusSink& m_sink;
    pugi::xml_node m_root;
    DaptClock m_clock;
    std::vector<std::string> m_represents;
    std::set<std::string> m_ids;
    std::string m_medium;
    bool m_isRefused = false;
};

} // namespace

void readDapt(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink)
{
    auto file = XmlFile::read(path, BlankTexts::Kept);
    if (!file)
        return sink.error(file.error().line, file.error().message);
    Reader(*std::move(file), path, options, sink).read();
}

} // namespace descant::formats
