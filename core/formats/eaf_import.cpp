// SPDX-License-Identifier: GPL-3.0-or-later
// ELAN annotation files (EAF 2.x and 3.0, MPI for Psycholinguistics). Annotations that lie on the time line become
// segments; everything else is kept with the medium as the document that it was.
#include "core/formats/internal/caption_text.h"
#include "core/formats/internal/eaf.h"
#include "core/formats/internal/format.h"
#include "core/formats/internal/language_codes.h"
#include "core/formats/internal/media_index.h"
#include "core/formats/internal/media_url.h"
#include "core/formats/internal/timed_text.h"

#include <unordered_set>

namespace descant::formats {
namespace {

using nlohmann::json;
using project::SegmentStatus;

class Reader {
public:
    Reader(XmlFile file, const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink)
        : m_file(std::move(file)),
          m_path(path),
          m_options(options),
          m_sink(sink),
          m_root(m_file.root()),
          m_times(m_file, [this](std::size_t line, std::string text) { refuse(line, std::move(text)); })
    {
    }

    void read()
    {
        if (std::string_view(m_root.name()) != "ANNOTATION_DOCUMENT")
            return m_sink.error(m_file.lineOf(m_root),
                                "it is not ELAN: the outermost element must be ANNOTATION_DOCUMENT");
        const std::string units = m_root.child("HEADER").attribute("TIME_UNITS").as_string("milliseconds");
        if (units != "milliseconds")
            return m_sink.error(m_file.lineOf(m_root.child("HEADER")), "TIME_UNITS must be milliseconds");
        m_tiers = eafTiersOf(m_root);
        checkTiers();
        checkAnnotations();
        chooseMedium();
        if (m_isRefused)
            return;
        for (const EafTier& tier : m_tiers) {
            if (tier.hasTimes)
                readTier(tier);
        }
        keepDocument();
    }

private:
    void refuse(std::size_t line, std::string message)
    {
        m_isRefused = true;
        m_sink.error(line, std::move(message));
    }

    void checkTiers()
    {
        std::unordered_set<std::string> types, names;
        for (const pugi::xml_node type : m_root.children("LINGUISTIC_TYPE"))
            types.insert(type.attribute("LINGUISTIC_TYPE_ID").value());
        for (const EafTier& tier : m_tiers) {
            if (tier.id.empty())
                refuse(m_file.lineOf(tier.node), "a TIER must have a TIER_ID");
            else if (!names.insert(tier.id).second)
                refuse(m_file.lineOf(tier.node), "the tier \"" + tier.id + "\" stands twice");
            const std::string type = tier.node.attribute("LINGUISTIC_TYPE_REF").value();
            if (!types.contains(type))
                m_sink.warning(m_file.lineOf(tier.node), "the type \"" + type + "\" of the tier is not declared");
        }
        for (const EafTier& tier : m_tiers) {
            const pugi::xml_attribute parent = tier.node.attribute("PARENT_REF");
            if (parent && !names.contains(parent.value()))
                refuse(m_file.lineOf(tier.node), std::string("there is no tier \"") + parent.value() + "\" above it");
        }
    }

    void checkAnnotations()
    {
        std::unordered_set<std::string> ids;
        for (const EafTier& tier : m_tiers) {
            for (const pugi::xml_node annotation : tier.node.children("ANNOTATION")) {
                const std::string id = annotation.first_child().attribute("ANNOTATION_ID").value();
                if (id.empty())
                    refuse(m_file.lineOf(annotation), "an annotation must have an ANNOTATION_ID");
                else if (!ids.insert(id).second)
                    refuse(m_file.lineOf(annotation), "the annotation \"" + id + "\" stands twice");
            }
        }
        for (const EafTier& tier : m_tiers) {
            for (const pugi::xml_node annotation : tier.node.children("ANNOTATION"))
                checkReference(tier, annotation, ids);
        }
    }

    void checkReference(const EafTier& tier, pugi::xml_node annotation, const std::unordered_set<std::string>& ids)
    {
        const pugi::xml_node inner = annotation.first_child();
        const std::string kind = inner.name();
        const std::string above = inner.attribute("ANNOTATION_REF").value();
        if (kind != "ALIGNABLE_ANNOTATION" && kind != "REF_ANNOTATION")
            return refuse(m_file.lineOf(annotation), "ALIGNABLE_ANNOTATION or REF_ANNOTATION is wanted");
        if (kind == "ALIGNABLE_ANNOTATION" && !tier.hasTimes)
            return refuse(m_file.lineOf(annotation), "the tier's type has no times");
        if (kind == "REF_ANNOTATION" && !ids.contains(above))
            return refuse(m_file.lineOf(annotation), "there is no annotation \"" + above + "\"");
        if (tier.isOurValue)
            m_valueOf[std::string(tier.node.attribute("LINGUISTIC_TYPE_REF").value()) + " " + above] =
                textOf(inner.child("ANNOTATION_VALUE"));
    }

    /// A file of the same base name; else the one that the document names.
    void chooseMedium()
    {
        m_medium = mediumFileOf(m_path, m_sink);
        const std::string ours = eafProperty(m_root, kEafMediumProperty);
        const pugi::xml_node descriptor = m_root.child("HEADER").child("MEDIA_DESCRIPTOR");
        const std::string relative = pathOfUrl(descriptor.attribute("RELATIVE_MEDIA_URL").value());
        const std::string whole = pathOfUrl(descriptor.attribute("MEDIA_URL").value());
        const std::string base = std::filesystem::path(whole).filename().string();
        if (!m_options.medium.empty())
            return;
        for (const std::string& name : {relative, ours}) {
            if (leavesTheFolder(name))
                return refuse(m_file.lineOf(descriptor),
                              "the name \"" + name + "\" leaves the folder; say which medium it is with --media");
        }
        if (ours.empty() && m_sink.knowsFile(m_medium))
            return;
        for (const std::string& name : {ours, relative, base}) {
            if (!name.empty() && (name == ours || m_sink.knowsFile(name))) {
                m_medium = name;
                return;
            }
        }
        m_medium = !relative.empty() ? relative : !base.empty() && !leavesTheFolder(base) ? base : m_medium;
    }

    void readTier(const EafTier& tier)
    {
        for (const pugi::xml_node annotation : tier.node.children("ANNOTATION")) {
            if (const pugi::xml_node aligned = annotation.child("ALIGNABLE_ANNOTATION"))
                readAnnotation(tier, aligned);
        }
    }

    void readAnnotation(const EafTier& tier, pugi::xml_node aligned)
    {
        CorpusCaption caption;
        caption.line = m_file.lineOf(aligned);
        caption.file = m_medium;
        caption.byMedium = true;
        caption.range = rangeOf(aligned, caption.line);
        caption.text = textOf(aligned.child("ANNOTATION_VALUE"));
        caption.tier = tier.tier;
        const std::string language = aligned.attribute("LANG_REF").value();
        caption.language = language.empty() ? tier.language : shortCodeOf(language);
        const std::string id = aligned.attribute("ANNOTATION_ID").value();
        const std::string segment = id.substr(0, 1) == "s" ? id.substr(1) : std::string();
        (isSegmentId(segment) ? caption.segment : caption.row) = isSegmentId(segment) ? segment : id;
        readValues(id, caption);
        caption.kept["tier"] = tier.id;
        for (const pugi::xml_attribute attribute : aligned.attributes()) {
            const std::string_view name = attribute.name();
            if (name != "ANNOTATION_ID" && name != "TIME_SLOT_REF1" && name != "TIME_SLOT_REF2")
                caption.kept["attributes"][attribute.name()] = attribute.value();
        }
        if (caption.range)
            m_sink.caption(std::move(caption));
    }

    std::optional<TimeRange> rangeOf(pugi::xml_node aligned, std::size_t line)
    {
        const MediaTime origin = eafOrigin(m_root);
        std::optional<MediaTime> ends[2];
        const char* names[] = {"TIME_SLOT_REF1", "TIME_SLOT_REF2"};
        for (int i = 0; i < 2; ++i) {
            const std::string slot = aligned.attribute(names[i]).value();
            ends[i] = m_times.at(slot);
            if (!ends[i]) {
                m_sink.error(line,
                             m_times.has(slot) ? "the time slot \"" + slot + "\" has no time, and none follows"
                                               : "there is no time slot \"" + slot + "\"");
                return std::nullopt;
            }
        }
        return TimeRange{*ends[0] + origin, *ends[1] + origin};
    }

    void readValues(const std::string& id, CorpusCaption& caption)
    {
        if (const auto split = m_valueOf.find(std::string(kEafSplitType) + " " + id); split != m_valueOf.end())
            caption.split = split->second;
        // A stretch that was marked and not described yet.
        caption.status = onOneLine(caption.text).empty() ? SegmentStatus::Draft : SegmentStatus::Accepted;
        const auto status = m_valueOf.find(std::string(kEafStatusType) + " " + id);
        if (status == m_valueOf.end())
            return;
        const auto known = project::segmentStatusFrom(status->second);
        if (!known)
            m_sink.warning(caption.line, "the status \"" + status->second + "\" is unknown and was left out");
        caption.status = known.value_or(caption.status);
    }

    /// What is left of the document when the annotations that became segments are taken away.
    void keepDocument()
    {
        for (const EafTier& tier : m_tiers) {
            pugi::xml_node node = tier.node;
            if (tier.isOurValue)
                m_root.remove_child(node);
            else if (tier.hasTimes)
                node.remove_children();
        }
        m_root.child("TIME_ORDER").remove_children();
        m_root.remove_attribute("DATE");
        m_sink.fileMembers({{kEafDocument, xmlText(m_root)}});
    }

    XmlFile m_file;
    const std::filesystem::path& m_path;
    const ImportOptions& m_options;
    CorpusSink& m_sink;
    bool m_isRefused = false;
    pugi::xml_node m_root;
    EafTimes m_times;
    std::vector<EafTier> m_tiers;
    std::unordered_map<std::string, std::string> m_valueOf; ///< by type of tier and annotation
    std::string m_medium;
};

} // namespace

void readEaf(const std::filesystem::path& path, const ImportOptions& options, CorpusSink& sink)
{
    auto file = XmlFile::read(path);
    if (!file)
        return sink.error(file.error().line, file.error().message);
    Reader(*std::move(file), path, options, sink).read();
}

} // namespace descant::formats
